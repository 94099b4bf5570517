package io.github.lanewise.kernels.norm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import io.github.lanewise.kernels.lanes.Workers;
import io.github.lanewise.kernels.testing.Allocation;
import io.github.lanewise.kernels.testing.Threads;
import io.github.lanewise.kernels.testing.Values;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

/** Group normalisation against its definition in double, differences and adjoints. */
class GroupNormTest {
  private static final Workers SERIAL = Workers.serial();
  private static final double EPSILON = 1e-3;

  /** Some examples with what the forward pass makes of them. */
  private static final class Batch {
    private final int pixels;
    private final int channels;
    private final int groups;
    private final float[] x;
    private final float[] gamma;
    private final float[] beta;
    private final float[] y;
    private final float[] mean;
    private final float[] variance;
    private final GroupNorm norm;

    Batch(int batch, int pixels, int groups, int groupSize, int seed) {
      this.pixels = pixels;
      this.groups = groups;
      this.channels = groups * groupSize;
      x = Values.gaussian(seed, batch * pixels * channels);
      gamma = Values.gaussian(seed + 1, channels);
      beta = Values.gaussian(seed + 2, channels);
      y = new float[x.length];
      mean = new float[batch * groups];
      variance = new float[batch * groups];
      norm = GroupNorm.of(batch, pixels, channels, groups, EPSILON);
      norm.forward(x, gamma, beta, y, mean, variance, SERIAL);
    }

    /** The definition in double, at a distance from the batch's input and scales. */
    double[] definition(double length, float[] ux, float[] uGamma, float[] uBeta) {
      int groupSize = channels / groups;
      double[] out = new double[x.length];
      for (int set = 0; set < mean.length; set++) {
        double sum = 0;
        double squares = 0;
        int count = pixels * groupSize;
        for (int i = 0; i < count; i++) {
          sum += at(set, i, length, ux) / count;
        }
        for (int i = 0; i < count; i++) {
          squares += Math.pow(at(set, i, length, ux) - sum, 2) / count;
        }
        for (int i = 0; i < count; i++) {
          int c = index(set, i) % channels;
          double normal = (at(set, i, length, ux) - sum) / Math.sqrt(squares + EPSILON);
          double scale = gamma[c] + length * uGamma[c];
          out[index(set, i)] = normal * scale + beta[c] + length * uBeta[c];
        }
      }
      return out;
    }

    private double at(int set, int i, double length, float[] ux) {
      return x[index(set, i)] + length * ux[index(set, i)];
    }

    private int index(int set, int i) {
      int groupSize = channels / groups;
      int pixel = set / groups * pixels + i / groupSize;
      return pixel * channels + set % groups * groupSize + i % groupSize;
    }

    float[] backward(float[] dy, float[] dGamma, float[] dBeta, Workers workers) {
      float[] dx = new float[x.length];
      norm.backward(x, dy, gamma, mean, variance, dx, dGamma, dBeta, workers);
      return dx;
    }
  }

  @Property(tries = 150)
  void outputsAreThoseOfTheDefinition(
      @ForAll @IntRange(min = 1, max = 4) int examples,
      @ForAll @IntRange(min = 1, max = 30) int pixels,
      @ForAll @IntRange(min = 1, max = 6) int groups,
      @ForAll @IntRange(min = 1, max = 20) int groupSize,
      @ForAll @IntRange(max = 999) int seed) {
    Batch batch = new Batch(examples, pixels, groups, groupSize, seed);
    float[] none = new float[batch.x.length];
    double[] expected = batch.definition(0, none, none, none);
    for (int i = 0; i < none.length; i++) {
      assertThat((double) batch.y[i]).isCloseTo(expected[i], within(2e-4));
    }
  }

  /** ⟨dy, differences⟩, ⟨dy, J u⟩ and ⟨Jᵀ dy, u⟩ for directions of input, scales and shifts. */
  @Property(tries = 150)
  void derivativesAreThoseOfTheDefinition(
      @ForAll @IntRange(min = 1, max = 4) int examples,
      @ForAll @IntRange(min = 1, max = 30) int pixels,
      @ForAll @IntRange(min = 1, max = 6) int groups,
      @ForAll @IntRange(min = 2, max = 20) int groupSize,
      @ForAll @IntRange(max = 999) int seed) {
    Batch batch = new Batch(examples, pixels, groups, groupSize, seed);
    float[] dy = Values.gaussian(seed + 3, batch.x.length);
    float[] ux = Values.gaussian(seed + 4, batch.x.length);
    float[] uGamma = Values.gaussian(seed + 5, batch.channels);
    float[] uBeta = Values.gaussian(seed + 6, batch.channels);
    float[] none = new float[batch.x.length];
    double step = 1e-6;
    double differences = 0;
    double[] above = batch.definition(step, ux, none, none);
    double[] below = batch.definition(-step, ux, none, none);
    double parameters = 0;
    double[] more = batch.definition(step, none, uGamma, uBeta);
    double[] less = batch.definition(-step, none, uGamma, uBeta);
    for (int i = 0; i < dy.length; i++) {
      differences += dy[i] * (above[i] - below[i]) / (2 * step);
      parameters += dy[i] * (more[i] - less[i]) / (2 * step);
    }
    float[] tangent = new float[ux.length];
    batch.norm.tangent(batch.x, ux, batch.gamma, batch.mean, batch.variance, tangent, SERIAL);
    float[] dGamma = new float[batch.channels];
    float[] dBeta = new float[batch.channels];
    float[] dx = batch.backward(dy, dGamma, dBeta, SERIAL);
    double error = 2e-4 * Math.sqrt(dot(dy, dy) * dot(ux, ux)) / Math.sqrt(EPSILON);
    assertThat(dot(dy, tangent)).isCloseTo(differences, within(error));
    assertThat(dot(dx, ux)).isCloseTo(differences, within(error));
    assertThat(dot(dGamma, uGamma) + dot(dBeta, uBeta)).isCloseTo(parameters, within(error));
  }

  /** With sums of squares less the square of the mean no digit of the variance would be left. */
  @Example
  void aLargeMeanCostsNoDigits() {
    float[] x = new float[5000 * 6];
    for (int i = 0; i < x.length; i++) {
      x[i] = 4096 + (i / 6 % 2 == 0 ? 0.25f : -0.25f);
    }
    float[] mean = new float[2];
    float[] variance = new float[2];
    float[] ones = {1, 1, 1, 1, 1, 1};
    GroupNorm.of(1, 5000, 6, 2, 0)
        .forward(x, ones, new float[6], new float[x.length], mean, variance, SERIAL);
    assertThat(mean).containsOnly(4096);
    assertThat(variance).containsOnly(0.0625f);
  }

  @Example
  void theNumberOfThreadsLeavesTheBitsAlone() {
    for (int pixels : new int[] {1, 500}) {
      Batch batch = new Batch(5000 / pixels * 20, pixels, 4, 9, 1);
      float[] dy = Values.gaussian(4, batch.x.length);
      float[] dBeta = new float[batch.channels];
      Threads.sameBits(
          workers -> {
            float[] y = new float[dy.length];
            batch.norm.forward(
                batch.x,
                batch.gamma,
                batch.beta,
                y,
                new float[batch.mean.length],
                new float[batch.mean.length],
                workers);
            return y;
          });
      Threads.sameBits(workers -> batch.backward(dy, new float[batch.channels], dBeta, workers));
      Threads.sameBits(
          workers -> {
            float[] dGamma = new float[batch.channels];
            batch.backward(dy, dGamma, dBeta, workers);
            return dGamma;
          });
    }
  }

  @Example
  void callsAllocateNothing() {
    Batch batch = new Batch(3, 7, 2, 19, 1);
    float[] y = new float[batch.x.length];
    float[] dGamma = new float[batch.channels];
    float[] dBeta = new float[batch.channels];
    Allocation.none(
        "group norm",
        () -> {
          batch.norm.forward(
              batch.x, batch.gamma, batch.beta, y, batch.mean, batch.variance, SERIAL);
          batch.norm.backward(
              batch.x, y, batch.gamma, batch.mean, batch.variance, y, dGamma, dBeta, SERIAL);
        });
  }

  @Example
  void wrongArgumentsAreNamed() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> GroupNorm.of(1, 1, 6, 4, 0))
        .withMessage("channels is 6, expected a multiple of groups = 4");
    GroupNorm norm = GroupNorm.of(2, 3, 4, 2, 1e-5);
    float[] x = new float[24];
    assertThatIllegalArgumentException()
        .isThrownBy(
            () ->
                norm.tangent(x, x, new float[4], new float[3], new float[4], new float[24], SERIAL))
        .withMessage("mean has 3 floats, expected 4 [batch][groups]");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> norm.tangent(x, x, new float[4], new float[4], new float[4], x, SERIAL))
        .withMessageContaining("tangentY is the same array as x");
  }

  private static double dot(float[] a, float[] b) {
    double sum = 0;
    for (int i = 0; i < a.length; i++) {
      sum += (double) a[i] * b[i];
    }
    return sum;
  }
}
