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

/** Local response normalisation against its definition in double, differences and adjoints. */
class LocalResponseNormTest {
  private static final Workers SERIAL = Workers.serial();
  private static final double ALPHA = 0.7;
  private static final double K = 0.9;

  /** The definition in double, at a distance from an input. */
  private static double[] definition(
      float[] x, double length, float[] u, int channels, int size, double beta) {
    double[] y = new double[x.length];
    for (int i = 0; i < x.length; i++) {
      int c = i % channels;
      double sum = 0;
      for (int d = -(size / 2); d <= (size - 1) / 2; d++) {
        if (c + d >= 0 && c + d < channels) {
          sum += Math.pow(x[i + d] + length * u[i + d], 2);
        }
      }
      y[i] = (x[i] + length * u[i]) / Math.pow(K + ALPHA / size * sum, beta);
    }
    return y;
  }

  @Property(tries = 100)
  void allPassesAreThoseOfTheDefinition(
      @ForAll @IntRange(min = 1, max = 9) int rows,
      @ForAll @IntRange(min = 1, max = 40) int channels,
      @ForAll @IntRange(min = 1, max = 12) int size,
      @ForAll boolean usual,
      @ForAll @IntRange(max = 999) int seed) {
    double beta = usual ? 0.75 : 0.6;
    float[] x = Values.gaussian(seed, rows * channels);
    float[] u = Values.gaussian(seed + 1, x.length);
    float[] dy = Values.gaussian(seed + 2, x.length);
    LocalResponseNorm norm = LocalResponseNorm.of(rows, channels, size, ALPHA, beta, K);
    float[] y = new float[x.length];
    float[] ty = new float[x.length];
    float[] dx = new float[x.length];
    norm.forward(x, y, SERIAL);
    norm.tangent(x, u, ty, SERIAL);
    norm.backward(x, dy, dx, SERIAL);
    double step = 1e-6;
    double[] at = definition(x, 0, u, channels, size, beta);
    double[] above = definition(x, step, u, channels, size, beta);
    double[] below = definition(x, -step, u, channels, size, beta);
    double forward = 0;
    double backward = 0;
    for (int i = 0; i < y.length; i++) {
      assertThat((double) y[i]).isCloseTo(at[i], within(1e-5));
      assertThat((double) ty[i]).isCloseTo((above[i] - below[i]) / (2 * step), within(1e-4));
      forward += (double) dy[i] * ty[i];
      backward += (double) dx[i] * u[i];
    }
    assertThat(backward).isCloseTo(forward, within(1e-4 * y.length));
  }

  /** PyTorch's nn.LocalResponseNorm(3) of one pixel with channels 1, 2, 3. */
  @Example
  void theDefaultsOfPyTorch() {
    float[] y = new float[3];
    LocalResponseNorm.of(1, 3, 3, 1e-4, 0.75, 1).forward(new float[] {1, 2, 3}, y, SERIAL);
    float[] expected = {
      (float) (1 / Math.pow(1 + 1e-4 * 5 / 3, 0.75)),
      (float) (2 / Math.pow(1 + 1e-4 * 14 / 3, 0.75)),
      (float) (3 / Math.pow(1 + 1e-4 * 13 / 3, 0.75))
    };
    assertThat(y).containsExactly(expected, within(1e-6f));
  }

  @Example
  void theNumberOfThreadsLeavesTheBitsAlone() {
    float[] x = Values.gaussian(1, 3000 * 33);
    float[] dy = Values.gaussian(2, x.length);
    LocalResponseNorm norm = LocalResponseNorm.of(3000, 33, 5, ALPHA, 0.75, K);
    Threads.sameBits(
        workers -> {
          float[] dx = new float[x.length];
          norm.backward(x, dy, dx, workers);
          return dx;
        });
  }

  @Example
  void callsAllocateNothing() {
    float[] x = Values.gaussian(1, 70);
    LocalResponseNorm norm = LocalResponseNorm.of(7, 10, 5, ALPHA, 0.75, K);
    float[] y = new float[70];
    Allocation.none(
        "local response norm",
        () -> {
          norm.forward(x, y, SERIAL);
          norm.backward(x, y, y, SERIAL);
        });
  }

  @Example
  void wrongArgumentsAreNamed() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> LocalResponseNorm.of(1, 1, 5, 1e-4, 0.75, 0))
        .withMessage("k is 0.0 and alpha 1.0E-4, expected k above 0 and alpha at least 0");
    assertThatIllegalArgumentException()
        .isThrownBy(
            () ->
                LocalResponseNorm.of(1, 2, 5, 1e-4, 0.75, 1)
                    .backward(new float[2], new float[3], new float[2], SERIAL))
        .withMessage("dy has 3 floats, expected 2 [rows][channels]");
  }
}
