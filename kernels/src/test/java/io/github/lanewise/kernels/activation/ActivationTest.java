package io.github.lanewise.kernels.activation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import io.github.lanewise.kernels.lanes.Workers;
import io.github.lanewise.kernels.testing.Allocation;
import io.github.lanewise.kernels.testing.Threads;
import io.github.lanewise.kernels.testing.Values;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import net.jqwik.api.Example;

/** Activations and their derivatives, against the formulas in double and central differences. */
class ActivationTest {
  private static final Workers SERIAL = Workers.serial();

  /** What Activation promises. */
  private static final double ERROR = 5e-7;

  /** What is tested; one kind may have several sets of factors. */
  private record Tested(Activation.Kind kind, Activation.Factors factors, Activation activation) {
    @Override
    public String toString() {
      return kind + " " + factors;
    }
  }

  private static final Activation.Factors NONE = new Activation.Factors(1, 1, 1);

  private static final List<Tested> ALL =
      List.of(
          new Tested(
              Activation.Kind.LEAKY_RELU,
              new Activation.Factors(1, 0.75f, 1),
              Activation.leakyRelu(0.75f)),
          new Tested(
              Activation.Kind.ELU, new Activation.Factors(1, 0.75f, 1), Activation.elu(0.75f)),
          new Tested(
              Activation.Kind.ELU,
              new Activation.Factors(1.25f, 1.25f * 1.5f, 1),
              Activation.selu(1.5f, 1.25f)),
          new Tested(
              Activation.Kind.ELU, new Activation.Factors(1, 0.5f, 2), Activation.celu(0.5f)),
          new Tested(Activation.Kind.GELU, NONE, Activation.gelu()),
          new Tested(Activation.Kind.GELU_TANH, NONE, Activation.geluByTanh()),
          new Tested(Activation.Kind.SILU, NONE, Activation.silu()),
          new Tested(Activation.Kind.MISH, NONE, Activation.mish()),
          new Tested(Activation.Kind.SIGMOID, NONE, Activation.sigmoid()),
          new Tested(Activation.Kind.TANH, NONE, Activation.tanh()),
          new Tested(Activation.Kind.ERF, NONE, Activation.erf()),
          new Tested(Activation.Kind.SOFTPLUS, NONE, Activation.softplus()),
          new Tested(Activation.Kind.EXP, NONE, Activation.exp()),
          new Tested(Activation.Kind.LOG, NONE, Activation.log()));

  /** Small and large, of both signs, with 0; no whole number of vectors. */
  private static float[] inputs() {
    float[] x = new float[3003];
    for (int i = 1; i < x.length; i++) {
      x[i] = (float) ((i % 2 == 0 ? 1 : -1) * Math.exp((i - 1500) * 0.004));
    }
    return x;
  }

  @Example
  void everyKindIsTested() {
    assertThat(ALL.stream().map(Tested::kind)).contains(Activation.Kind.values());
  }

  @Example
  void valuesAndDerivativesAreWithinThePromisedError() {
    float[] x = inputs();
    float[] ones = new float[x.length];
    Arrays.fill(ones, 1);
    for (Tested tested : ALL) {
      float[] y = new float[x.length];
      float[] dx = new float[x.length];
      tested.activation.forward(x, y, SERIAL);
      tested.activation.gradient(x, ones, dx, SERIAL);
      for (int i = 0; i < x.length; i++) {
        near(tested + " of " + x[i], y[i], value(tested, x[i]));
        near(tested + "′ of " + x[i], dx[i], slope(tested, x[i]));
      }
    }
  }

  private static void near(String what, float actual, double expected) {
    if (Double.isFinite((float) expected)) {
      assertThat((double) actual)
          .as(what)
          .isCloseTo(expected, within(ERROR * Math.max(1, Math.abs(expected))));
    } else {
      assertThat(Float.valueOf(actual)).as(what).isEqualTo(Float.valueOf((float) expected));
    }
  }

  private static double value(Tested tested, double x) {
    return ReferenceActivation.value(tested.kind, tested.factors, x);
  }

  private static double slope(Tested tested, double x) {
    return ReferenceActivation.slope(tested.kind, tested.factors, x);
  }

  @Example
  void derivativesAreCentralDifferences() {
    double step = 1e-6;
    for (Tested tested : ALL) {
      for (double x = tested.kind == Activation.Kind.LOG ? 0.05 : -5.05; x < 5; x += 0.1) {
        double slope = slope(tested, x);
        assertThat(slope)
            .as("%s′ of %s", tested, x)
            .isCloseTo(
                (value(tested, x + step) - value(tested, x - step)) / (2 * step),
                within(1e-8 * Math.max(1, Math.abs(slope))));
      }
    }
  }

  /** The least and largest floats, where a product of a large and a small number could be wrong. */
  @Example
  void theLargestNumbersAreAsGoodAsAny() {
    float[] x = {-1e38f, 1e38f, -3e19f, 3e19f, -Float.MAX_VALUE, Float.MAX_VALUE};
    for (Tested tested : ALL) {
      float[] y = forward(tested.activation, x);
      for (int i = 0; i < x.length; i++) {
        near(tested + " of " + x[i], y[i], value(tested, x[i]));
      }
    }
  }

  @Example
  void smallNumbersKeepTheirDigits() {
    float[] x = {1e-20f, -1e-20f, 1e-3f, -1e-3f};
    float[] y = new float[4];
    Set<Activation.Kind> odd =
        EnumSet.of(Activation.Kind.TANH, Activation.Kind.ELU, Activation.Kind.ERF);
    for (Tested tested : ALL) {
      if (!odd.contains(tested.kind)) {
        continue;
      }
      tested.activation.forward(x, y, SERIAL);
      for (int i = 0; i < x.length; i++) {
        double value = value(tested, x[i]);
        assertThat((double) y[i]).isCloseTo(value, within(3e-7 * Math.abs(value)));
      }
    }
  }

  @Example
  void whatIsInfiniteOrNoNumberIsAsInPyTorch() {
    float[] x = {Float.NaN, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY};
    assertThat(forward(Activation.sigmoid(), x)[0]).isNaN();
    assertThat(forward(Activation.sigmoid(), x)[1]).isEqualTo(1);
    assertThat(forward(Activation.sigmoid(), x)[2]).isZero();
    float[] small = {-100};
    assertThat(1 / forward(Activation.sigmoid(), small)[0]).isEqualTo(Float.POSITIVE_INFINITY);
    assertThat(forward(Activation.tanh(), x)).containsExactly(Float.NaN, 1, -1);
    assertThat(forward(Activation.erf(), x)).containsExactly(Float.NaN, 1, -1);
    assertThat(forward(Activation.elu(1), x))
        .containsExactly(Float.NaN, Float.POSITIVE_INFINITY, -1);
    assertThat(forward(Activation.leakyRelu(0.5f), x))
        .containsExactly(Float.NaN, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY);
    assertThat(forward(Activation.exp(), x)).containsExactly(Float.NaN, Float.POSITIVE_INFINITY, 0);
    assertThat(forward(Activation.log(), x))
        .containsExactly(Float.NaN, Float.POSITIVE_INFINITY, Float.NaN);
    assertThat(forward(Activation.softplus(), x))
        .containsExactly(Float.NaN, Float.POSITIVE_INFINITY, 0);
    assertThat(forward(Activation.gelu(), x)[0]).isNaN();
    assertThat(forward(Activation.geluByTanh(), x)[0]).isNaN();
    assertThat(forward(Activation.mish(), x)[0]).isNaN();
    assertThat(forward(Activation.mish(), x)[1]).isEqualTo(Float.POSITIVE_INFINITY);
    assertThat(forward(Activation.silu(), x)[1]).isEqualTo(Float.POSITIVE_INFINITY);
  }

  @Example
  void theOutputMayBeTheInput() {
    for (Tested tested : ALL) {
      float[] x = Values.gaussian(1, 2500);
      float[] expected = forward(tested.activation, x);
      tested.activation.forward(x, x, SERIAL);
      assertThat(x).as("%s", tested).isEqualTo(expected);
    }
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
    for (Tested tested : ALL) {
      Allocation.none(tested + " forward", () -> tested.activation.forward(x, y, SERIAL));
      Allocation.none(tested + " gradient", () -> tested.activation.gradient(x, x, y, SERIAL));
    }
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
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Activation.celu(0))
        .withMessage("alpha is 0.0, expected a positive number");
  }

  private static float[] forward(Activation activation, float[] x) {
    float[] y = new float[x.length];
    activation.forward(x, y, SERIAL);
    return y;
  }
}
