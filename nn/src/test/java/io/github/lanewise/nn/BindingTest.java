package io.github.lanewise.nn;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.lanewise.kernels.lanes.Workers;
import io.github.lanewise.nn.layers.Add;
import io.github.lanewise.nn.layers.BatchNorm;
import io.github.lanewise.nn.layers.Conv2d;
import io.github.lanewise.nn.layers.Dense;
import io.github.lanewise.nn.layers.Flatten;
import io.github.lanewise.nn.layers.MaxPool2d;
import io.github.lanewise.nn.layers.ReLU;
import java.util.List;
import java.util.Random;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Layers that compute another's ReLU or share an array with it give the same bits as if apart. */
class BindingTest {
  private static final int BATCH = 3;

  /** A layer that nobody knows: its ReLU is joined to nothing, its arrays are its own. */
  private record Apart(Layer layer) implements Layer {
    @Override
    public Shape outputShape(List<Shape> inputs) {
      return layer.outputShape(inputs);
    }

    @Override
    public List<ParameterSpec> parameters(List<Shape> inputs) {
      return layer.parameters(inputs);
    }

    @Override
    public Passes bind(List<Shape> inputs, int batch) {
      return new ApartPasses(layer.bind(inputs, batch));
    }
  }

  private record ApartPasses(Passes passes) implements Passes {
    @Override
    public Object newState() {
      return passes.newState();
    }

    @Override
    public void prepare(Frame frame) {
      passes.prepare(frame);
    }

    @Override
    public void forward(Frame frame) {
      passes.forward(frame);
    }

    @Override
    public void backward(Frame frame) {
      passes.backward(frame);
    }

    @Override
    public void tangent(Frame frame) {
      passes.tangent(frame);
    }
  }

  private static Network network(UnaryOperator<Layer> as) {
    Layer relu = as.apply(new ReLU());
    // So many channels that no convolution takes a pooling's gradient as values at places.
    return Network.builder(12, 12, 11)
        .add("first", relu)
        .add("pool1", MaxPool2d.of(2).stride(1))
        .add("conv1", Conv2d.of(20, 3))
        .add("relu1", relu)
        .add("pool2", MaxPool2d.of(2))
        .add("conv2", Conv2d.of(20, 3).padding(1).withoutBias())
        .add("relu2", relu)
        .add("conv3", Conv2d.of(20, 3).padding(1))
        .add("relu3", relu)
        .add("pool3", MaxPool2d.of(3).stride(1).padding(1), "relu3")
        .add("sum", as.apply(new Add()), "relu3", "pool3")
        .add("relu4", relu)
        .add("conv4", as.apply(Conv2d.of(20, 3).padding(1)))
        .add("norm4", as.apply(new BatchNorm()))
        .add("relu7", relu)
        .add("conv5", as.apply(Conv2d.of(20, 3).padding(1)))
        .add("norm5", as.apply(new BatchNorm()))
        .add("norm6", as.apply(new BatchNorm()), "relu4")
        .add("sum2", as.apply(new Add()), "norm5", "norm6")
        .add("relu8", relu)
        .add("conv6", as.apply(Conv2d.of(20, 3).padding(1)))
        .add("norm7", as.apply(new BatchNorm()))
        .add("sum3", as.apply(new Add()), "norm7", "relu8")
        .add("sum4", as.apply(new Add()), "sum3", "sum3")
        .add("flatten", new Flatten())
        .add("relu5", relu)
        .add("dense", Dense.of(10))
        .add("relu6", relu)
        .build();
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void allPassesGiveTheSameBits(boolean training) {
    Results joint = Results.of(network(layer -> layer), training);
    Results apart = Results.of(network(Apart::new), training);
    assertThat(joint.y()).isEqualTo(apart.y());
    assertThat(joint.ty()).isEqualTo(apart.ty());
    assertThat(joint.dx()).isEqualTo(apart.dx());
    for (int i = 0; i < joint.gradients().all().size(); i++) {
      assertThat(joint.gradients().all().get(i).values())
          .isEqualTo(apart.gradients().all().get(i).values());
    }
  }

  @Test
  void onlyWhatNobodyElseReadsIsJoined() {
    Network network = network(layer -> layer);
    Passes[] passes = Binding.bind(network, BATCH);
    assertThat(IntStream.range(0, passes.length).filter(i -> passes[i] == null).boxed())
        .extracting(i -> network.nodes().get(i).name())
        .containsExactly(
            "input", "first", "relu1", "relu2", "relu3", "relu4", "relu7", "relu8", "flatten",
            "relu6");
  }

  @SuppressWarnings("ArrayRecordComponent") // read, never compared as a whole
  private record Results(float[] y, float[] ty, float[] dx, Parameters gradients) {
    static Results of(Network network, boolean training) {
      Workers workers = Workers.serial();
      Parameters parameters = network.initialise(1).parameters();
      Parameters gradients = parameters.zerosLike();
      Workspace workspace = new Workspace(network, BATCH);
      float[] x = random(1, network.inputShape().length(BATCH));
      float[] y =
          (training
                  ? workspace.forwardTraining(parameters, x, 1, workers)
                  : workspace.forward(parameters, x, workers))
              .clone();
      float[] tangent = random(2, x.length);
      Parameters tangents = network.initialise(3).parameters();
      float[] ty = workspace.tangent(tangent, tangents, workers).clone();
      float[] dx = new float[x.length];
      workspace.backward(random(4, y.length), gradients, dx, workers);
      return new Results(y, ty, dx, gradients);
    }

    private static float[] random(int seed, int length) {
      Random random = new Random(seed);
      float[] values = new float[length];
      for (int i = 0; i < length; i++) {
        values[i] = random.nextFloat() - 0.5f;
      }
      return values;
    }
  }
}
