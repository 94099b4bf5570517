package io.github.lanewise.kernels.activation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import io.github.lanewise.kernels.lanes.Workers;
import io.github.lanewise.kernels.testing.Allocation;
import io.github.lanewise.kernels.testing.Threads;
import io.github.lanewise.kernels.testing.Values;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import net.jqwik.api.Example;

/** Activations and their derivatives, against the formulas in double and central differences. */
class ActivationTest {
  private static final Workers SERIAL = Workers.serial();

  /** What Activation promises. */
  private static final double ERROR = 5e-7;

  private static final float PARAMETER = 0.75f;

  private static final Map<Activation.Kind, Activation> ALL =
      new EnumMap<>(
          Map.of(
              Activation.Kind.LEAKY_RELU, Activation.leakyRelu(PARAMETER),
              Activation.Kind.ELU, Activation.elu(PARAMETER),
              Activation.Kind.GELU, Activation.gelu(),
              Activation.Kind.SILU, Activation.silu(),
              Activation.Kind.SIGMOID, Activation.sigmoid(),
              Activation.Kind.TANH, Activation.tanh(),
              Activation.Kind.ERF, Activation.erf()));

  /** Small and large, of both signs, with 0; no whole number of vectors. */
  private static float[] inputs() {
    float[] x = new float[3003];
    for (int i = 1; i < x.length; i++) {
      x[i] = (float) ((i % 2 == 0 ? 1 : -1) * Math.exp((i - 1500) * 0.004));
    }
    return x;
  }

  @Example
  void valuesAndDerivativesAreWithinThePromisedError() {
    float[] x = inputs();
    float[] ones = new float[x.length];
    Arrays.fill(ones, 1);
    ALL.forEach(
        (kind, activation) -> {
          float[] y = new float[x.length];
          float[] dx = new float[x.length];
          activation.forward(x, y, SERIAL);
          activation.gradient(x, ones, dx, SERIAL);
          for (int i = 0; i < x.length; i++) {
            double value = ReferenceActivation.value(kind, PARAMETER, x[i]);
            double slope = ReferenceActivation.slope(kind, PARAMETER, x[i]);
            assertThat((double) y[i])
                .as("%s(%s)", kind, x[i])
                .isCloseTo(value, within(ERROR * Math.max(1, Math.abs(value))));
            assertThat((double) dx[i])
                .as("%s′(%s)", kind, x[i])
                .isCloseTo(slope, within(ERROR * Math.max(1, Math.abs(slope))));
          }
        });
  }

  @Example
  void derivativesAreCentralDifferences() {
    double step = 1e-6;
    for (Activation.Kind kind : Activation.Kind.values()) {
      for (double x = -5.05; x < 5; x += 0.1) {
        double above = ReferenceActivation.value(kind, PARAMETER, x + step);
        double below = ReferenceActivation.value(kind, PARAMETER, x - step);
        assertThat(ReferenceActivation.slope(kind, PARAMETER, x))
            .as("%s′(%s)", kind, x)
            .isCloseTo((above - below) / (2 * step), within(1e-8));
      }
    }
  }

  @Example
  void smallNumbersKeepTheirDigits() {
    float[] x = {1e-20f, -1e-20f, 1e-3f, -1e-3f};
    float[] y = new float[4];
    for (Activation.Kind kind :
        List.of(Activation.Kind.TANH, Activation.Kind.ELU, Activation.Kind.ERF)) {
      ALL.get(kind).forward(x, y, SERIAL);
      for (int i = 0; i < x.length; i++) {
        double value = ReferenceActivation.value(kind, PARAMETER, x[i]);
        assertThat((double) y[i]).isCloseTo(value, within(3e-7 * Math.abs(value)));
      }
    }
  }

  @Example
  void whatIsInfiniteOrNoNumberIsAsInPyTorch() {
    float[] x = {Float.NaN, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY};
    assertThat(forward(Activation.sigmoid(), x)[0]).isNaN();
    assertThat(forward(Activation.sigmoid(), x)[1]).isEqualTo(1);
    assertThat((double) forward(Activation.sigmoid(), x)[2]).isCloseTo(0, within(1e-37));
    assertThat(forward(Activation.tanh(), x)).containsExactly(Float.NaN, 1, -1);
    assertThat(forward(Activation.erf(), x)).containsExactly(Float.NaN, 1, -1);
    assertThat(forward(Activation.elu(1), x))
        .containsExactly(Float.NaN, Float.POSITIVE_INFINITY, -1);
    assertThat(forward(Activation.leakyRelu(0.5f), x))
        .containsExactly(Float.NaN, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY);
    assertThat(forward(Activation.gelu(), x)[0]).isNaN();
    assertThat(forward(Activation.silu(), x)[1]).isEqualTo(Float.POSITIVE_INFINITY);
  }

  @Example
  void theOutputMayBeTheInput() {
    ALL.forEach(
        (kind, activation) -> {
          float[] x = Values.gaussian(1, 2500);
          float[] expected = forward(activation, x);
          activation.forward(x, x, SERIAL);
          assertThat(x).as("%s", kind).isEqualTo(expected);
        });
  }

  @Example
  void theNumberOfThreadsLeavesTheBitsAlone() {
    float[] x = Values.gaussian(1, 100_001);
    float[] dy = Values.gaussian(2, x.length);
    Threads.sameBits(
        workers -> {
          float[] y = new float[x.length];
          Activation.gelu().forward(x, y, workers);
          return y;
        });
    Threads.sameBits(
        workers -> {
          float[] dx = new float[x.length];
          Activation.gelu().gradient(x, dy, dx, workers);
          return dx;
        });
  }

  @Example
  void callsAllocateNothing() {
    float[] x = Values.gaussian(1, 3003);
    float[] y = new float[x.length];
    ALL.forEach(
        (kind, activation) -> {
          Allocation.none(kind + " forward", () -> activation.forward(x, y, SERIAL));
          Allocation.none(kind + " gradient", () -> activation.gradient(x, x, y, SERIAL));
        });
  }

  @Example
  void wrongArraysAreNamed() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Activation.tanh().forward(new float[2], new float[3], SERIAL))
        .withMessage("y has 3 floats, expected 2 as x has");
    assertThatIllegalArgumentException()
        .isThrownBy(
            () -> Activation.tanh().gradient(new float[2], new float[1], new float[2], SERIAL))
        .withMessage("dy has 1 floats, expected 2 as x has");
  }

  private static float[] forward(Activation activation, float[] x) {
    float[] y = new float[x.length];
    activation.forward(x, y, SERIAL);
    return y;
  }
}
