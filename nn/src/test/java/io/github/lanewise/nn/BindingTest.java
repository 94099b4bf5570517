package io.github.lanewise.nn;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.lanewise.kernels.lanes.Workers;
import io.github.lanewise.nn.layers.Add;
import io.github.lanewise.nn.layers.Conv2d;
import io.github.lanewise.nn.layers.Dense;
import io.github.lanewise.nn.layers.Flatten;
import io.github.lanewise.nn.layers.MaxPool2d;
import io.github.lanewise.nn.layers.ReLU;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** A ReLU that another layer computes as well gives the same bits as one by itself. */
class BindingTest {
  private static final int BATCH = 3;

  /** A ReLU that nobody knows. */
  private record Apart() implements Layer {
    @Override
    public Shape outputShape(List<Shape> inputs) {
      return inputs.getFirst();
    }

    @Override
    public Passes bind(List<Shape> inputs, int batch) {
      return new ReLU().bind(inputs, batch);
    }
  }

  private static Network network(Layer relu) {
    return Network.builder(12, 12, 3)
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
        .add("sum", new Add(), "relu3", "pool3")
        .add("relu4", relu)
        .add("flatten", new Flatten())
        .add("relu5", relu)
        .add("dense", Dense.of(10))
        .add("relu6", relu)
        .build();
  }

  @Test
  void allPassesGiveTheSameBits() {
    Results joint = Results.of(network(new ReLU()));
    Results apart = Results.of(network(new Apart()));
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
    Network network = network(new ReLU());
    Passes[] passes = Binding.bind(network, BATCH);
    assertThat(IntStream.range(0, passes.length).filter(i -> passes[i] == null).boxed())
        .extracting(i -> network.nodes().get(i).name())
        .containsExactly("input", "first", "relu1", "relu2", "relu3", "flatten", "relu6");
  }

  @SuppressWarnings("ArrayRecordComponent") // read, never compared as a whole
  private record Results(float[] y, float[] ty, float[] dx, Parameters gradients) {
    static Results of(Network network) {
      Workers workers = Workers.serial();
      Parameters parameters = network.initialise(1).parameters();
      Parameters gradients = parameters.zerosLike();
      Workspace workspace = new Workspace(network, BATCH);
      float[] x = random(1, network.inputShape().length(BATCH));
      float[] y = workspace.forwardTraining(parameters, x, 1, workers).clone();
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
