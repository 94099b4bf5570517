package io.github.lanewise.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.lanewise.kernels.conv.ConvShape;
import io.github.lanewise.kernels.conv.SparseWeightGradient;
import io.github.lanewise.kernels.lanes.Lanes;
import io.github.lanewise.kernels.lanes.Workers;
import io.github.lanewise.nn.layers.Conv2d;
import io.github.lanewise.nn.layers.Dense;
import io.github.lanewise.nn.layers.MaxPool2d;
import io.github.lanewise.nn.layers.ReLU;
import java.util.List;
import java.util.Random;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/** A pooling hands its gradient on as values at places, where the layer before takes them. */
class SparseGradientTest {
  private static final Workers SERIAL = Workers.serial();
  private static final int BATCH = 3;

  /** A convolution that takes all values. */
  private record Dumb(Conv2d conv) implements Layer {
    @Override
    public Shape outputShape(List<Shape> inputs) {
      return conv.outputShape(inputs);
    }

    @Override
    public List<ParameterSpec> parameters(List<Shape> inputs) {
      return conv.parameters(inputs);
    }

    @Override
    public Passes bind(List<Shape> inputs, int batch) {
      Passes passes = conv.bind(inputs, batch);
      return new Passes() {
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
          assertThat(frame.sparseDy()).isNull();
          passes.backward(frame);
        }

        @Override
        public void tangent(Frame frame) {
          passes.tangent(frame);
        }
      };
    }
  }

  /** Two pixels of half the channels each, in place of one. */
  private record Halves() implements Layer {
    @Override
    public Shape outputShape(List<Shape> inputs) {
      Shape in = inputs.getFirst();
      return new Shape(in.height(), 2 * in.width(), in.channels() / 2);
    }

    @Override
    public boolean view() {
      return true;
    }

    @Override
    public Passes bind(List<Shape> inputs, int batch) {
      throw new UnsupportedOperationException("a view has no passes");
    }
  }

  /** With a ReLU between, and overlapping windows. */
  private static Network network(UnaryOperator<Conv2d> same, boolean takes) {
    UnaryOperator<Layer> as = takes ? layer -> layer : layer -> new Dumb((Conv2d) layer);
    return Network.builder(16, 16, 1)
        .add("conv1", as.apply(same.apply(Conv2d.of(6, 5).padding(2))))
        .add("relu1", new ReLU())
        .add("pool1", MaxPool2d.of(2))
        .add("conv2", as.apply(same.apply(Conv2d.of(7, 3))))
        .add("pool2", MaxPool2d.of(3).stride(2))
        .add("dense", Dense.of(4))
        .build();
  }

  @Test
  void gradientsAreThoseOfAllValues() {
    for (boolean bias : new boolean[] {true, false}) {
      UnaryOperator<Conv2d> same = bias ? conv -> conv : Conv2d::withoutBias;
      for (boolean dx : new boolean[] {true, false}) {
        assertSame(gradients(network(same, true), dx), gradients(network(same, false), dx));
      }
    }
  }

  @Test
  void aPoolingOfOtherChannelsHandsNothingOn() {
    Network network =
        Network.builder(16, 16, 1)
            .add("conv", Conv2d.of(6, 5).padding(2))
            .add("halves", new Halves())
            .add("pool", MaxPool2d.of(2))
            .add("dense", Dense.of(4))
            .build();
    Network all =
        Network.builder(16, 16, 1)
            .add("conv", new Dumb(Conv2d.of(6, 5).padding(2)))
            .add("halves", new Halves())
            .add("pool", MaxPool2d.of(2))
            .add("dense", Dense.of(4))
            .build();
    assertSame(gradients(network, true), gradients(all, true));
  }

  private static void assertSame(float[][] actual, float[][] expected) {
    for (int i = 0; i < expected.length; i++) {
      assertThat(actual[i]).hasSameSizeAs(expected[i]);
      for (int k = 0; k < expected[i].length; k++) {
        assertThat(actual[i][k]).isCloseTo(expected[i][k], within(1e-4f));
      }
    }
  }

  @Test
  void firstLayersTakeThem() {
    ConvShape shape =
        ConvShape.builder().input(16, 16, 1).kernel(5).padding(2).outChannels(6).build();
    assertThat(SparseWeightGradient.pays(shape, 8 * 8 * 6)).isEqualTo(Lanes.vectorised());
  }

  /** Twice by one workspace, with the input's gradient in between or without it. */
  private static float[][] gradients(Network network, boolean between) {
    Parameters parameters = network.initialise(1).parameters();
    Workspace workspace = new Workspace(network, BATCH);
    float[] x = random(1, BATCH * 16 * 16);
    float[] dx = new float[x.length];
    float[][] results = new float[2 * parameters.all().size() + 1][];
    for (int call = 0; call < 2; call++) {
      Parameters gradients = parameters.zerosLike();
      workspace.forwardTraining(parameters, x, 1, SERIAL);
      float[] dy = random(2 + call, BATCH * 4);
      workspace.backward(dy, gradients, between == (call == 0) ? dx : null, SERIAL);
      for (int i = 0; i < gradients.all().size(); i++) {
        results[2 * i + call] = gradients.all().get(i).values();
      }
    }
    results[results.length - 1] = dx;
    return results;
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
