package io.github.lanewise.kernels.pool;

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

/** Maximum and average pooling. */
class PoolingTest {
  private static final Workers SERIAL = Workers.serial();

  @Property(tries = 300)
  void maximaEqualTheReference(
      @ForAll(supplier = PoolShapes.class) PoolShape shape, @ForAll @IntRange(max = 999) int seed) {
    float[] x = Values.integers(seed, shape.inputLength());
    float[] expected = new float[shape.outputLength()];
    int[] where = new int[expected.length];
    for (int row = 0; row < shape.batch() * shape.outHeight(); row++) {
      ReferencePooling.max(
          shape, row / shape.outHeight(), row % shape.outHeight(), x, expected, where);
    }
    assertThat(forward(Pooling.max(shape), x)).isEqualTo(expected);
    float[] y = new float[expected.length];
    int[] argmax = new int[expected.length];
    Arrays.fill(argmax, -7);
    Pooling.max(shape).forward(x, y, argmax, SERIAL);
    assertThat(y).isEqualTo(expected);
    assertThat(argmax).isEqualTo(where);
    Pooling.max(shape).forwardRectified(x, y, argmax, SERIAL);
    for (int i = 0; i < y.length; i++) {
      assertThat(y[i]).isEqualTo(Math.max(expected[i], 0));
      assertThat(argmax[i]).isEqualTo(expected[i] > 0 ? where[i] : -1);
    }
  }

  @Property(tries = 300)
  void averagesEqualTheReference(
      @ForAll(supplier = PoolShapes.class) PoolShape shape, @ForAll @IntRange(max = 999) int seed) {
    float[] x = Values.integers(seed, shape.inputLength());
    float[] expected = new float[shape.outputLength()];
    for (int row = 0; row < shape.batch() * shape.outHeight(); row++) {
      ReferencePooling.average(
          shape, row / shape.outHeight(), row % shape.outHeight(), x, expected);
    }
    assertThat(forward(Pooling.average(shape), x)).isEqualTo(expected);
  }

  /** Goodfellow, Bengio, Courville: Deep Learning, figure 9.8; the lecture's example. */
  @Example
  void maximaOfStrideOneChangeLittleWhenTheInputShifts() {
    PoolShape shape =
        PoolShape.builder().input(1, 4, 1).kernel(1, 3).stride(1).padding(0, 0, 1, 1).build();
    Pooling max = Pooling.max(shape);
    assertThat(forward(max, 0.1f, 1, 0.2f, 0.1f)).containsExactly(1, 1, 1, 0.2f);
    assertThat(forward(max, 0.3f, 0.1f, 1, 0.2f)).containsExactly(0.3f, 1, 1, 1);
  }

  @Example
  void aPictureOfStrideOneByHand() {
    PoolShape shape = PoolShape.builder().input(3, 4, 1).kernel(2).stride(1).build();
    float[] x = {
      1, 3, 2, 0, //
      4, 1, 0, 5, //
      2, 2, 8, 1
    };
    assertThat(forward(Pooling.max(shape), x)).containsExactly(4, 3, 5, 4, 8, 8);
    assertThat(forward(Pooling.average(shape), x))
        .containsExactly(2.25f, 1.5f, 1.75f, 2.25f, 2.75f, 3.5f);
    int[] argmax = new int[6];
    Pooling.max(shape).forward(x, new float[6], argmax, SERIAL);
    assertThat(argmax).containsExactly(4, 1, 7, 4, 10, 10);
  }

  /** The ONNX operator tests maxpool_2d_ceil, averagepool_2d_ceil and maxpool_2d_dilations. */
  @Example
  void sizesRoundedUpAndDilationAreThoseOfOnnx() {
    float[] x = counting(16);
    PoolShape ceil = PoolShape.builder().input(4, 4, 1).kernel(3).stride(2).ceilMode(true).build();
    assertThat(forward(Pooling.max(ceil), x)).containsExactly(11, 12, 15, 16);
    assertThat(forward(Pooling.average(ceil), x)).containsExactly(6, 7.5f, 12, 13.5f);
    PoolShape dilated = PoolShape.builder().input(4, 4, 1).kernel(2).stride(1).dilation(2).build();
    assertThat(forward(Pooling.max(dilated), x)).containsExactly(11, 12, 15, 16);
  }

  /** The ONNX operator tests averagepool_2d_precomputed_pads, with padding counted or not. */
  @Example
  void paddingIsCountedAsInOnnx() {
    PoolShape.Builder shape = PoolShape.builder().input(5, 5, 1).kernel(5).stride(1).padding(2);
    assertThat(forward(Pooling.average(shape.countIncludePad(false).build()), counting(25)))
        .containsExactly(
            7, 7.5f, 8, 8.5f, 9, //
            9.5f, 10, 10.5f, 11, 11.5f, //
            12, 12.5f, 13, 13.5f, 14, //
            14.5f, 15, 15.5f, 16, 16.5f, //
            17, 17.5f, 18, 18.5f, 19);
    assertThat(forward(Pooling.average(shape.countIncludePad(true).build()), counting(25)))
        .containsExactly(
            2.52f, 3.6f, 4.8f, 4.08f, 3.24f, //
            4.56f, 6.4f, 8.4f, 7.04f, 5.52f, //
            7.2f, 10, 13, 10.8f, 8.4f, //
            6.96f, 9.6f, 12.4f, 10.24f, 7.92f, //
            6.12f, 8.4f, 10.8f, 8.88f, 6.84f);
  }

  @Property(tries = 50)
  void shiftingTheInputByTheStrideShiftsTheOutput(
      @ForAll @IntRange(min = 1, max = 3) int kernel,
      @ForAll @IntRange(min = 1, max = 3) int stride,
      @ForAll @IntRange(min = 1, max = 20) int channels,
      @ForAll @IntRange(max = 999) int seed) {
    int width = 30;
    PoolShape shape =
        PoolShape.builder().input(1, width, channels).kernel(1, kernel).stride(1, stride).build();
    float[] x = Values.gaussian(seed, shape.inputLength());
    float[] shifted = Values.gaussian(seed + 1, shape.inputLength());
    System.arraycopy(x, 0, shifted, stride * channels, x.length - stride * channels);
    for (Pooling pooling : new Pooling[] {Pooling.max(shape), Pooling.average(shape)}) {
      float[] y = forward(pooling, x);
      float[] z = forward(pooling, shifted);
      assertThat(Arrays.copyOfRange(z, channels, z.length))
          .isEqualTo(Arrays.copyOf(y, y.length - channels));
    }
  }

  @Example
  void aKernelAsLargeAsThePicturePoolsGlobally() {
    PoolShape shape = PoolShape.builder().input(2, 2, 3).kernel(2).build();
    float[] x = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12};
    assertThat(forward(Pooling.average(shape), x)).containsExactly(5.5f, 6.5f, 7.5f);
    assertThat(forward(Pooling.max(shape), x)).containsExactly(10, 11, 12);
  }

  @Example
  void manyTapsOfManyChannelsAreAveragedOneByOne() {
    PoolShape shape = PoolShape.builder().input(7, 7, 2400).kernel(7).build();
    float[] x = Values.integers(1, shape.inputLength());
    float[] expected = new float[shape.outputLength()];
    ReferencePooling.average(shape, 0, 0, x, expected);
    assertThat(forward(Pooling.average(shape), x)).isEqualTo(expected);
  }

  @Example
  void notANumberIsFoundWhereWindowsShareColumns() {
    for (int i = 0; i < 8; i++) {
      int channels = new int[] {16, 40, 64, 150}[i / 2];
      PoolShape shape =
          PoolShape.builder().input(6, 7, channels).kernel(3).stride(1 + i % 2).padding(1).build();
      float[] x = Values.gaussian(1, shape.inputLength());
      for (int at = 0; at < x.length; at += 37) {
        float[] holed = x.clone();
        holed[at] = Float.NaN;
        float[] expected = new float[shape.outputLength()];
        for (int row = 0; row < shape.outHeight(); row++) {
          ReferencePooling.max(shape, 0, row, holed, expected, new int[expected.length]);
        }
        assertThat(forward(Pooling.max(shape), holed)).isEqualTo(expected);
      }
    }
  }

  @Example
  void notANumberIsFoundAmongFewChannels() {
    for (int i = 0; i < 10; i++) {
      int channels = new int[] {3, 5, 6, 8, 12}[i / 2];
      PoolShape shape =
          PoolShape.builder().input(5, 17, channels).kernel(2 + i % 2).stride(2).build();
      float[] x = Values.gaussian(1, shape.inputLength());
      for (int at = 0; at < x.length; at += 7) {
        float[] holed = x.clone();
        holed[at] = at % 2 == 0 ? Float.NaN : -Float.NaN;
        float[] expected = new float[shape.outputLength()];
        for (int row = 0; row < shape.outHeight(); row++) {
          ReferencePooling.max(shape, 0, row, holed, expected, new int[expected.length]);
        }
        assertThat(forward(Pooling.max(shape), holed)).isEqualTo(expected);
      }
    }
  }

  @Property(tries = 50)
  void notANumberPropagates(
      @ForAll(supplier = PoolShapes.class) PoolShape shape, @ForAll @IntRange(max = 999) int seed) {
    float[] x = Values.integers(seed, shape.inputLength());
    float[] special = {
      Float.NaN, -Float.NaN, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY, Float.MAX_VALUE
    };
    for (int i = 0; i < x.length; i += 3 + seed % 5) {
      x[i] = special[i % special.length];
    }
    float[] expected = new float[shape.outputLength()];
    int[] where = new int[expected.length];
    for (int row = 0; row < shape.batch() * shape.outHeight(); row++) {
      ReferencePooling.max(
          shape, row / shape.outHeight(), row % shape.outHeight(), x, expected, where);
    }
    assertThat(forward(Pooling.max(shape), x)).isEqualTo(expected);
    int[] argmax = new int[expected.length];
    Pooling.max(shape).forward(x, new float[expected.length], argmax, SERIAL);
    assertThat(argmax).isEqualTo(where);
  }

  @Example
  void infinitiesOfBothSignsAreNoNotANumber() {
    // More than four vectors of channels: the sums of the fast path are ∞ − ∞ here.
    int channels = 70;
    PoolShape shape = PoolShape.builder().input(1, 2, channels).kernel(1, 2).build();
    float[] x = new float[2 * channels];
    Arrays.fill(x, 0, channels, Float.POSITIVE_INFINITY);
    Arrays.fill(x, channels, 2 * channels, Float.NEGATIVE_INFINITY);
    assertThat(forward(Pooling.max(shape), x)).containsOnly(Float.POSITIVE_INFINITY);
    assertThat(forward(Pooling.average(shape), x)).containsOnly(Float.NaN);
  }

  @Example
  void windowsOnPaddingAloneAreEmpty() {
    // Taps at −1 and 1 around the only pixel, at 0.
    PoolShape shape =
        PoolShape.builder()
            .input(1, 1, 2)
            .kernel(1, 2)
            .stride(1)
            .dilation(1, 2)
            .padding(0, 0, 1, 1)
            .countIncludePad(false)
            .build();
    float[] y = new float[2];
    int[] argmax = new int[2];
    Pooling.max(shape).forward(new float[] {5, 6}, y, argmax, SERIAL);
    assertThat(y).containsOnly(Float.NEGATIVE_INFINITY);
    assertThat(argmax).containsOnly(-1);
    assertThat(forward(Pooling.average(shape), 5, 6)).containsOnly(Float.NaN);
  }

  @Example
  void theNumberOfThreadsLeavesTheBitsAlone() {
    PoolShape shape =
        PoolShape.builder().batch(2).input(41, 57, 37).kernel(3).stride(2).padding(1).build();
    float[] x = Values.gaussian(1, shape.inputLength());
    for (Pooling pooling : new Pooling[] {Pooling.max(shape), Pooling.average(shape)}) {
      Threads.sameBits(
          workers -> {
            float[] y = new float[shape.outputLength()];
            pooling.forward(x, y, workers);
            return y;
          });
    }
  }

  @Example
  void callsAllocateNothing() {
    for (int channels : new int[] {1, 70}) {
      PoolShape shape =
          PoolShape.builder().input(9, 50, channels).kernel(3).stride(2).padding(1).build();
      float[] x = Values.gaussian(1, shape.inputLength());
      float[] y = new float[shape.outputLength()];
      int[] argmax = new int[shape.outputLength()];
      MaxPooling max = Pooling.max(shape);
      Pooling average = Pooling.average(shape);
      Allocation.none("max", () -> max.forward(x, y, SERIAL));
      Allocation.none("argmax", () -> max.forward(x, y, argmax, SERIAL));
      Allocation.none("average", () -> average.forward(x, y, SERIAL));
    }
  }

  @Example
  void wrongArraysAreNamed() {
    MaxPooling max = Pooling.max(PoolShape.builder().input(2, 2, 1).kernel(1).build());
    float[] four = new float[4];
    assertThatIllegalArgumentException()
        .isThrownBy(() -> max.forward(new float[3], four, SERIAL))
        .withMessage("x has 3 floats, expected 4 [batch][inHeight][inWidth][channels]");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> max.forward(four, new float[5], SERIAL))
        .withMessage("y has 5 floats, expected 4 [batch][outHeight][outWidth][channels]");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> max.forward(four, four, SERIAL))
        .withMessageContaining("same array");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> max.forward(four, new float[4], new int[3], SERIAL))
        .withMessage("argmax has 3 ints, expected 4 [batch][outHeight][outWidth][channels]");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> max.forward(four, new float[4], (int[]) null, SERIAL))
        .withMessageContaining("argmax is null");
  }

  private static float[] forward(Pooling pooling, float... x) {
    float[] y = new float[pooling.shape().outputLength()];
    Arrays.fill(y, -777);
    pooling.forward(x, y, SERIAL);
    return y;
  }

  private static float[] counting(int length) {
    float[] x = new float[length];
    for (int i = 0; i < length; i++) {
      x[i] = i + 1;
    }
    return x;
  }
}
