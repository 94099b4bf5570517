package io.github.lanewise.onnx.operators;

import io.github.lanewise.kernels.activation.Elementwise;
import io.github.lanewise.onnx.graph.Attributes;
import io.github.lanewise.onnx.tensor.Dims;
import io.github.lanewise.onnx.tensor.ElementType;
import io.github.lanewise.onnx.tensor.Tensor;
import java.util.Arrays;
import java.util.List;

/**
 * A function of two elements, with broadcasting.
 *
 * @param kind the function
 * @param broadcasting how the second input is aligned with the first
 */
record Binary(Kind kind, Broadcasting broadcasting) implements Operator {
  /** Which function. */
  enum Kind {
    ADD,
    SUB,
    MUL,
    DIV,
    POW,
    MIN,
    MAX,
    PRELU,
    EQUAL,
    GREATER,
    GREATER_OR_EQUAL,
    LESS,
    LESS_OR_EQUAL,
    AND,
    OR,
    XOR;

    boolean compares() {
      return switch (this) {
        case EQUAL, GREATER, GREATER_OR_EQUAL, LESS, LESS_OR_EQUAL, AND, OR, XOR -> true;
        default -> false;
      };
    }

    float apply(float a, float b) {
      return switch (this) {
        case ADD -> a + b;
        case SUB -> a - b;
        case MUL -> a * b;
        case DIV -> a / b;
        case POW ->
            a == 1 || (a == -1 && Float.isInfinite(b)) ? 1 : (float) Math.pow(a, b); // as in C
        case MIN -> Math.min(a, b);
        case MAX -> Math.max(a, b);
        case PRELU -> a * (a < 0 ? b : 1);
        default -> compare(a, b) ? 1 : 0;
      };
    }

    boolean compare(float a, float b) {
      return switch (this) {
        case EQUAL -> a == b;
        case GREATER -> a > b;
        case GREATER_OR_EQUAL -> a >= b;
        case LESS -> a < b;
        case LESS_OR_EQUAL -> a <= b;
        default -> throw new IllegalArgumentException(this + " takes no floats");
      };
    }

    long apply(long a, long b) {
      return switch (this) {
        case ADD -> a + b;
        case SUB -> a - b;
        case MUL -> a * b;
        case DIV -> b == 0 ? 0 : a / b;
        case POW -> (long) Math.pow((double) a, (double) b);
        case MIN -> Math.min(a, b);
        case MAX -> Math.max(a, b);
        case PRELU -> a < 0 ? a * b : a;
        case EQUAL -> a == b ? 1 : 0;
        case GREATER -> a > b ? 1 : 0;
        case GREATER_OR_EQUAL -> a >= b ? 1 : 0;
        case LESS -> a < b ? 1 : 0;
        case LESS_OR_EQUAL -> a <= b ? 1 : 0;
        case AND -> a & b;
        case OR -> a | b;
        case XOR -> a ^ b;
      };
    }
  }

  /**
   * How dimensions are aligned.
   *
   * @param legacy whether as before opset 7, by attributes
   * @param allowed whether the dimensions may differ at all
   * @param axis where the second input begins, −1 for alignment at the end
   */
  record Broadcasting(boolean legacy, boolean allowed, long axis) {
    static final Broadcasting MODERN = new Broadcasting(false, true, -1);

    /** One number for each channel, or one for all, as PRelu had it. */
    static final Broadcasting CHANNELS = new Broadcasting(true, true, 1);

    static Broadcasting legacy(Attributes attributes) {
      attributes.ignore("consumed_inputs");
      return new Broadcasting(
          true, attributes.flag("broadcast", false), attributes.integer("axis", -1));
    }

    /** Dimensions of the second input with ones so that NumPy's rule aligns it. */
    int[] second(int[] a, int[] b) {
      if (!legacy || axis == -1 || Dims.length(b) == 1) {
        return b;
      }
      int from = Dims.axis(axis, a.length);
      if (from + b.length > a.length) {
        throw new IllegalArgumentException(
            "axis is %d, expected at most %d".formatted(axis, a.length - b.length));
      }
      int[] aligned = new int[a.length - from];
      Arrays.fill(aligned, 1);
      System.arraycopy(b, 0, aligned, 0, b.length);
      return aligned;
    }
  }

  private int[] second(List<Value> inputs) {
    int[] a = inputs.get(0).dims();
    int[] b = inputs.get(1).dims();
    return broadcasting.second(a, b);
  }

  @Override
  public List<Value> infer(List<Value> inputs) {
    if (kind != Kind.POW && inputs.get(0).type() != inputs.get(1).type()) {
      throw new IllegalArgumentException(
          "the inputs are %s and %s, expected one type".formatted(inputs.get(0), inputs.get(1)));
    }
    int[] a = inputs.get(0).dims();
    int[] b = second(inputs);
    if (!broadcasting.allowed && !Arrays.equals(a, b)) {
      throw new IllegalArgumentException(
          "the inputs are %s and %s, expected the same dimensions or attribute broadcast = 1"
              .formatted(inputs.get(0), inputs.get(1)));
    }
    ElementType type = kind.compares() ? ElementType.BOOL : inputs.get(0).type();
    return List.of(Value.of(type, Dims.broadcast(a, b)));
  }

  @Override
  public Operator channelsLast(int rank) {
    return broadcasting.legacy ? null : this;
  }

  @Override
  public Kernel kernel(List<Value> inputs, List<Value> outputs) {
    int[] to = outputs.getFirst().dims();
    int[] a = inputs.get(0).dims();
    int[] b = second(inputs);
    boolean floats = inputs.get(0).type().floating();
    Unary power = kind == Kind.POW && floats ? power(inputs.get(1)) : null;
    if (power != null && inputs.get(0).length() == Dims.length(to)) {
      return power.kernel(inputs, outputs);
    }
    if (floats && inputs.get(1).type().floating() && !kind.compares()) {
      Kernel fast = fast(a, b, to);
      return fast == null ? new BroadcastRuns(kind, a, b, to).kernel() : fast;
    }
    int[] ia = Indexed.broadcast(a, to);
    int[] ib = Indexed.broadcast(b, to);
    if (floats != inputs.get(1).type().floating()) {
      return (in, out) -> mixed(in[0], ia, in[1], ib, out[0]);
    }
    if (!floats) {
      return (in, out) -> longs(in[0].longs(), ia, in[1].longs(), ib, out[0].longs());
    }
    return (in, out) -> compare(in[0].floats(), ia, in[1].floats(), ib, out[0].longs());
  }

  /** The function that a power with a constant exponent is; null if it has no name. */
  private static Unary power(Value exponent) {
    return exponent.constant() != null && exponent.length() == 1
        ? Unary.power(exponent.constant().number(0))
        : null;
  }

  /** A vectorised kernel; null if there is none for this function and these dimensions. */
  private Kernel fast(int[] a, int[] b, int[] to) {
    int length = Dims.length(to);
    boolean same = Dims.length(a) == length && Dims.length(b) == length;
    if (kind == Kind.ADD && same) {
      return (in, out) ->
          workers -> Elementwise.add(in[0].floats(), in[1].floats(), out[0].floats(), workers);
    }
    if (kind == Kind.MUL && same) {
      return (in, out) ->
          workers -> Elementwise.multiply(in[0].floats(), in[1].floats(), out[0].floats(), workers);
    }
    boolean lastAlone =
        Dims.length(a) == length
            && b.length > 0
            && b[b.length - 1] == to[to.length - 1]
            && Dims.length(b) == b[b.length - 1]
            && length > 0;
    if (kind == Kind.ADD && lastAlone) {
      return (in, out) ->
          workers -> Elementwise.addBias(in[0].floats(), in[1].floats(), out[0].floats(), workers);
    }
    return null;
  }

  private Step compare(float[] a, int[] ia, float[] b, int[] ib, long[] y) {
    return _ -> {
      for (int i = 0; i < y.length; i++) {
        y[i] = kind.compare(a[ia == null ? i : ia[i]], b[ib == null ? i : ib[i]]) ? 1 : 0;
      }
    };
  }

  private Step longs(long[] a, int[] ia, long[] b, int[] ib, long[] y) {
    return _ -> {
      for (int i = 0; i < y.length; i++) {
        y[i] = kind.apply(a[ia == null ? i : ia[i]], b[ib == null ? i : ib[i]]);
      }
    };
  }

  /** A power whose exponent is of another type than its base. */
  private static Step mixed(Tensor a, int[] ia, Tensor b, int[] ib, Tensor y) {
    return _ -> {
      for (int i = 0; i < y.length(); i++) {
        double base = a.number(ia == null ? i : ia[i]);
        double power = Math.pow(base, b.number(ib == null ? i : ib[i]));
        if (y.type().floating()) {
          y.floats()[i] = (float) power;
        } else {
          y.longs()[i] = (long) power;
        }
      }
    };
  }
}
