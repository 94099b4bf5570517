package io.github.lanewise.kernels.pool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import io.github.lanewise.kernels.lanes.Workers;
import io.github.lanewise.kernels.testing.Allocation;
import io.github.lanewise.kernels.testing.Closeness;
import io.github.lanewise.kernels.testing.Threads;
import io.github.lanewise.kernels.testing.Values;
import java.util.Arrays;
import net.jqwik.api.Assume;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

/** The way back of poolings: by hand, against the naive loops, differences and adjoints. */
class PoolingGradientTest {
  private static final Workers SERIAL = Workers.serial();

  @Example
  void aMaximumOfTwoWindowsGetsBothGradients() {
    PoolShape shape = PoolShape.builder().input(1, 4, 1).kernel(1, 2).stride(1).build();
    assertThat(maxBackward(shape, new float[] {1, 5, 2, 3}, new float[] {10, 20, 30}))
        .containsExactly(0, 30, 0, 30);
  }

  @Example
  void anAverageSharesItsGradient() {
    PoolShape shape = PoolShape.builder().input(1, 4, 1).kernel(1, 2).stride(1).build();
    assertThat(averageBackward(shape, 10, 20, 30)).containsExactly(5, 15, 25, 15);
  }

  @Property(tries = 200)
  void maximaEqualTheReference(
      @ForAll(supplier = PoolShapes.class) PoolShape shape, @ForAll @IntRange(max = 999) int seed) {
    maximaEqualTheReferenceFor(shape, seed);
  }

  /** Vectors of channels under windows that lie side by side, and that leave inputs between. */
  @Example
  void maximaOfWindowsApartEqualTheReference() {
    PoolShape.Builder builder = PoolShape.builder().batch(2).input(9, 11, 37).kernel(2);
    maximaEqualTheReferenceFor(builder.build(), 1);
    maximaEqualTheReferenceFor(builder.stride(3).build(), 2);
    maximaEqualTheReferenceFor(builder.input(80, 30, 32).stride(2).build(), 3);
    maximaEqualTheReferenceFor(builder.input(9, 11, 37).ceilMode(true).build(), 4);
  }

  private static void maximaEqualTheReferenceFor(PoolShape shape, int seed) {
    float[] dy = Values.integers(seed, shape.outputLength());
    int[] argmax = argmax(shape, Values.integers(seed + 1, shape.inputLength()));
    float[] expected = new float[shape.inputLength()];
    for (int row = 0; row < shape.batch() * shape.inHeight(); row++) {
      int n = row / shape.inHeight();
      ReferencePooling.maxGradient(shape, n, row % shape.inHeight(), dy, argmax, expected);
    }
    assertThat(maxBackward(shape, argmax, dy)).isEqualTo(expected);
  }

  @Property(tries = 200)
  void averagesEqualTheReference(
      @ForAll(supplier = PoolShapes.class) PoolShape shape, @ForAll @IntRange(max = 999) int seed) {
    Assume.that(everyWindowCounts(shape));
    float[] dy = Values.integers(seed, shape.outputLength());
    float[] expected = new float[shape.inputLength()];
    for (int row = 0; row < shape.batch() * shape.inHeight(); row++) {
      int n = row / shape.inHeight();
      ReferencePooling.averageGradient(shape, n, row % shape.inHeight(), dy, expected);
    }
    Closeness.within(1e-5f, shape.toString(), averageBackward(shape, dy), expected);
  }

  /** ⟨dy, J u⟩ = ⟨Jᵀ dy, u⟩, with the tangent as J u. */
  @Property(tries = 100)
  void eachGradientIsTheAdjointOfTheTangent(
      @ForAll(supplier = PoolShapes.class) PoolShape shape, @ForAll @IntRange(max = 999) int seed) {
    Assume.that(everyWindowCounts(shape));
    float[] tangentX = Values.gaussian(seed, shape.inputLength());
    float[] dy = Values.gaussian(seed + 1, shape.outputLength());
    int[] argmax = argmax(shape, Values.gaussian(seed + 2, shape.inputLength()));
    float[] tangentY = new float[dy.length];
    Pooling.max(shape).tangent(tangentX, argmax, tangentY);
    double error = 1e-5 * dy.length;
    assertThat(dot(maxBackward(shape, argmax, dy), tangentX))
        .isCloseTo(dot(dy, tangentY), within(error));
    Pooling.average(shape).forward(tangentX, tangentY, SERIAL);
    assertThat(dot(averageBackward(shape, dy), tangentX))
        .isCloseTo(dot(dy, tangentY), within(error));
  }

  /** Small steps from integers that are apart change no maximum. */
  @Property(tries = 60)
  void theMaximumsGradientIsACentralDifference(
      @ForAll(supplier = PoolShapes.class) PoolShape shape, @ForAll @IntRange(max = 999) int seed) {
    float[] x = Values.gaussian(seed, shape.inputLength());
    for (int i = 0; i < x.length; i++) {
      x[i] = (i * 7919 + seed) % x.length; // 7919 is prime: all different, unless it divides
    }
    Assume.that(x.length % 7919 != 0);
    float[] dy = Values.integers(seed + 1, shape.outputLength());
    float[] dx = maxBackward(shape, x, dy);
    int at = seed % x.length;
    float[] above = new float[dy.length];
    float[] below = new float[dy.length];
    x[at] += 0.25f;
    Pooling.max(shape).forward(x, above, SERIAL);
    x[at] -= 0.5f;
    Pooling.max(shape).forward(x, below, SERIAL);
    double difference = 0;
    for (int i = 0; i < dy.length; i++) {
      difference += above[i] == below[i] ? 0 : dy[i] * ((double) above[i] - below[i]);
    }
    assertThat(difference / 0.5).isEqualTo(dx[at]);
  }

  /** An average is linear, so differences have no error but that of rounding. */
  @Property(tries = 60)
  void theAveragesGradientIsACentralDifference(
      @ForAll(supplier = PoolShapes.class) PoolShape shape, @ForAll @IntRange(max = 999) int seed) {
    Assume.that(everyWindowCounts(shape));
    float[] x = Values.integers(seed, shape.inputLength());
    float[] dy = Values.integers(seed + 1, shape.outputLength());
    float[] dx = averageBackward(shape, dy);
    int at = seed % x.length;
    float[] above = new float[dy.length];
    float[] below = new float[dy.length];
    x[at] += 1;
    Pooling.average(shape).forward(x, above, SERIAL);
    x[at] -= 2;
    Pooling.average(shape).forward(x, below, SERIAL);
    double difference = (dot(dy, above) - dot(dy, below)) / 2;
    assertThat(difference).isCloseTo(dx[at], within(1e-6 * dy.length + 1e-5));
  }

  @Example
  void theNumberOfThreadsLeavesTheBitsAlone() {
    PoolShape.Builder builder = PoolShape.builder().batch(2).input(21, 29, 37);
    sameBits(builder.kernel(3).stride(2).padding(1).build());
    sameBits(builder.kernel(2).stride(2).padding(0).build());
  }

  private static void sameBits(PoolShape shape) {
    float[] dy = Values.gaussian(1, shape.outputLength());
    int[] argmax = argmax(shape, Values.gaussian(2, shape.inputLength()));
    Threads.sameBits(
        workers -> {
          float[] dx = new float[shape.inputLength()];
          Pooling.max(shape).backward(dy, argmax, dx, workers);
          return dx;
        });
    Threads.sameBits(
        workers -> {
          float[] dx = new float[shape.inputLength()];
          Pooling.average(shape).backward(dy, dx, workers);
          return dx;
        });
  }

  @Example
  void callsAllocateNothing() {
    PoolShape shape = PoolShape.builder().input(20, 20, 37).kernel(3).stride(2).padding(1).build();
    float[] dy = Values.gaussian(1, shape.outputLength());
    float[] dx = new float[shape.inputLength()];
    int[] argmax = argmax(shape, Values.gaussian(2, shape.inputLength()));
    MaxPooling max = Pooling.max(shape);
    AveragePooling average = Pooling.average(shape);
    if (io.github.lanewise.kernels.lanes.Lanes.vectorised()) {
      Allocation.none("max", () -> max.backward(dy, argmax, dx, SERIAL));
    }
    Allocation.none("tangent", () -> max.tangent(dx, argmax, dy));
    Allocation.none("average", () -> average.backward(dy, dx, SERIAL));
  }

  @Example
  void wrongArraysAreNamed() {
    MaxPooling max = Pooling.max(PoolShape.builder().input(2, 2, 1).kernel(1).build());
    float[] four = new float[4];
    assertThatIllegalArgumentException()
        .isThrownBy(() -> max.backward(new float[3], new int[4], four, SERIAL))
        .withMessage("dy has 3 floats, expected 4 [batch][outHeight][outWidth][channels]");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> max.backward(four, new int[3], new float[4], SERIAL))
        .withMessage("argmax has 3 ints, expected 4 [batch][outHeight][outWidth][channels]");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> max.tangent(four, new int[4], four))
        .withMessage("tangentY is the same array as tangentX, expected another one");
  }

  /** Whether no window lies on padding alone, where an average would be 0 / 0. */
  private static boolean everyWindowCounts(PoolShape shape) {
    for (int row = 0; row < shape.outHeight(); row++) {
      for (int column = 0; column < shape.outWidth(); column++) {
        if (shape.divisor(row, column) == 0) {
          return false;
        }
      }
    }
    return true;
  }

  private static int[] argmax(PoolShape shape, float[] x) {
    int[] argmax = new int[shape.outputLength()];
    Pooling.max(shape).forward(x, new float[argmax.length], argmax, SERIAL);
    return argmax;
  }

  private static float[] maxBackward(PoolShape shape, float[] x, float[] dy) {
    return maxBackward(shape, argmax(shape, x), dy);
  }

  private static float[] maxBackward(PoolShape shape, int[] argmax, float[] dy) {
    float[] dx = new float[shape.inputLength()];
    Arrays.fill(dx, Float.NaN);
    Pooling.max(shape).backward(dy, argmax, dx, SERIAL);
    return dx;
  }

  private static float[] averageBackward(PoolShape shape, float... dy) {
    float[] dx = new float[shape.inputLength()];
    Arrays.fill(dx, Float.NaN);
    Pooling.average(shape).backward(dy, dx, SERIAL);
    return dx;
  }

  private static double dot(float[] a, float[] b) {
    double sum = 0;
    for (int i = 0; i < a.length; i++) {
      sum += (double) a[i] * b[i];
    }
    return sum;
  }
}
