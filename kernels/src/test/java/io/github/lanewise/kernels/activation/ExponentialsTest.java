package io.github.lanewise.kernels.activation;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.lanewise.kernels.lanes.Workers;
import net.jqwik.api.Example;

/** Exponential, logarithm and softplus of floats of every size, in units in the last place. */
class ExponentialsTest {
  /** Every so many floats, from the least to the largest; a prime, so that all bits change. */
  private static final int STEP = 10_007;

  private static float[] floatsOfEverySize() {
    float[] x = new float[(int) ((1L << 32) / STEP)];
    for (int i = 0; i < x.length; i++) {
      x[i] = Float.intBitsToFloat((int) ((long) i * STEP));
    }
    return x;
  }

  /** The largest error of finite results, in units in the last place; infinite if one is wrong. */
  private static double error(Activation function, Activation.Kind kind, float... x) {
    float[] y = new float[x.length];
    function.forward(x, y, Workers.serial());
    double most = 0;
    for (int i = 0; i < x.length; i++) {
      double value =
          ReferenceActivation.value(kind, new Activation.Factors(1, 1, 1), (double) x[i]);
      float rounded = (float) value;
      if (Float.isFinite(rounded) && Float.isFinite(y[i])) {
        most = Math.max(most, Math.abs(y[i] - value) / Math.ulp(rounded));
      } else if (Float.compare(rounded, y[i]) != 0) {
        return Double.POSITIVE_INFINITY;
      }
    }
    return most;
  }

  @Example
  void errorsAreThePromisedUnitsInTheLastPlace() {
    float[] all = floatsOfEverySize();
    assertThat(error(Activation.exp(), Activation.Kind.EXP, all)).isLessThan(2);
    assertThat(error(Activation.log(), Activation.Kind.LOG, all)).isLessThan(2);
    assertThat(error(Activation.softplus(), Activation.Kind.SOFTPLUS, all)).isLessThan(3);
  }

  /** Of all floats few are of the sizes that networks have. */
  @Example
  void soTheyAreOnWhatNetworksCompute() {
    float[] x = new float[400_000];
    for (int i = 0; i < x.length; i++) {
      x[i] = (i - 210_000) * 5.1e-4f;
    }
    assertThat(error(Activation.exp(), Activation.Kind.EXP, x)).isLessThan(2);
    assertThat(error(Activation.log(), Activation.Kind.LOG, x)).isLessThan(2);
    assertThat(error(Activation.softplus(), Activation.Kind.SOFTPLUS, x)).isLessThan(3);
  }

  @Example
  void theEdgesAreExact() {
    float[] x = {
      0,
      -0f,
      1,
      Float.MIN_VALUE,
      -Float.MIN_VALUE,
      Float.MIN_NORMAL,
      Float.MAX_VALUE,
      88.72284f,
      -103.97208f,
      -103.98f
    };
    float[] y = new float[x.length];
    Activation.exp().forward(x, y, Workers.serial());
    assertThat(y)
        .startsWith(1, 1, (float) Math.E, 1, 1, 1, Float.POSITIVE_INFINITY)
        .endsWith(Float.POSITIVE_INFINITY, Float.MIN_VALUE, 0);
    Activation.log().forward(x, y, Workers.serial());
    assertThat(y[0]).isEqualTo(Float.NEGATIVE_INFINITY);
    assertThat(y[1]).isEqualTo(Float.NEGATIVE_INFINITY);
    assertThat(y[2]).isZero();
    assertThat(y[4]).isNaN();
  }
}
