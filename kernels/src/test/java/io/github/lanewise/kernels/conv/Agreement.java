package io.github.lanewise.kernels.conv;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.lanewise.kernels.lanes.Lanes;
import io.github.lanewise.kernels.lanes.Workers;
import io.github.lanewise.kernels.testing.Closeness;
import java.util.Arrays;
import java.util.List;

/** When the output of an algorithm counts as right. */
final class Agreement {
  /** Relative to the largest magnitude in play: what float32 transforms may lose. */
  private static final float TRANSFORM_ERROR = 1e-4f;

  private Agreement() {}

  /** The algorithms that can compute a shape. */
  static List<ConvAlgorithm> algorithms(ConvShape shape) {
    return Arrays.stream(ConvAlgorithm.values()).filter(a -> a.supports(shape)).toList();
  }

  /**
   * What naive loops compute in no time, where there are no others: all shapes are alike to them.
   */
  static List<ConvShape> affordable(List<ConvShape> shapes) {
    return shapes.stream()
        .filter(shape -> Lanes.vectorised() || shape.multiplyAdds() < 1_000_000)
        .toList();
  }

  /** Whether an algorithm adds the products themselves, so that small integers stay exact. */
  static boolean exact(ConvAlgorithm algorithm) {
    return !algorithm.savesMultiplications();
  }

  /** Whether what is no number comes out only where IEEE arithmetic brings it. */
  static boolean apart(ConvAlgorithm algorithm) {
    return exact(algorithm) && algorithm != ConvAlgorithm.WIDE_PIXELS;
  }

  /**
   * Checks an output against what is expected of a problem: bit for bit, or within the error that a
   * transform may make.
   */
  static void check(
      ConvProblem problem, ConvAlgorithm algorithm, float[] actual, float[] expected) {
    if (exact(algorithm)) {
      bits(problem.shape(), algorithm.toString(), actual, expected);
    } else {
      within(
          TRANSFORM_ERROR * magnitude(problem),
          problem.shape(),
          algorithm.toString(),
          actual,
          expected);
    }
  }

  /** Checks that two outputs have the same bits, NaN being NaN. */
  static void bits(ConvShape shape, String who, float[] actual, float[] expected) {
    int at = Arrays.mismatch(actual, expected);
    assertThat(at).withFailMessage(() -> who + differs(shape, at, actual, expected)).isEqualTo(-1);
  }

  /** Checks that two outputs differ by no more than {@code error} anywhere. */
  static void within(float error, ConvShape shape, String who, float[] actual, float[] expected) {
    int at = Closeness.mismatch(error, actual, expected);
    assertThat(at).withFailMessage(() -> who + differs(shape, at, actual, expected)).isEqualTo(-1);
  }

  /**
   * The largest sum of magnitudes: outputs near zero by cancellation are no measure of an error.
   */
  private static float magnitude(ConvProblem problem) {
    ConvShape shape = problem.shape();
    Epilogue epilogue = problem.epilogue();
    Epilogue magnitudes =
        Epilogue.NONE
            .withBias(magnitudes(epilogue.bias()))
            .withResidual(magnitudes(epilogue.residual()));
    float[] y = new float[shape.outputLength()];
    Convolution reference = Convolution.of(shape, ConvAlgorithm.REFERENCE);
    reference.forward(
        magnitudes(problem.x()),
        reference.pack(magnitudes(problem.weights())),
        magnitudes,
        y,
        Workers.serial());
    return largest(y);
  }

  /** The largest magnitude of an array. */
  static float largest(float[] values) {
    float largest = 0;
    for (float value : values) {
      largest = Math.max(largest, Math.abs(value));
    }
    return largest;
  }

  private static float[] magnitudes(float[] values) {
    if (values == null) {
      return null;
    }
    float[] magnitudes = values.clone();
    for (int i = 0; i < magnitudes.length; i++) {
      magnitudes[i] = Math.abs(magnitudes[i]);
    }
    return magnitudes;
  }

  private static String differs(ConvShape shape, int at, float[] actual, float[] expected) {
    int channel = at % shape.outChannels();
    int pixel = at / shape.outChannels();
    return " gives %s, expected %s at [%d][%d][%d][%d]"
        .formatted(
            actual[at],
            expected[at],
            pixel / shape.outWidth() / shape.outHeight(),
            pixel / shape.outWidth() % shape.outHeight(),
            pixel % shape.outWidth(),
            channel);
  }
}
