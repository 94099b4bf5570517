package io.github.lanewise.kernels.conv;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.lanewise.kernels.lanes.Workers;
import io.github.lanewise.kernels.shape.Window;
import io.github.lanewise.kernels.testing.Allocation;
import io.github.lanewise.kernels.testing.Closeness;
import io.github.lanewise.kernels.testing.Threads;
import io.github.lanewise.kernels.testing.Values;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;

/** Winograd's input gradient by tiles of outputs, on shapes that are quick to compute. */
@EnabledIf("io.github.lanewise.kernels.lanes.Lanes#vectorised")
class WinogradInputGradientTest {
  /** Relative to a sum of products of two integers of up to 4: what float32 transforms may lose. */
  private static final float TRANSFORM_ERROR = 1e-4f * 16;

  /**
   * Tiles that hold the picture exactly, a group for each; tiles that reach beyond it, several
   * pictures a group and a rest; padding on one side.
   */
  private static final List<ConvShape> SHAPES =
      List.of(
          shape(8, window(18, 0, 0), window(22, 0, 0), 32, 48),
          shape(8, window(26, 0, 0), window(26, 0, 0), 32, 64),
          shape(35, window(9, 0, 0), window(10, 0, 0), 64, 32),
          shape(9, window(17, 1, 0), window(18, 0, 1), 48, 32));

  private static Window window(int size, int before, int after) {
    return new Window(size, 3, 1, 1, before, after);
  }

  private static ConvShape shape(int batch, Window height, Window width, int in, int out) {
    return new ConvShape(batch, height, width, in, out, 1);
  }

  @Test
  void itEqualsTheReference() {
    for (ConvShape shape : SHAPES) {
      float[] dy = Values.integers(1, shape.outputLength());
      float[] weights = Values.integers(2, shape.weightCount());
      Epilogue epilogue =
          Epilogue.NONE
              .withBias(Values.integers(3, shape.inChannels()))
              .withResidual(Values.integers(4, shape.inputLength()))
              .withRelu();
      for (Epilogue used : List.of(Epilogue.NONE, epilogue)) {
        float[] expected =
            input(ConvolutionGradient.reference(shape), dy, weights, used, Workers.serial());
        float[] dx = input(ConvolutionGradient.of(shape), dy, weights, used, Workers.serial());
        float error = TRANSFORM_ERROR * 9 * shape.outChannels();
        Closeness.within(error, "dx of " + shape, dx, expected);
      }
    }
  }

  @Test
  void theNumberOfThreadsLeavesTheBitsAlone() {
    for (ConvShape shape : SHAPES) {
      float[] dy = Values.gaussian(1, shape.outputLength());
      float[] weights = Values.gaussian(2, shape.weightCount());
      ConvolutionGradient gradient = ConvolutionGradient.of(shape);
      Threads.sameBits(workers -> input(gradient, dy, weights, Epilogue.NONE, workers));
    }
  }

  @Test
  void theWorkspaceIsThatOfAnyBatch() {
    ConvShape shape = SHAPES.get(1);
    assertThat(InputGradient.of(shape.withBatch(64), true).workspaceBytes())
        .isEqualTo(InputGradient.of(shape.withBatch(256), true).workspaceBytes());
  }

  @Test
  void callsAllocateNothing() {
    ConvShape shape = SHAPES.getLast();
    float[] dy = Values.gaussian(1, shape.outputLength());
    float[] weights = Values.gaussian(2, shape.weightCount());
    float[] dx = new float[shape.inputLength()];
    ConvolutionGradient gradient = ConvolutionGradient.of(shape);
    PackedWeights packed = gradient.pack(weights);
    Allocation.none("packing", () -> gradient.pack(weights, packed));
    Allocation.none("dx", () -> gradient.backwardInput(dy, packed, dx, Workers.serial()));
  }

  private static float[] input(
      ConvolutionGradient gradient,
      float[] dy,
      float[] weights,
      Epilogue epilogue,
      Workers workers) {
    float[] dx = new float[gradient.shape().inputLength()];
    gradient.backwardInput(dy, gradient.pack(weights), epilogue, dx, workers);
    return dx;
  }

  @Test
  void itIsChosenWhereTheTilesOfOutputsAreFewer() {
    for (ConvShape shape : SHAPES) {
      assertThat(InputGradient.of(shape, true)).isInstanceOf(WinogradInputGradient.class);
      assertThat(InputGradient.of(shape, false)).isInstanceOf(RotatedInputGradient.class);
    }
    Window same = window(28, 1, 1);
    assertThat(InputGradient.of(shape(64, same, same, 64, 64), true))
        .as("as many tiles of inputs")
        .isInstanceOf(RotatedInputGradient.class);
    assertThat(InputGradient.of(SHAPES.getFirst().withBatch(4), true))
        .as("too few pictures to share out")
        .isInstanceOf(RotatedInputGradient.class);
    Window plain = window(30, 0, 0);
    assertThat(InputGradient.of(shape(16, plain, plain, 256, 256), true))
        .as("too many channels for the L2 cache")
        .isInstanceOf(RotatedInputGradient.class);
  }
}
