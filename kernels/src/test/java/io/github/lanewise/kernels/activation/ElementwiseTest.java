package io.github.lanewise.kernels.activation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.github.lanewise.kernels.lanes.Workers;
import io.github.lanewise.kernels.testing.Allocation;
import io.github.lanewise.kernels.testing.Threads;
import io.github.lanewise.kernels.testing.Values;
import java.util.Arrays;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

/** Elementwise arithmetic and ReLU. */
class ElementwiseTest {
  private static final Workers SERIAL = Workers.serial();

  @Property(tries = 100)
  void everyElementIsWhatItsOperationSays(
      @ForAll @IntRange(max = 300) int length, @ForAll @IntRange(max = 999) int seed) {
    float[] a = Values.gaussian(seed, length);
    float[] b = Values.gaussian(seed + 1, length);
    float[] sum = new float[length];
    float[] product = new float[length];
    float[] scaled = new float[length];
    float[] rectified = new float[length];
    Elementwise.add(a, b, sum, SERIAL);
    Elementwise.multiply(a, b, product, SERIAL);
    Elementwise.scale(0.3f, a, scaled, SERIAL);
    Relu.forward(a, rectified, SERIAL);
    float[] rectifiedSum = new float[length];
    Relu.ofSum(a, b, rectifiedSum, SERIAL);
    float[] gradient = new float[length];
    Relu.gradient(rectified, b, gradient, SERIAL);
    for (int i = 0; i < length; i++) {
      assertThat(sum[i]).isEqualTo(a[i] + b[i]);
      assertThat(product[i]).isEqualTo(a[i] * b[i]);
      assertThat(scaled[i]).isEqualTo(0.3f * a[i]);
      assertThat(rectified[i]).isEqualTo(Math.max(a[i], 0));
      assertThat(rectifiedSum[i]).isEqualTo(Math.max(a[i] + b[i], 0));
      assertThat(gradient[i]).isEqualTo(a[i] > 0 ? b[i] : 0);
    }
  }

  @Property(tries = 200)
  void everyRowGetsTheBias(
      @ForAll @IntRange(min = 1, max = 100) int channels,
      @ForAll @IntRange(max = 200) int rows,
      @ForAll @IntRange(max = 999) int seed) {
    float[] x = Values.gaussian(seed, rows * channels);
    float[] bias = Values.gaussian(seed + 1, channels);
    float[] y = new float[x.length];
    Elementwise.addBias(x, bias, y, SERIAL);
    for (int i = 0; i < y.length; i++) {
      assertThat(y[i]).isEqualTo(x[i] + bias[i % channels]);
    }
  }

  @Example
  void theOutputMayBeTheInput() {
    float[] a = {1, -2, 3};
    Elementwise.add(a, a, a, SERIAL);
    assertThat(a).containsExactly(2, -4, 6);
    Elementwise.addBias(a, new float[] {10}, a, SERIAL);
    assertThat(a).containsExactly(12, 6, 16);
    Elementwise.scale(-1, a, a, SERIAL);
    assertThat(a).containsExactly(-12, -6, -16);
    Relu.forward(a, a, SERIAL);
    assertThat(a).containsOnly(0);
  }

  @Example
  void notANumberAndInfinityPassThrough() {
    float[] x = new float[40];
    Arrays.fill(x, Float.NaN);
    x[0] = Float.NEGATIVE_INFINITY;
    x[39] = Float.POSITIVE_INFINITY;
    float[] y = new float[40];
    Relu.forward(x, y, SERIAL);
    assertThat(y[0]).isZero();
    assertThat(Arrays.copyOfRange(y, 1, 39)).containsOnly(Float.NaN);
    assertThat(y[39]).isEqualTo(Float.POSITIVE_INFINITY);
    Relu.gradient(y, x, y, SERIAL);
    assertThat(y[0]).isZero();
    assertThat(Arrays.copyOfRange(y, 1, 39)).containsOnly(Float.NaN);
  }

  @Example
  void theNumberOfThreadsLeavesTheBitsAlone() {
    float[] x = Values.gaussian(1, 300_001 / 37 * 37);
    float[] bias = Values.gaussian(2, 37);
    Threads.sameBits(
        workers -> {
          float[] y = new float[x.length];
          Elementwise.addBias(x, bias, y, workers);
          Elementwise.multiply(x, y, y, workers);
          Relu.forward(y, y, workers);
          Relu.gradient(y, x, y, workers);
          Relu.ofSum(x, y, y, workers);
          return y;
        });
  }

  @Example
  void callsAllocateNothing() {
    float[] x = Values.gaussian(1, 33 * 10);
    float[] bias = Values.gaussian(2, 10);
    float[] y = new float[x.length];
    Allocation.none("add", () -> Elementwise.add(x, x, y, SERIAL));
    Allocation.none("multiply", () -> Elementwise.multiply(x, x, y, SERIAL));
    Allocation.none("scale", () -> Elementwise.scale(2, x, y, SERIAL));
    Allocation.none("addBias", () -> Elementwise.addBias(x, bias, y, SERIAL));
    Allocation.none("relu", () -> Relu.forward(x, y, SERIAL));
    Allocation.none("relu of sum", () -> Relu.ofSum(x, x, y, SERIAL));
    Allocation.none("relu gradient", () -> Relu.gradient(x, x, y, SERIAL));
    DropoutMask dropout = DropoutMask.of(0.5);
    Allocation.none("dropout", () -> dropout.apply(1, x, y, SERIAL));
  }

  @Example
  void wrongLengthsAreNamed() {
    float[] four = new float[4];
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Elementwise.add(four, new float[3], four, SERIAL))
        .withMessage("b has 3 floats, expected 4 as a has");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Elementwise.multiply(null, four, four, SERIAL))
        .withMessage("a is null, expected an array");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Relu.forward(four, new float[5], SERIAL))
        .withMessage("y has 5 floats, expected 4 as the input has");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Relu.gradient(four, new float[5], four, SERIAL))
        .withMessage("dy has 5 floats, expected 4 as y has");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Elementwise.addBias(four, new float[3], four, SERIAL))
        .withMessage("x has 4 floats, expected a multiple of the 3 of bias: [rows][channels]");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Elementwise.addBias(four, new float[0], four, SERIAL))
        .withMessageContaining("0 of bias");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Elementwise.addBias(four, four, four, SERIAL))
        .withMessageContaining("y is the same array as bias");
  }
}
