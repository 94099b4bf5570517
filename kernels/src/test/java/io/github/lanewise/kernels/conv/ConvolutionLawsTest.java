package io.github.lanewise.kernels.conv;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

/** What every convolution does, whatever computes it: it is linear, and it commutes with shifts. */
class ConvolutionLawsTest {

  @Property(tries = 60)
  void aSumOfPicturesGivesTheSumOfOutputs(
      @ForAll(supplier = ConvProblems.class) ConvProblem any,
      @ForAll @IntRange(min = -3, max = 3) int factor) {
    ConvProblem first = ConvProblem.of(any.shape(), any.seed());
    float[] x1 = first.x();
    float[] x2 = ConvProblem.of(any.shape(), any.seed() + 1000).x();
    float[] x = combine(x1, factor, x2);
    for (ConvAlgorithm algorithm : Agreement.algorithms(any.shape())) {
      float[] expected =
          combine(first.forward(algorithm, x1), factor, first.forward(algorithm, x2));
      Agreement.check(first, algorithm, first.forward(algorithm, x), expected);
    }
  }

  @Property(tries = 60)
  void shiftingTheInputByStridesShiftsTheOutput(
      @ForAll(supplier = ConvProblems.class) ConvProblem any,
      @ForAll @IntRange(min = 0, max = 2) int down,
      @ForAll @IntRange(min = 0, max = 2) int right) {
    ConvProblem problem = ConvProblem.of(any.shape(), any.seed());
    ConvShape s = problem.shape();
    int rows = down * s.height().stride();
    int columns = right * s.width().stride();
    // What a shift would push over the lower and right edge is black from the start.
    float[] x = cleared(s, problem.x(), rows, columns);
    float[] shifted = shift(x, s.batch(), s.inHeight(), s.inWidth(), s.inChannels(), rows, columns);
    for (ConvAlgorithm algorithm : Agreement.algorithms(s)) {
      float[] before = problem.forward(algorithm, x);
      float[] after = problem.forward(algorithm, shifted);
      // Outputs that come in from beyond the upper and left edge have nothing to be compared with.
      Agreement.check(
          problem,
          algorithm,
          shift(after, s.batch(), s.outHeight(), s.outWidth(), s.outChannels(), -down, -right),
          shift(
              shift(before, s.batch(), s.outHeight(), s.outWidth(), s.outChannels(), down, right),
              s.batch(),
              s.outHeight(),
              s.outWidth(),
              s.outChannels(),
              -down,
              -right));
    }
  }

  private static float[] combine(float[] a, int factor, float[] b) {
    float[] sum = new float[a.length];
    for (int i = 0; i < sum.length; i++) {
      sum[i] = a[i] + factor * b[i];
    }
    return sum;
  }

  private static float[] cleared(ConvShape s, float[] x, int rows, int columns) {
    float[] kept = shift(x, s.batch(), s.inHeight(), s.inWidth(), s.inChannels(), rows, columns);
    return shift(kept, s.batch(), s.inHeight(), s.inWidth(), s.inChannels(), -rows, -columns);
  }

  /** The pictures moved down and to the right; what comes in from outside is zero. */
  private static float[] shift(
      float[] pictures, int batch, int height, int width, int channels, int down, int right) {
    float[] shifted = new float[pictures.length];
    for (int n = 0; n < batch; n++) {
      for (int h = Math.max(0, down); h < Math.min(height, height + down); h++) {
        for (int w = Math.max(0, right); w < Math.min(width, width + right); w++) {
          System.arraycopy(
              pictures,
              ((n * height + h - down) * width + w - right) * channels,
              shifted,
              ((n * height + h) * width + w) * channels,
              channels);
        }
      }
    }
    return shifted;
  }
}
