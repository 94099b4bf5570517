package io.github.lanewise.kernels.norm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import io.github.lanewise.kernels.activation.Relu;
import io.github.lanewise.kernels.lanes.Workers;
import io.github.lanewise.kernels.testing.Allocation;
import io.github.lanewise.kernels.testing.Threads;
import io.github.lanewise.kernels.testing.Values;
import java.util.Arrays;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

/** Batch normalisation against its definition in double, differences and adjoints. */
class BatchNormTest {
  private static final Workers SERIAL = Workers.serial();
  private static final double EPSILON = 1e-3;

  /** The definition in double: outputs of a batch with its own statistics. */
  private static double[] forward(double[] x, float[] gamma, float[] beta) {
    int channels = gamma.length;
    int rows = x.length / channels;
    double[] y = new double[x.length];
    for (int c = 0; c < channels; c++) {
      double mean = 0;
      for (int r = 0; r < rows; r++) {
        mean += x[r * channels + c] / rows;
      }
      double variance = 0;
      for (int r = 0; r < rows; r++) {
        variance += Math.pow(x[r * channels + c] - mean, 2) / rows;
      }
      for (int r = 0; r < rows; r++) {
        int i = r * channels + c;
        y[i] = (x[i] - mean) / Math.sqrt(variance + EPSILON) * gamma[c] + beta[c];
      }
    }
    return y;
  }

  /** One batch with its statistics. */
  private static final class Batch {
    private final float[] x;
    private final float[] gamma;
    private final float[] beta;
    private final float[] mean;
    private final float[] variance;
    private final BatchNorm norm;

    Batch(int rows, int channels, int seed) {
      x = Values.gaussian(seed, rows * channels);
      gamma = Values.gaussian(seed + 1, channels);
      beta = Values.gaussian(seed + 2, channels);
      mean = new float[channels];
      variance = new float[channels];
      norm = BatchNorm.of(rows, channels, EPSILON);
      norm.statistics(x, mean, variance, SERIAL);
    }

    double[] wide() {
      double[] wide = new double[x.length];
      for (int i = 0; i < x.length; i++) {
        wide[i] = x[i];
      }
      return wide;
    }

    float[] backward(float[] dy, float[] dGamma, float[] dBeta, Workers workers) {
      float[] dx = new float[x.length];
      norm.backward(x, dy, mean, variance, gamma, beta, dx, dGamma, dBeta, workers);
      return dx;
    }
  }

  @Property(tries = 80)
  void outputsAreThoseOfTheDefinition(
      @ForAll @IntRange(min = 1, max = 60) int rows,
      @ForAll @IntRange(min = 1, max = 40) int channels,
      @ForAll @IntRange(max = 999) int seed) {
    Batch batch = new Batch(rows, channels, seed);
    float[] y = new float[batch.x.length];
    batch.norm.forward(batch.x, batch.mean, batch.variance, batch.gamma, batch.beta, y, SERIAL);
    double[] expected = forward(batch.wide(), batch.gamma, batch.beta);
    for (int i = 0; i < y.length; i++) {
      assertThat((double) y[i]).isCloseTo(expected[i], within(1e-4));
    }
  }

  @Property(tries = 80)
  void gradientsAreCentralDifferences(
      @ForAll @IntRange(min = 2, max = 30) int rows,
      @ForAll @IntRange(min = 1, max = 40) int channels,
      @ForAll @IntRange(max = 999) int seed) {
    Batch batch = new Batch(rows, channels, seed);
    float[] dy = Values.gaussian(seed + 3, batch.x.length);
    float[] dGamma = new float[channels];
    float[] dBeta = new float[channels];
    float[] dx = batch.backward(dy, dGamma, dBeta, SERIAL);
    int at = seed % dx.length;
    double step = 1e-5;
    double[] x = batch.wide();
    x[at] += step;
    double above = dot(dy, forward(x, batch.gamma, batch.beta));
    x[at] -= 2 * step;
    double below = dot(dy, forward(x, batch.gamma, batch.beta));
    double size = 1 + 1 / Math.sqrt(batch.variance[at % channels] + EPSILON);
    assertThat((double) dx[at]).isCloseTo((above - below) / (2 * step), within(1e-4 * size * rows));
    float[] ones = new float[channels];
    Arrays.fill(ones, 1);
    double[] hat = forward(batch.wide(), ones, new float[channels]);
    double gammaSum = 0;
    double betaSum = 0;
    int c = at % channels;
    for (int r = 0; r < rows; r++) {
      gammaSum += dy[r * channels + c] * hat[r * channels + c];
      betaSum += dy[r * channels + c];
    }
    assertThat((double) dGamma[c]).isCloseTo(gammaSum, within(1e-4 * size * rows));
    assertThat((double) dBeta[c]).isCloseTo(betaSum, within(1e-5 * rows));
  }

  /** ⟨dy, J u⟩ = ⟨Jᵀ dy, u⟩. */
  @Property(tries = 60)
  void theGradientIsTheAdjointOfTheTangent(
      @ForAll @IntRange(min = 1, max = 300) int rows,
      @ForAll @IntRange(min = 1, max = 40) int channels,
      @ForAll @IntRange(max = 999) int seed) {
    Batch batch = new Batch(rows, channels, seed);
    float[] dy = Values.gaussian(seed + 3, batch.x.length);
    float[] u = Values.gaussian(seed + 4, batch.x.length);
    float[] tangent = new float[u.length];
    batch.norm.tangent(batch.x, u, batch.mean, batch.variance, batch.gamma, tangent, SERIAL);
    float[] dx = batch.backward(dy, new float[channels], new float[channels], SERIAL);
    double error = 1e-4 * Math.sqrt(dot(dy, dy) * dot(u, u)) / Math.sqrt(EPSILON);
    assertThat(dot(dy, tangent)).isCloseTo(dot(dx, u), within(error));
  }

  /** With sums of squares less the square of the mean no digit of the variance would be left. */
  @Example
  void aLargeMeanCostsNoDigits() {
    int rows = 5000;
    float[] x = new float[rows * 17];
    for (int i = 0; i < x.length; i++) {
      x[i] = 4096 + (i / 17 % 2 == 0 ? 0.25f : -0.25f);
    }
    float[] mean = new float[17];
    float[] variance = new float[17];
    BatchNorm.of(rows, 17, 0).statistics(x, mean, variance, SERIAL);
    assertThat(mean).containsOnly(4096);
    for (float v : variance) {
      assertThat(v).isCloseTo(0.0625f, within(1e-6f));
    }
  }

  /** The first rows of a thread are no guide to the others. */
  @Example
  void statisticsDoNotHangOnTheFirstRows() {
    int rows = 70_000;
    float[] x = Values.gaussian(3, rows * 16);
    Arrays.fill(x, 0, 16 * 600, 50);
    double sum = 0;
    for (int r = 0; r < rows; r++) {
      sum += x[16 * r];
    }
    double squares = 0;
    for (int r = 0; r < rows; r++) {
      squares += Math.pow(x[16 * r] - sum / rows, 2);
    }
    float[] mean = new float[16];
    float[] variance = new float[16];
    BatchNorm.of(rows, 16, 0).statistics(x, mean, variance, SERIAL);
    assertThat((double) mean[0]).isCloseTo(sum / rows, within(1e-6));
    assertThat((double) variance[0]).isCloseTo(squares / rows, within(1e-5 * squares / rows));
  }

  @Property(tries = 40)
  void aReluThatFollowsGivesTheBitsOfOneByItself(
      @ForAll @IntRange(min = 1, max = 300) int rows,
      @ForAll @IntRange(min = 1, max = 80) int channels,
      @ForAll @IntRange(max = 999) int seed) {
    Batch b = new Batch(rows, channels, seed);
    BatchNorm joint = b.norm.thenRelu();
    float[] apart = new float[b.x.length];
    float[] y = new float[b.x.length];
    b.norm.forward(b.x, b.mean, b.variance, b.gamma, b.beta, apart, SERIAL);
    Relu.forward(apart, apart, SERIAL);
    joint.forward(b.x, b.mean, b.variance, b.gamma, b.beta, y, SERIAL);
    assertThat(y).isEqualTo(apart);
    float[] dy = Values.gaussian(seed + 3, b.x.length);
    float[] dGamma = new float[channels];
    float[] dBeta = new float[channels];
    joint.backward(b.x, dy, b.mean, b.variance, b.gamma, b.beta, apart, dGamma, dBeta, SERIAL);
    Relu.gradient(y, dy, dy, SERIAL);
    float[] expectedGamma = new float[channels];
    float[] expectedBeta = new float[channels];
    float[] dx = b.backward(dy, expectedGamma, expectedBeta, SERIAL);
    assertThat(apart).isEqualTo(dx);
    assertThat(dGamma).isEqualTo(expectedGamma);
    assertThat(dBeta).isEqualTo(expectedBeta);
  }

  @Example
  void theNumberOfThreadsLeavesTheBitsAlone() {
    for (int channels : new int[] {6, 70}) {
      Batch batch = new Batch(20_000, channels, 1);
      float[] dy = Values.gaussian(4, batch.x.length);
      Threads.sameBits(
          workers -> {
            float[] variance = new float[channels];
            batch.norm.statistics(batch.x, new float[channels], variance, workers);
            return variance;
          });
      Threads.sameBits(
          workers -> batch.backward(dy, new float[channels], new float[channels], workers));
      Threads.sameBits(
          workers -> {
            float[] dGamma = new float[channels];
            batch.backward(dy, dGamma, new float[channels], workers);
            return dGamma;
          });
    }
  }

  @Example
  void callsAllocateNothing() {
    Batch batch = new Batch(40, 37, 1);
    float[] y = new float[batch.x.length];
    float[] dGamma = new float[37];
    float[] dBeta = new float[37];
    Allocation.none(
        "batch norm",
        () -> {
          batch.norm.statistics(batch.x, dGamma, dBeta, SERIAL);
          batch.norm.forward(
              batch.x, batch.mean, batch.variance, batch.gamma, batch.beta, y, SERIAL);
          batch.norm.backward(
              batch.x,
              y,
              batch.mean,
              batch.variance,
              batch.gamma,
              batch.beta,
              y,
              dGamma,
              dBeta,
              SERIAL);
        });
  }

  @Example
  void wrongArraysAreNamed() {
    BatchNorm norm = BatchNorm.of(2, 3, 1e-5);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> norm.statistics(new float[5], new float[3], new float[3], SERIAL))
        .withMessage("x has 5 floats, expected 6 [rows][channels]");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> norm.statistics(new float[6], new float[3], new float[2], SERIAL))
        .withMessage("variance has 2 floats, expected 3 [channels]");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> BatchNorm.of(2, 3, -1))
        .withMessage("epsilon is -1.0, expected at least 0");
  }

  private static double dot(float[] a, double[] b) {
    double sum = 0;
    for (int i = 0; i < a.length; i++) {
      sum += a[i] * b[i];
    }
    return sum;
  }

  private static double dot(float[] a, float[] b) {
    double sum = 0;
    for (int i = 0; i < a.length; i++) {
      sum += (double) a[i] * b[i];
    }
    return sum;
  }
}
