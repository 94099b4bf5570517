package io.github.lanewise.kernels.conv;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.lanewise.kernels.lanes.Lanes;
import io.github.lanewise.kernels.lanes.Workers;
import io.github.lanewise.kernels.testing.Threads;
import io.github.lanewise.kernels.testing.Values;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;

/** Winograd's weights transformed as they are multiplied, on shapes that are quick to compute. */
@EnabledIf("io.github.lanewise.kernels.lanes.Lanes#vectorised")
class PanelWinogradConvolutionTest {
  /** Whole panels, and channels that fill no vector; several blocks, and one that is cut. */
  private static final List<ConvShape> SHAPES =
      List.of(shape(20, 4, 32, 64), shape(3, 9, 35, 5 * Lanes.floats() + 3), shape(1, 3, 8, 20));

  private static ConvShape shape(int batch, int size, int in, int out) {
    return ConvShape.builder()
        .batch(batch)
        .input(size, size, in)
        .outChannels(out)
        .kernel(3)
        .padding(1)
        .build();
  }

  @Test
  void theBitsAreThoseOfWeightsTransformedBeforehand() {
    SHAPES.forEach(PanelWinogradConvolutionTest::theBitsAreThoseOfWeightsTransformedBeforehand);
  }

  private static void theBitsAreThoseOfWeightsTransformedBeforehand(ConvShape shape) {
    Convolution before = Convolution.of(shape, ConvAlgorithm.WINOGRAD_4X4);
    Convolution during = new PanelWinogradConvolution(shape);
    float[] x = Values.gaussian(1, shape.inputLength());
    float[] weights = Values.gaussian(2, shape.weightCount());
    Epilogue epilogue =
        Epilogue.NONE
            .withBias(Values.gaussian(3, shape.outChannels()))
            .withResidual(Values.gaussian(4, shape.outputLength()))
            .withRelu();
    for (boolean rotated : List.of(false, true)) {
      assertThat(output(during, rotated, weights, x, epilogue, Workers.serial()))
          .isEqualTo(output(before, rotated, weights, x, epilogue, Workers.serial()));
    }
    Threads.sameBits(workers -> output(during, false, weights, x, epilogue, workers));
  }

  private static float[] output(
      Convolution convolution,
      boolean rotated,
      float[] weights,
      float[] x,
      Epilogue epilogue,
      Workers workers) {
    float[] packed = new float[(int) convolution.packedFloats()];
    workers.run(
        convolution.packParts(),
        (part, scratch) -> {
          if (rotated) {
            convolution.packRotated(part, weights, packed, scratch);
          } else {
            convolution.pack(part, weights, packed, scratch);
          }
        });
    float[] y = new float[convolution.shape().outputLength()];
    convolution.forward(x, convolution.packed(packed), epilogue, y, workers);
    return y;
  }

  @Test
  void trainingChoosesItWhereTransformedWeightsWouldGoToMemory() {
    assertThat(Convolution.forTraining(shape(64, 4, 512, 512)))
        .isInstanceOf(PanelWinogradConvolution.class);
    assertThat(Convolution.forTraining(shape(1, 14, 256, 256)))
        .isInstanceOf(PanelWinogradConvolution.class);
    assertThat(Convolution.forTraining(shape(1, 28, 128, 128)))
        .isInstanceOf(WinogradConvolution.class);
    assertThat(Convolution.forTraining(shape(64, 8, 256, 256)))
        .isInstanceOf(WinogradConvolution.class);
    assertThat(Convolution.forTraining(shape(64, 14, 512, 512)))
        .isInstanceOf(WinogradConvolution.class);
    // Three quarters and more of each tile would be for nothing.
    assertThat(Convolution.forTraining(shape(64, 1, 512, 512)))
        .isInstanceOf(DirectConvolution.class);
    assertThat(Convolution.forTraining(shape(16, 2, 512, 512)))
        .isInstanceOf(DirectConvolution.class);
  }
}
