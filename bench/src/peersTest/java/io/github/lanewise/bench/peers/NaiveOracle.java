package io.github.lanewise.bench.peers;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.fail;

import java.util.SplittableRandom;

/** What the peers are checked against: plain loops with double sums, and seeded data. */
final class NaiveOracle {
  private NaiveOracle() {}

  /** Values in [-1, 1). */
  static float[] values(int length, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    float[] values = new float[length];
    for (int i = 0; i < length; i++) {
      values[i] = random.nextFloat() * 2 - 1;
    }
    return values;
  }

  static double[] convolution(ConvProblem p, float[] x, float[] weights) {
    int groupIn = p.inChannels() / p.groups();
    int groupOut = p.outChannels() / p.groups();
    double[] y = new double[p.outputLength()];
    int at = 0;
    for (int n = 0; n < p.batch(); n++) {
      for (int row = 0; row < p.outHeight(); row++) {
        for (int column = 0; column < p.outWidth(); column++) {
          for (int out = 0; out < p.outChannels(); out++) {
            double sum = 0;
            for (int kh = 0; kh < p.kernel(); kh++) {
              int h = row * p.stride() + kh - p.padding();
              for (int kw = 0; kw < p.kernel(); kw++) {
                int w = column * p.stride() + kw - p.padding();
                if (h < 0 || h >= p.inHeight() || w < 0 || w >= p.inWidth()) {
                  continue;
                }
                for (int in = 0; in < groupIn; in++) {
                  int channel = out / groupOut * groupIn + in;
                  int xAt = ((n * p.inHeight() + h) * p.inWidth() + w) * p.inChannels() + channel;
                  int wAt = ((kh * p.kernel() + kw) * groupIn + in) * p.outChannels() + out;
                  sum += (double) x[xAt] * weights[wAt];
                }
              }
            }
            y[at++] = sum;
          }
        }
      }
    }
    return y;
  }

  /** The same with a bias for each output channel, the last dimension. */
  static double[] plus(double[] y, float[] bias) {
    double[] sum = y.clone();
    for (int i = 0; i < sum.length; i++) {
      sum[i] += bias[i % bias.length];
    }
    return sum;
  }

  static double[] doubles(float[] values) {
    double[] doubles = new double[values.length];
    for (int i = 0; i < values.length; i++) {
      doubles[i] = values[i];
    }
    return doubles;
  }

  static double[] product(GemmProblem p, float[] a, float[] b) {
    double[] c = new double[p.m() * p.n()];
    for (int i = 0; i < p.m(); i++) {
      for (int j = 0; j < p.n(); j++) {
        double sum = 0;
        for (int l = 0; l < p.k(); l++) {
          sum += (double) a[i * p.k() + l] * b[l * p.n() + j];
        }
        c[i * p.n() + j] = sum;
      }
    }
    return c;
  }

  /** Fails unless every difference is at most {@code relative} times the largest expected value. */
  static void assertClose(double[] expected, float[] actual, double relative, String what) {
    assertEquals(expected.length, actual.length, what);
    double largest = 0;
    for (double value : expected) {
      largest = Math.max(largest, Math.abs(value));
    }
    for (int i = 0; i < expected.length; i++) {
      // written so that a NaN fails
      if (!(Math.abs(expected[i] - actual[i]) <= relative * largest)) {
        fail(
            "%s at %d: %s, expected %s (largest %s)"
                .formatted(what, i, actual[i], expected[i], largest));
      }
    }
  }
}
