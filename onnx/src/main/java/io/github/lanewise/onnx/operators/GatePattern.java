package io.github.lanewise.onnx.operators;

import io.github.lanewise.kernels.activation.Activation;
import java.util.List;
import java.util.Set;

/**
 * Activations that multiply a value by a function of it: GELU by the error function or by tanh,
 * SiLU, Mish and HardSwish. Factors may come in any order, divisions be products.
 */
final class GatePattern {
  private static final double TANH_SCALE = Math.sqrt(2 / Math.PI);
  private static final double TANH_CUBE = 0.044715;

  private final Written written;
  private final Set<Operation> inside = Written.none();

  private GatePattern(Written written) {
    this.written = written;
  }

  /** The activation that a product is; null if it is none. */
  static Patterns.Match match(Operation product, Written written) {
    String name = product.outputs().getFirst();
    Factors factors = Factors.of(name, written);
    if (factors.count() != 2) {
      return null;
    }
    for (int i = 0; i < 2; i++) {
      String x = factors.value(i);
      if (written.alike(x, name)) {
        GatePattern pattern = new GatePattern(written);
        Operator operator = pattern.operator(x, factors.value(1 - i), factors);
        if (operator != null) {
          pattern.inside.addAll(factors.inside());
          pattern.inside.remove(product);
          return new Patterns.Match(
              new Operation(product.node(), operator, List.of(x), product.outputs()),
              product,
              pattern.inside);
        }
      }
    }
    return null;
  }

  private Operator operator(String x, String gate, Factors factors) {
    if (factors.times(0.5)) {
      return gelu(x, gate);
    }
    if (!factors.times(1)) {
      return null;
    }
    if (isFunction(gate, Unary.Known.SIGMOID, x)) {
      return Unary.of(Activation.silu());
    }
    if (isFunction(gate, Unary.Known.HARD_GATE, x)) {
      return Unary.hardSwish();
    }
    Operation tangent = written.unary(gate, Unary.Known.TANH);
    if (tangent != null && isFunction(tangent.inputs().getFirst(), Unary.Known.SOFTPLUS, x)) {
      inside.add(tangent);
      return Unary.of(Activation.mish());
    }
    return null;
  }

  /** Whether a value is a function of x. */
  private boolean isFunction(String name, Unary.Known known, String x) {
    Operation function = written.unary(name, known);
    if (function == null || !function.inputs().getFirst().equals(x)) {
      return false;
    }
    inside.add(function);
    return true;
  }

  /** With {@code x · gate / 2}. */
  private Operator gelu(String x, String gate) {
    String function = lessOne(gate);
    if (function == null) {
      return null;
    }
    Operation erf = written.unary(function, Unary.Known.ERF);
    if (erf != null) {
      Factors argument = Factors.of(erf.inputs().getFirst(), written);
      inside.add(erf);
      inside.addAll(argument.inside());
      return argument.times(Math.sqrt(0.5)) && argument.isPower(x, 1)
          ? Unary.of(Activation.gelu())
          : null;
    }
    Operation tangent = written.unary(function, Unary.Known.TANH);
    if (tangent != null) {
      inside.add(tangent);
      return isTanhArgument(Factors.of(tangent.inputs().getFirst(), written), x)
          ? Unary.of(Activation.geluByTanh())
          : null;
    }
    return null;
  }

  /** {@code √(2/π) · (x + 0.044715 x³)}, or with x as a factor of both. */
  private boolean isTanhArgument(Factors argument, String x) {
    inside.addAll(argument.inside());
    if (!argument.times(TANH_SCALE) || argument.count() < 1 || argument.count() > 2) {
      return false;
    }
    boolean apart = argument.count() == 2;
    int other = apart && argument.value(0).equals(x) ? 1 : 0;
    if (apart && !argument.value(1 - other).equals(x)) {
      return false;
    }
    String power = apart ? lessOne(argument.value(other)) : less(argument.value(0), x);
    if (power == null) {
      return false;
    }
    Factors cube = Factors.of(power, written);
    inside.addAll(cube.inside());
    return cube.times(TANH_CUBE) && cube.isPower(x, apart ? 2 : 3);
  }

  /** What 1 is added to; null if the value is no such sum. */
  private String lessOne(String name) {
    Operation sum = written.binary(name, Binary.Kind.ADD);
    if (sum == null) {
      return null;
    }
    for (int i = 0; i < 2; i++) {
      if (written.scalar(sum.inputs().get(i)) == 1) {
        inside.add(sum);
        return sum.inputs().get(1 - i);
      }
    }
    return null;
  }

  /** What a summand is added to; null if the value is no such sum. */
  private String less(String name, String summand) {
    Operation sum = written.binary(name, Binary.Kind.ADD);
    if (sum == null) {
      return null;
    }
    for (int i = 0; i < 2; i++) {
      if (sum.inputs().get(i).equals(summand)) {
        inside.add(sum);
        return sum.inputs().get(1 - i);
      }
    }
    return null;
  }
}
