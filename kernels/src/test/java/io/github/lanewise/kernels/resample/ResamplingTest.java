package io.github.lanewise.kernels.resample;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import io.github.lanewise.kernels.lanes.Workers;
import io.github.lanewise.kernels.testing.Allocation;
import io.github.lanewise.kernels.testing.Threads;
import io.github.lanewise.kernels.testing.Values;
import java.util.stream.IntStream;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

/** Resampling: rows as PyTorch computes them, and adjoints. */
class ResamplingTest {
  private static final Workers SERIAL = Workers.serial();
  private static final AxisTaps POINT = AxisTaps.nearest(1, 1);

  /** A row of the numbers from 1 on. */
  private static float[] row(AxisTaps taps) {
    float[] x = new float[taps.input()];
    for (int i = 0; i < x.length; i++) {
      x[i] = i + 1;
    }
    float[] y = new float[taps.output()];
    Resampling.of(1, 1, POINT, taps).forward(x, y, SERIAL);
    return y;
  }

  /** torch.nn.functional.interpolate(torch.arange(1, n + 1), …) and the like. */
  @Example
  void rowsAreThoseOfPyTorch() {
    assertThat(row(AxisTaps.nearest(2, 4))).containsExactly(1, 1, 2, 2);
    assertThat(row(AxisTaps.nearest(3, 5))).containsExactly(1, 1, 2, 2, 3);
    assertThat(row(AxisTaps.nearest(5, 3))).containsExactly(1, 2, 4);
    assertThat(row(AxisTaps.linear(2, 4, false))).containsExactly(1, 1.25f, 1.75f, 2);
    assertThat(row(AxisTaps.linear(2, 4, true)))
        .containsExactly(new float[] {1, 4 / 3f, 5 / 3f, 2}, within(1e-6f));
    assertThat(row(AxisTaps.linear(4, 2, false))).containsExactly(1.5f, 3.5f);
    assertThat(row(AxisTaps.linear(3, 1, true))).containsExactly(1);
    assertThat(row(AxisTaps.average(5, 3))).containsExactly(1.5f, 3, 4.5f);
    assertThat(row(AxisTaps.average(2, 3))).containsExactly(1, 1.5f, 2);
    assertThat(row(AxisTaps.padded(3, 2, 1, PaddingMode.ZEROS))).containsExactly(0, 0, 1, 2, 3, 0);
    assertThat(row(AxisTaps.padded(3, 2, 1, PaddingMode.REFLECT)))
        .containsExactly(3, 2, 1, 2, 3, 2);
    assertThat(row(AxisTaps.padded(3, 2, 1, PaddingMode.REPLICATE)))
        .containsExactly(1, 1, 1, 2, 3, 3);
    assertThat(row(AxisTaps.padded(3, 2, 1, PaddingMode.CIRCULAR)))
        .containsExactly(2, 3, 1, 2, 3, 1);
  }

  @Example
  void picturesInPlaceAreRejected() {
    Resampling same = Resampling.of(1, 1, POINT, AxisTaps.nearest(3, 3));
    float[] x = new float[3];
    assertThatIllegalArgumentException()
        .isThrownBy(() -> same.forward(x, x, SERIAL))
        .withMessage("y is the same array as x, expected another one");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> same.backward(x, x, SERIAL))
        .withMessage("dx is the same array as dy, expected another one");
  }

  /** A picture that is a product of rows and columns becomes the product of both resampled. */
  @Property(tries = 60)
  void axesAreIndependentAndTheGradientIsTheAdjoint(
      @ForAll @IntRange(min = 1, max = 9) int height,
      @ForAll @IntRange(min = 1, max = 9) int outHeight,
      @ForAll @IntRange(min = 1, max = 40) int channels,
      @ForAll @IntRange(max = 999) int seed) {
    AxisTaps rows = AxisTaps.linear(height, outHeight, seed % 2 == 0);
    AxisTaps columns = AxisTaps.average(outHeight, height);
    Resampling resampling = Resampling.of(2, channels, rows, columns);
    float[] x = new float[2 * height * outHeight * channels];
    for (int i = 0; i < x.length; i++) {
      int pixel = i / channels;
      x[i] = (1 + pixel / outHeight % height) * (1 + pixel % outHeight) * (i % channels + 1);
    }
    float[] y = new float[2 * outHeight * height * channels];
    resampling.forward(x, y, SERIAL);
    float[] byRow = row(rows);
    float[] byColumn = row(columns);
    for (int i = 0; i < y.length; i++) {
      int pixel = i / channels;
      float expected =
          byRow[pixel / height % outHeight] * byColumn[pixel % height] * (i % channels + 1);
      assertThat(y[i]).isCloseTo(expected, within(1e-5f * (1 + expected)));
    }
    float[] dy = Values.gaussian(seed, y.length);
    float[] dx = new float[x.length];
    resampling.backward(dy, dx, SERIAL);
    double forward = IntStream.range(0, y.length).mapToDouble(i -> (double) y[i] * dy[i]).sum();
    double backward = IntStream.range(0, x.length).mapToDouble(i -> (double) x[i] * dx[i]).sum();
    double size = IntStream.range(0, y.length).mapToDouble(i -> Math.abs(y[i] * dy[i])).sum();
    assertThat(backward).isCloseTo(forward, within(1e-5 * size));
  }

  @Example
  void theNumberOfThreadsLeavesTheBitsAlone() {
    AxisTaps rows = AxisTaps.linear(20, 33, false);
    Resampling resampling = Resampling.of(5, 17, rows, rows);
    float[] x = Values.gaussian(1, 5 * 20 * 20 * 17);
    float[] dy = Values.gaussian(2, 5 * 33 * 33 * 17);
    Threads.sameBits(
        workers -> {
          float[] y = new float[dy.length];
          resampling.forward(x, y, workers);
          return y;
        });
    Threads.sameBits(
        workers -> {
          float[] dx = new float[x.length];
          resampling.backward(dy, dx, workers);
          return dx;
        });
  }

  @Example
  void callsAllocateNothing() {
    Resampling resampling =
        Resampling.of(1, 3, AxisTaps.nearest(4, 8), AxisTaps.linear(4, 8, false));
    float[] x = new float[48];
    float[] y = new float[192];
    Allocation.none(
        "resampling",
        () -> {
          resampling.forward(x, y, SERIAL);
          resampling.backward(y, x, SERIAL);
        });
  }

  @Example
  void whatDoesNotFitIsNamed() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> AxisTaps.padded(3, 1, 3, PaddingMode.REFLECT))
        .withMessage("padding is 3, expected at most 2 for 3 pixels with padding mode REFLECT");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> AxisTaps.padded(3, 4, 0, PaddingMode.CIRCULAR))
        .withMessageContaining("expected at most 3");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> AxisTaps.padded(3, 0, -1, PaddingMode.ZEROS))
        .withMessage("padding is -1, expected at least 0");
    assertThatIllegalArgumentException()
        .isThrownBy(
            () -> Resampling.of(1, 2, POINT, POINT).forward(new float[3], new float[2], SERIAL))
        .withMessageContaining("x has 3 floats, expected 2");
  }
}
