package io.github.lanewise.kernels.conv;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.lanewise.kernels.lanes.Workers;
import io.github.lanewise.kernels.testing.Closeness;
import io.github.lanewise.kernels.testing.Threads;
import io.github.lanewise.kernels.testing.Values;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;

/** Strassen's algorithm on real numbers, in many bands, and for pictures of one batch. */
@EnabledIf("io.github.lanewise.kernels.lanes.Lanes#vectorised")
class StrassenConvolutionTest {
  /** Relative to the largest output: a few times the error that docs/design-notes.md has. */
  private static final float ERROR = 1e-5f;

  /** So many input channels that five bands of 156 and 157 pixels are cut, of one pair each. */
  private static final ConvShape FIVE_BANDS = shape(1, 28, 690, 128);

  /** Pictures of an odd number of pixels, so many that they are more tiles than are needed. */
  private static final ConvShape FIVE_PICTURES = shape(5, 5, 34, 256);

  private static ConvShape shape(int batch, int size, int in, int out) {
    return ConvShape.builder()
        .batch(batch)
        .input(size, size, in)
        .outChannels(out)
        .kernel(1)
        .build();
  }

  private static float[] forward(
      ConvShape shape, ConvAlgorithm algorithm, float[] x, Epilogue epilogue, Workers workers) {
    Convolution conv = Convolution.of(shape, algorithm);
    float[] y = new float[shape.outputLength()];
    Arrays.fill(y, Float.NaN);
    PackedWeights weights = conv.pack(Values.gaussian(2, shape.weightCount()));
    conv.forward(x, weights, epilogue, y, workers);
    return y;
  }

  @Test
  void realNumbersInManyTilesAreNearSumsInDouble() {
    for (ConvShape shape : List.of(FIVE_BANDS, FIVE_PICTURES)) {
      assertThat(Convolution.of(shape, ConvAlgorithm.STRASSEN).tiles()).isGreaterThan(4);
      float[] x = Values.gaussian(1, shape.inputLength());
      Epilogue epilogue =
          Epilogue.NONE
              .withBias(Values.gaussian(3, shape.outChannels()))
              .withResidual(Values.gaussian(4, shape.outputLength()))
              .withRelu();
      float[] expected = forward(shape, ConvAlgorithm.REFERENCE, x, epilogue, Workers.serial());
      float[] y = forward(shape, ConvAlgorithm.STRASSEN, x, epilogue, Workers.serial());
      Closeness.within(ERROR * Agreement.largest(expected), "y of " + shape, y, expected);
    }
  }

  @Test
  void theNumberOfThreadsLeavesTheBitsOfManyTilesAlone() {
    float[] x = Values.gaussian(1, FIVE_BANDS.inputLength());
    Threads.sameBits(
        workers -> forward(FIVE_BANDS, ConvAlgorithm.STRASSEN, x, Epilogue.NONE, workers));
  }

  /** What is no number, or so large that others vanish beside it, stays in its own picture. */
  @Test
  void picturesOfABatchDoNotMix() {
    ConvShape shape = FIVE_PICTURES;
    int in = shape.inputLength() / shape.batch();
    int out = shape.outputLength() / shape.batch();
    float[] x = Values.gaussian(1, shape.inputLength());
    float[] expected = forward(shape, ConvAlgorithm.STRASSEN, x, Epilogue.NONE, Workers.serial());
    Arrays.fill(x, 0, in, Float.NaN);
    Arrays.fill(x, 3 * in, 4 * in, 1e30f);
    float[] y = forward(shape, ConvAlgorithm.STRASSEN, x, Epilogue.NONE, Workers.serial());
    for (int picture : new int[] {1, 2, 4}) {
      assertThat(Arrays.copyOfRange(y, picture * out, (picture + 1) * out))
          .as("picture %d", picture)
          .isEqualTo(Arrays.copyOfRange(expected, picture * out, (picture + 1) * out));
    }
  }
}
