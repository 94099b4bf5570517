package io.github.lanewise.kernels.activation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import io.github.lanewise.kernels.lanes.Workers;
import io.github.lanewise.kernels.testing.Allocation;
import io.github.lanewise.kernels.testing.Threads;
import io.github.lanewise.kernels.testing.Values;
import java.util.Arrays;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

/** Softmax and cross-entropy, and the gradient of softmax alone. */
class CrossEntropyTest {
  private static final Workers SERIAL = Workers.serial();

  @Example
  void equalValuesLoseTheLogarithmOfTheClasses() {
    float[] dx = new float[4];
    double loss = CrossEntropy.of(1, 4, 0).gradient(new float[4], new int[] {2}, dx, SERIAL);
    assertThat(loss).isCloseTo(Math.log(4), within(1e-12));
    assertThat(dx).containsExactly(0.25f, 0.25f, -0.75f, 0.25f);
  }

  @Example
  void smoothingSpreadsTheTarget() {
    float[] dx = new float[4];
    CrossEntropy.of(1, 4, 0.2).gradient(new float[4], new int[] {2}, dx, SERIAL);
    assertThat(dx).usingComparatorWithPrecision(1e-7f).containsExactly(0.2f, 0.2f, -0.6f, 0.2f);
  }

  @Property(tries = 100)
  void lossAndGradientAreThoseOfTheDefinition(
      @ForAll @IntRange(min = 1, max = 7) int rows,
      @ForAll @IntRange(min = 1, max = 70) int classes,
      @ForAll boolean smooth,
      @ForAll @IntRange(max = 999) int seed) {
    double smoothing = smooth ? 0.1 : 0;
    float[] x = Values.gaussian(seed, rows * classes);
    int[] targets = targets(rows, classes, seed);
    float[] dx = new float[x.length];
    double loss = CrossEntropy.of(rows, classes, smoothing).gradient(x, targets, dx, SERIAL);
    double[] wide = new double[x.length];
    for (int i = 0; i < x.length; i++) {
      wide[i] = x[i];
    }
    assertThat(loss).isCloseTo(loss(wide, targets, classes, smoothing), within(1e-6));
    int at = seed % x.length;
    double step = 1e-5;
    wide[at] += step;
    double above = loss(wide, targets, classes, smoothing);
    wide[at] -= 2 * step;
    double below = loss(wide, targets, classes, smoothing);
    assertThat((double) dx[at]).isCloseTo((above - below) / (2 * step), within(1e-6));
  }

  /**
   * A class is a distribution of its own; between two classes, losses and gradients are averages.
   */
  @Property(tries = 60)
  void distributionsAreMixturesOfClasses(
      @ForAll @IntRange(min = 1, max = 7) int rows,
      @ForAll @IntRange(min = 1, max = 70) int classes,
      @ForAll boolean smooth,
      @ForAll @IntRange(max = 999) int seed) {
    CrossEntropy loss = CrossEntropy.of(rows, classes, smooth ? 0.1 : 0);
    float[] x = Values.gaussian(seed, rows * classes);
    int[] first = targets(rows, classes, seed);
    int[] second = targets(rows, classes, seed + 1);
    float[] mixed = new float[x.length];
    for (int row = 0; row < rows; row++) {
      mixed[row * classes + first[row]] += 0.75f;
      mixed[row * classes + second[row]] += 0.25f;
    }
    float[] dx = new float[x.length];
    float[] dFirst = new float[x.length];
    float[] dSecond = new float[x.length];
    double value = loss.gradient(x, mixed, dx, SERIAL);
    double expected =
        0.75 * loss.gradient(x, first, dFirst, SERIAL)
            + 0.25 * loss.gradient(x, second, dSecond, SERIAL);
    assertThat(value).isCloseTo(expected, within(1e-5));
    for (int i = 0; i < x.length; i++) {
      assertThat(dx[i]).isCloseTo(0.75f * dFirst[i] + 0.25f * dSecond[i], within(1e-6f));
    }
  }

  /** What was never expected may be impossible. */
  @Example
  void minusInfinityCostsNothingWhereItIsNotExpected() {
    float[] dx = new float[2];
    float[] x = {0, Float.NEGATIVE_INFINITY};
    double loss = CrossEntropy.of(1, 2, 0).gradient(x, new float[] {1, 0}, dx, SERIAL);
    assertThat(loss).isZero();
    assertThat(dx).containsExactly(0, 0);
  }

  /** The definition in double. */
  private static double loss(double[] x, int[] targets, int classes, double smoothing) {
    double loss = 0;
    for (int row = 0; row < targets.length; row++) {
      double sum = 0;
      for (int c = 0; c < classes; c++) {
        sum += Math.exp(x[row * classes + c]);
      }
      for (int c = 0; c < classes; c++) {
        double target = smoothing / classes + (c == targets[row] ? 1 - smoothing : 0);
        loss -= target * (x[row * classes + c] - Math.log(sum));
      }
    }
    return loss / targets.length;
  }

  /** ⟨dy, J u⟩ = ⟨Jᵀ dy, u⟩, and J u is a central difference. */
  @Property(tries = 50)
  void theGradientOfSoftmaxIsItsTangentAndAdjoint(
      @ForAll @IntRange(min = 1, max = 40) int classes, @ForAll @IntRange(max = 999) int seed) {
    float[] x = Values.gaussian(seed, 2 * classes);
    float[] u = Values.gaussian(seed + 1, x.length);
    float[] dy = Values.gaussian(seed + 2, x.length);
    Softmax softmax = Softmax.of(2, classes);
    float[] y = new float[x.length];
    softmax.forward(x, y, SERIAL);
    float[] tangent = new float[x.length];
    float[] dx = new float[x.length];
    softmax.gradient(y, u, tangent);
    softmax.gradient(y, dy, dx);
    double left = 0;
    double right = 0;
    float[] above = x.clone();
    float[] below = x.clone();
    for (int i = 0; i < x.length; i++) {
      left += (double) dy[i] * tangent[i];
      right += (double) dx[i] * u[i];
      above[i] += 0.01f * u[i];
      below[i] -= 0.01f * u[i];
    }
    assertThat(left).isCloseTo(right, within(1e-5));
    softmax.forward(above, above, SERIAL);
    softmax.forward(below, below, SERIAL);
    for (int i = 0; i < x.length; i++) {
      assertThat((above[i] - below[i]) / 0.02f).isCloseTo(tangent[i], within(2e-3f));
    }
  }

  @Example
  void theNumberOfThreadsLeavesTheBitsAlone() {
    int rows = 900;
    int classes = 43;
    float[] x = Values.gaussian(1, rows * classes);
    int[] targets = targets(rows, classes, 1);
    float[] distributions = distributions(rows, classes);
    CrossEntropy loss = CrossEntropy.of(rows, classes, 0.1);
    Threads.sameBits(
        workers -> {
          float[] dx = new float[x.length];
          return withLoss(loss.gradient(x, targets, dx, workers), dx);
        });
    Threads.sameBits(
        workers -> {
          float[] dx = new float[x.length];
          return withLoss(loss.gradient(x, distributions, dx, workers), dx);
        });
  }

  /** All bits of the loss after the gradient, as floats that are not NaN. */
  private static float[] withLoss(double loss, float[] dx) {
    float[] all = Arrays.copyOf(dx, dx.length + 4);
    long bits = Double.doubleToLongBits(loss);
    for (int i = 0; i < 4; i++) {
      all[dx.length + i] = (short) (bits >>> (16 * i));
    }
    return all;
  }

  @Example
  void callsAllocateNothing() {
    float[] x = Values.gaussian(1, 4 * 43);
    float[] dx = new float[x.length];
    int[] targets = targets(4, 43, 1);
    CrossEntropy loss = CrossEntropy.of(4, 43, 0.1);
    Allocation.none("classes", () -> loss.gradient(x, targets, dx, SERIAL));
    float[] distributions = distributions(4, 43);
    Allocation.none("distributions", () -> loss.gradient(x, distributions, dx, SERIAL));
    Softmax softmax = Softmax.of(4, 43);
    Allocation.none("softmax", () -> softmax.gradient(x, x, dx));
  }

  @Example
  void wrongTargetsAreNamed() {
    CrossEntropy loss = CrossEntropy.of(2, 3, 0);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> loss.gradient(new float[6], new int[] {0, 3}, new float[6], SERIAL))
        .withMessage("targets[1] is 3, expected a class from 0 to 2");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> loss.gradient(new float[6], new int[1], new float[6], SERIAL))
        .withMessage("targets has 1 ints, expected 2 [rows]");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> CrossEntropy.of(2, 3, 1.5))
        .withMessage("smoothing is 1.5, expected 0 to 1");
  }

  @Example
  void distributionsThatWouldBeOverwrittenAreRejected() {
    float[] targets = {0, 1, 0};
    assertThatIllegalArgumentException()
        .isThrownBy(() -> CrossEntropy.of(1, 3, 0).gradient(new float[3], targets, targets, SERIAL))
        .withMessage("dx is the same array as targets, expected another one");
  }

  private static float[] distributions(int rows, int classes) {
    float[] targets = new float[rows * classes];
    for (int i = 0; i < targets.length; i++) {
      targets[i] = 1f / classes;
    }
    return targets;
  }

  private static int[] targets(int rows, int classes, int seed) {
    int[] targets = new int[rows];
    for (int row = 0; row < rows; row++) {
      targets[row] = (seed + 5 * row) % classes;
    }
    return targets;
  }
}
