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
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.function.Function;
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

  /** Every fourth pixel: some of them several times, and in the end one of nowhere. */
  private record Picks(boolean handsOn) implements Layer {
    @Override
    public Shape outputShape(List<Shape> inputs) {
      Shape in = inputs.getFirst();
      return new Shape(in.height() / 2, in.width() / 2, in.channels());
    }

    @Override
    public Passes bind(List<Shape> inputs, int batch) {
      int channels = inputs.getFirst().channels();
      int length = inputs.getFirst().length() / 4;
      int[] places = new int[batch * length];
      for (int i = 0; i < places.length; i++) {
        int pixel = i % length / channels;
        int picked = pixel % 8 == 7 ? 0 : 4 * pixel;
        boolean last = pixel == length / channels - 1;
        places[i] = last ? -1 : (i / length * 4 * length) + picked * channels + i % channels;
      }
      return new Passes() {
        @Override
        public void forward(Frame frame) {
          pick(frame.x(), frame.y());
        }

        @Override
        public void backward(Frame frame) {
          if (frame.dx() == null || (handsOn && frame.handOn(places))) {
            return;
          }
          Arrays.fill(frame.dx(), 0);
          for (int i = 0; i < places.length; i++) {
            if (places[i] >= 0) {
              frame.dx()[places[i]] += frame.dy()[i];
            }
          }
        }

        @Override
        public void tangent(Frame frame) {
          pick(frame.tx(), frame.ty());
        }

        private void pick(float[] from, float[] to) {
          for (int i = 0; i < places.length; i++) {
            to[i] = places[i] < 0 ? 0 : from[places[i]];
          }
        }
      };
    }
  }

  /** Multiplies each channel by a parameter. */
  private record Scale(boolean takes) implements Layer {
    @Override
    public Shape outputShape(List<Shape> inputs) {
      return inputs.getFirst();
    }

    @Override
    public List<ParameterSpec> parameters(List<Shape> inputs) {
      int channels = inputs.getFirst().channels();
      return List.of(
          new ParameterSpec("scale", ParameterSpec.Role.WEIGHT, List.of(channels), channels, 1));
    }

    @Override
    public Passes bind(List<Shape> inputs, int batch) {
      int channels = inputs.getFirst().channels();
      return new Passes() {
        @Override
        public boolean takesSparseGradient(int gradients) {
          return takes;
        }

        @Override
        public void forward(Frame frame) {
          scale(frame.x(), frame.parameter(0), frame.y());
        }

        @Override
        public void backward(Frame frame) {
          SparseGradient sparse = frame.sparseDy();
          assertThat(sparse != null).isEqualTo(takes);
          float[] dScale = frame.dParameter(0);
          Arrays.fill(dScale, 0);
          float[] dy = takes ? sparse.values() : frame.dy();
          for (int i = 0; i < dy.length; i++) {
            int place = takes ? sparse.places()[i] : i;
            if (place >= 0) {
              dScale[place % channels] += frame.x()[place] * dy[i];
            }
          }
          if (frame.dx() != null) {
            scale(frame.dy(), frame.parameter(0), frame.dx());
          }
        }

        @Override
        public void tangent(Frame frame) {
          throw new UnsupportedOperationException("not asked for here");
        }

        private void scale(float[] from, float[] by, float[] to) {
          for (int i = 0; i < from.length; i++) {
            to[i] = from[i] * by[i % channels];
          }
        }
      };
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

  @Test
  void aLayerOfOnesOwnHandsOn() {
    assertHandedOn(takes -> Conv2d.of(6, 5).padding(2), Picks::new);
  }

  @Test
  void aLayerOfOnesOwnTakesWhatAPoolingHandsOn() {
    assertHandedOn(Scale::new, hands -> MaxPool2d.of(2));
  }

  @Test
  void layersOfOnesOwnHandOnToEachOther() {
    assertHandedOn(Scale::new, Picks::new);
  }

  /** Also where the input's gradient is wanted, too. */
  private static void assertHandedOn(
      Function<Boolean, Layer> taker, Function<Boolean, Layer> hands) {
    Network network = pair(taker.apply(true), hands.apply(true));
    Network all = pair(taker.apply(false), hands.apply(false));
    for (boolean dx : new boolean[] {true, false}) {
      assertSame(gradients(network, dx), gradients(all, dx));
    }
  }

  private static Network pair(Layer taker, Layer hands) {
    return Network.builder(16, 16, 1)
        .add("taker", taker)
        .add("hands", hands)
        .add("dense", Dense.of(4))
        .build();
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
