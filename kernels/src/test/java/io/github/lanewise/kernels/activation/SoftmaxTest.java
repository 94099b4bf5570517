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

/** Softmax and its logarithm. */
class SoftmaxTest {
  private static final Workers SERIAL = Workers.serial();

  /** Units in the last place that Softmax promises. */
  private static final double PROMISED_ULPS = 4;

  @Property(tries = 200)
  void probabilitiesAreWithinThePromisedError(
      @ForAll @IntRange(min = 1, max = 40) int rows,
      @ForAll @IntRange(min = 1, max = 150) int classes,
      @ForAll @IntRange(min = -3, max = 6) int scale,
      @ForAll @IntRange(max = 999) int seed) {
    float[] x = scaled(rows * classes, scale, seed);
    float[] y = forward(rows, classes, x);
    for (int row = 0; row < rows; row++) {
      float max = max(x, row, classes);
      double sum = 0;
      for (int c = 0; c < classes; c++) {
        sum += Math.exp((double) x[row * classes + c] - max);
      }
      for (int c = 0; c < classes; c++) {
        float difference = x[row * classes + c] - max;
        double exact = Math.exp((double) x[row * classes + c] - max) / sum;
        double rounding = Math.abs(difference) * 0x1p-24 * exact;
        assertThat((double) y[row * classes + c])
            .isCloseTo(exact, within(PROMISED_ULPS * Math.ulp((float) exact) + rounding));
      }
    }
  }

  @Property(tries = 200)
  void logarithmsAreCloseToTheReference(
      @ForAll @IntRange(min = 1, max = 40) int rows,
      @ForAll @IntRange(min = 1, max = 150) int classes,
      @ForAll @IntRange(min = -3, max = 6) int scale,
      @ForAll @IntRange(max = 999) int seed) {
    float[] x = scaled(rows * classes, scale, seed);
    float[] y = new float[x.length];
    Softmax.of(rows, classes).logForward(x, y, SERIAL);
    for (int i = 0; i < x.length; i++) {
      float[] expected = x.clone();
      ReferenceSoftmax.row(true, x, expected, i / classes * classes, classes);
      // Four roundings: x − max, the sum, its logarithm, the difference.
      float error = 4 * Math.ulp(Math.max(10, Math.abs(expected[i])));
      assertThat(y[i]).isCloseTo(expected[i], within(error));
    }
  }

  private static float[] scaled(int length, int scale, int seed) {
    float[] x = Values.gaussian(seed, length);
    for (int i = 0; i < length; i++) {
      x[i] *= (float) Math.pow(2, scale);
    }
    return x;
  }

  private static float max(float[] x, int row, int classes) {
    float max = Float.NEGATIVE_INFINITY;
    for (int c = 0; c < classes; c++) {
      max = Math.max(max, x[row * classes + c]);
    }
    return max;
  }

  /** Every exponent from 0 to far below the least float, at every distance from a power of two. */
  @Example
  void exponentialsOfTheWholeRangeAreWithinThePromisedError() {
    int classes = 64;
    double worst = 0;
    for (float start = 0; start > -110; start -= 0.5f) {
      float[] x = new float[classes];
      for (int c = 1; c < classes; c++) {
        x[c] = start - c / 128f;
      }
      float[] y = forward(1, classes, x);
      double sum = 0;
      for (float value : x) {
        sum += Math.exp(value);
      }
      for (int c = 0; c < classes; c++) {
        double exact = Math.exp(x[c]) / sum;
        worst = Math.max(worst, Math.abs(y[c] - exact) / Math.ulp((float) exact));
      }
    }
    assertThat(worst).isLessThan(PROMISED_ULPS);
  }

  @Example
  void valuesOfAllSizesByHand() {
    assertThat(forward(1, 2, 0, 0)).containsExactly(0.5f, 0.5f);
    assertThat(forward(1, 1, 123)).containsExactly(1);
    assertThat(forward(1, 3, 1000, 1000, -1000)).containsExactly(0.5f, 0.5f, 0);
    assertThat(forward(1, 2, Float.MAX_VALUE, -Float.MAX_VALUE)).containsExactly(1, 0);
    assertThat(forward(1, 4, 1e-30f, 2e-30f, 0, -1e-30f)).containsOnly(0.25f);
    float[] three = forward(1, 3, 1, 2, 3);
    assertThat((double) three[0]).isCloseTo(0.09003057, within(3e-8));
    assertThat((double) three[1]).isCloseTo(0.24472847, within(6e-8));
    assertThat((double) three[2]).isCloseTo(0.66524096, within(2e-7));
    // exp(−101) is a subnormal number, not 0.
    assertThat((double) forward(1, 2, 0, -101)[1])
        .isCloseTo(Math.exp(-101), within((double) Float.MIN_VALUE));
  }

  @Example
  void logarithmsOfAllSizesByHand() {
    float[] y = new float[2];
    Softmax log = Softmax.of(1, 2);
    log.logForward(new float[] {0, 0}, y, SERIAL);
    assertThat(y).containsExactly(-0.6931472f, -0.6931472f);
    log.logForward(new float[] {1000, -1000}, y, SERIAL);
    assertThat(y).containsExactly(0, -2000);
    log.logForward(new float[] {5, Float.NEGATIVE_INFINITY}, y, SERIAL);
    assertThat(y).containsExactly(0, Float.NEGATIVE_INFINITY);
  }

  @Property(tries = 100)
  void whatIsInfiniteOrNoNumberIsAsInTheReference(
      @ForAll @IntRange(min = 1, max = 70) int classes,
      @ForAll @IntRange(max = 69) int where,
      @ForAll boolean log,
      @ForAll @IntRange(max = 2) int which) {
    float[] special = {Float.NaN, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY};
    float[] x = Values.gaussian(1, classes);
    x[where % classes] = special[which];
    float[] expected = new float[classes];
    ReferenceSoftmax.row(log, x, expected, 0, classes);
    float[] y = new float[classes];
    if (log) {
      Softmax.of(1, classes).logForward(x, y, SERIAL);
    } else {
      Softmax.of(1, classes).forward(x, y, SERIAL);
    }
    for (int c = 0; c < classes; c++) {
      if (Float.isFinite(expected[c])) {
        assertThat(y[c]).isCloseTo(expected[c], within(1e-5f));
      } else {
        assertThat(Float.compare(y[c], expected[c])).isZero();
      }
    }
  }

  /** Sums of rows from 1 to the number of classes, whose logarithms blocks of rows compute. */
  @Example
  void logarithmsOfShortRowsAreWithinTheirRoundings() {
    int rows = 1200;
    for (int classes : new int[] {2, 3, 8}) { // short rows at every lane width
      float[] x = new float[rows * classes];
      for (int row = 0; row < rows; row++) {
        for (int c = 1; c < classes; c++) {
          x[row * classes + c] = -row * 0x1p-6f * c;
        }
      }
      float[] y = new float[x.length];
      Softmax.of(rows, classes).logForward(x, y, SERIAL);
      for (int row = 0; row < rows; row++) {
        double sum = 0;
        for (int c = 0; c < classes; c++) {
          sum += Math.exp(x[row * classes + c]);
        }
        for (int c = 0; c < classes; c++) {
          double exact = x[row * classes + c] - Math.log(sum);
          // Two of the sum, whose relative error is that of its logarithm; two of the result.
          double error = 2 * 0x1p-23 + 2 * Math.ulp((float) exact);
          assertThat((double) y[row * classes + c]).isCloseTo(exact, within(error));
        }
      }
    }
  }

  @Example
  void aRowThatIsNoNumberLeavesItsNeighboursAlone() {
    int rows = 140; // whole blocks of rows at every lane width, and some beyond
    int classes = 10;
    float[] x = Values.gaussian(1, rows * classes);
    float[] expected = forward(rows, classes, x);
    x[7 * classes + 3] = Float.NaN;
    float[] y = forward(rows, classes, x);
    for (int row = 0; row < rows; row++) {
      float[] own = Arrays.copyOfRange(y, row * classes, (row + 1) * classes);
      if (row == 7) {
        assertThat(own).containsOnly(Float.NaN);
      } else {
        for (int c = 0; c < classes; c++) {
          assertThat(own[c]).isCloseTo(expected[row * classes + c], within(1e-6f));
        }
      }
    }
  }

  /** The pass over a row looks for the next one's maximum, whatever there is in either. */
  @Example
  void longRowsDoNotDependOnTheirNeighbours() {
    int rows = 6;
    int classes = 77;
    float[] x = Values.gaussian(1, rows * classes);
    for (int c = 0; c < classes; c++) { // of all sizes, and none in row 4
      x[classes + c] = -1000 + c;
      x[2 * classes + c] += 1000;
      x[4 * classes + c] = Float.NEGATIVE_INFINITY;
    }
    x[3 * classes + 5] = Float.NaN;
    float[] y = forward(rows, classes, x);
    float[] logs = new float[x.length];
    Softmax.of(rows, classes).logForward(x, logs, SERIAL);
    for (int row = 0; row < rows; row++) {
      float[] alone = Arrays.copyOfRange(x, row * classes, (row + 1) * classes);
      float[] log = new float[classes];
      Softmax.of(1, classes).logForward(alone, log, SERIAL);
      assertThat(Arrays.copyOfRange(logs, row * classes, (row + 1) * classes)).isEqualTo(log);
      assertThat(Arrays.copyOfRange(y, row * classes, (row + 1) * classes))
          .isEqualTo(forward(1, classes, alone));
    }
  }

  @Example
  void nothingButMinusInfinityIsNoNumber() {
    float[] x = new float[40];
    Arrays.fill(x, Float.NEGATIVE_INFINITY);
    assertThat(forward(1, 40, x)).containsOnly(Float.NaN);
  }

  @Example
  void theOutputMayBeTheInput() {
    float[] x = Values.gaussian(1, 3 * 37);
    float[] expected = forward(3, 37, x);
    float[] inPlace = x.clone();
    Softmax.of(3, 37).forward(inPlace, inPlace, SERIAL);
    assertThat(inPlace).isEqualTo(expected);
    float[] logs = new float[x.length];
    Softmax.of(3, 37).logForward(x, logs, SERIAL);
    Softmax.of(3, 37).logForward(x, x, SERIAL);
    assertThat(x).isEqualTo(logs);
  }

  @Example
  void theNumberOfThreadsLeavesTheBitsAlone() {
    int rows = 900;
    int classes = 43;
    float[] x = Values.gaussian(1, rows * classes);
    Threads.sameBits(
        workers -> {
          float[] y = new float[x.length];
          Softmax.of(rows, classes).forward(x, y, workers);
          return y;
        });
  }

  @Example
  void callsAllocateNothing() {
    Softmax softmax = Softmax.of(4, 43);
    float[] x = Values.gaussian(1, 4 * 43);
    float[] y = new float[x.length];
    Allocation.none("softmax", () -> softmax.forward(x, y, SERIAL));
    Allocation.none("log-softmax", () -> softmax.logForward(x, y, SERIAL));
  }

  @Example
  void callsOnShortRowsAllocateNothing() {
    Softmax softmax = Softmax.of(40, 10);
    float[] x = Values.gaussian(1, 40 * 10);
    float[] y = new float[x.length];
    Allocation.none("softmax", () -> softmax.forward(x, y, SERIAL));
    Allocation.none("log-softmax", () -> softmax.logForward(x, y, SERIAL));
  }

  @Example
  void wrongSizesAreNamed() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Softmax.of(2, 0))
        .withMessage("classes is 0, expected at least 1");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Softmax.of(50_000, 50_000))
        .withMessageStartingWith("the array would have 50000·50000 elements");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Softmax.of(2, 3).forward(new float[6], new float[5], SERIAL))
        .withMessage("y has 5 floats, expected 6 [rows][classes]");
  }

  private static float[] forward(int rows, int classes, float... x) {
    float[] y = new float[x.length];
    Softmax.of(rows, classes).forward(x, y, SERIAL);
    return y;
  }
}
