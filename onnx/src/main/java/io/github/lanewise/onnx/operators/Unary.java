package io.github.lanewise.onnx.operators;

import io.github.lanewise.kernels.activation.Activation;
import io.github.lanewise.kernels.activation.Relu;
import io.github.lanewise.onnx.tensor.ElementType;
import io.github.lanewise.onnx.tensor.Tensor;
import java.util.List;

/**
 * A function of each element.
 *
 * @param known which one it is, if it is part of a pattern
 * @param function the function; null if a kernel computes all that the operator takes
 * @param fast the same by a kernel, null if there is none
 */
record Unary(Known known, Function function, Fast fast) implements Operator {
  static final Unary RELU =
      new Unary(
          Known.RELU,
          x -> x > 0 || Double.isNaN(x) ? x : 0,
          (x, y) -> workers -> Relu.forward(x, y, workers));

  /** Functions that {@link Fusion} and {@link Patterns} look for. */
  enum Known {
    RELU,
    SQUARE_ROOT,
    ERF,
    TANH,
    SIGMOID,
    SOFTPLUS,
    /** What HardSwish multiplies its argument by: {@code max(0, min(1, x / 6 + 1 / 2))}. */
    HARD_GATE,
    OTHER
  }

  /** A function of one number. */
  @FunctionalInterface
  interface Function {
    double apply(double x);
  }

  /** The function of some elements of an array. */
  @FunctionalInterface
  interface Loop {
    void run(float[] x, float[] y, int from, int to);
  }

  /** A kernel on whole arrays. */
  @FunctionalInterface
  interface Fast {
    Step bind(float[] x, float[] y);
  }

  static Unary negative() {
    return of(
        x -> -x,
        (x, y, from, to) -> {
          for (int i = from; i < to; i++) {
            y[i] = -x[i];
          }
        });
  }

  static Unary magnitude() {
    return of(
        Math::abs,
        (x, y, from, to) -> {
          for (int i = from; i < to; i++) {
            y[i] = Math.abs(x[i]);
          }
        });
  }

  static Unary squareRoot() {
    return of(
            null,
            (x, y, from, to) -> {
              for (int i = from; i < to; i++) {
                y[i] = (float) Math.sqrt(x[i]);
              }
            })
        .as(Known.SQUARE_ROOT);
  }

  /** {@code xⁿ} for the exponents that norms and activations have; null for others. */
  static Unary power(double exponent) {
    if (exponent == 2) {
      return of(
          null,
          (x, y, from, to) -> {
            for (int i = from; i < to; i++) {
              y[i] = x[i] * x[i];
            }
          });
    }
    if (exponent == 3) {
      return of(
          null,
          (x, y, from, to) -> {
            for (int i = from; i < to; i++) {
              y[i] = x[i] * x[i] * x[i];
            }
          });
    }
    return null;
  }

  static Unary reciprocal() {
    return of(
        null,
        (x, y, from, to) -> {
          for (int i = from; i < to; i++) {
            y[i] = 1 / x[i];
          }
        });
  }

  /** {@code max(0, min(1, alpha · x + beta))}. */
  static Unary hardSigmoid(float alpha, float beta) {
    boolean gate = alpha == 1 / 6f && beta == 0.5f;
    return of(
            null,
            (x, y, from, to) -> {
              for (int i = from; i < to; i++) {
                y[i] = Math.max(0, Math.min(1, alpha * x[i] + beta));
              }
            })
        .as(gate ? Known.HARD_GATE : Known.OTHER);
  }

  static Unary floor() {
    return of(
        null,
        (x, y, from, to) -> {
          for (int i = from; i < to; i++) {
            y[i] = (float) Math.floor(x[i]);
          }
        });
  }

  static Unary ceiling() {
    return of(
        null,
        (x, y, from, to) -> {
          for (int i = from; i < to; i++) {
            y[i] = (float) Math.ceil(x[i]);
          }
        });
  }

  static Unary sign() {
    return of(
        Math::signum,
        (x, y, from, to) -> {
          for (int i = from; i < to; i++) {
            y[i] = Math.signum(x[i]);
          }
        });
  }

  /** {@code x / (1 + |x|)}. */
  static Unary softsign() {
    return of(
        null,
        (x, y, from, to) -> {
          for (int i = from; i < to; i++) {
            y[i] = x[i] / (1 + Math.abs(x[i]));
          }
        });
  }

  /** {@code x > alpha ? x : 0}. */
  static Unary thresholdedRelu(float alpha) {
    return of(
        null,
        (x, y, from, to) -> {
          for (int i = from; i < to; i++) {
            y[i] = x[i] > alpha ? x[i] : 0;
          }
        });
  }

  /** {@code x · max(0, min(1, x / 6 + 1 / 2))}. */
  static Unary hardSwish() {
    return of(
        null,
        (x, y, from, to) -> {
          for (int i = from; i < to; i++) {
            y[i] = x[i] * Math.max(0, Math.min(1, x[i] * (1 / 6f) + 0.5f));
          }
        });
  }

  /** Whether it is the ReLU that other operators can take over. */
  boolean relu() {
    return known == Known.RELU;
  }

  /** The same, to be found again. */
  Unary as(Known which) {
    return new Unary(which, function, fast);
  }

  static Unary of(Function function) {
    return new Unary(Known.OTHER, function, null);
  }

  /**
   * With a loop of its own for floats, which the compiler turns into vectors; the function is for
   * integers, null if the operator takes none.
   */
  static Unary of(Function function, Loop loop) {
    return new Unary(
        Known.OTHER,
        function,
        (x, y) -> Ranges.step(y.length, 1, (from, to, _) -> loop.run(x, y, from, to)));
  }

  /** With a kernel, and a function for what is no float. */
  static Unary of(Function function, Activation activation) {
    return new Unary(Known.OTHER, function, of(activation).fast);
  }

  static Unary of(Activation activation) {
    return new Unary(Known.OTHER, null, (x, y) -> workers -> activation.forward(x, y, workers));
  }

  /**
   * The error function by its power series (Abramowitz, Stegun 1964, formula 7.1.5); from 4 on it
   * is 1 in single precision, and up to there what cancels takes five of a double's sixteen digits.
   */
  static double erf(double x) {
    if (!(Math.abs(x) < 4)) {
      return Double.isNaN(x) ? x : Math.signum(x);
    }
    double term = x;
    double series = x;
    for (int n = 1; Math.abs(term) > 1e-17 * Math.abs(x); n++) {
      term *= -x * x / n;
      series += term / (2 * n + 1);
    }
    return 2 / Math.sqrt(Math.PI) * series;
  }

  @Override
  public List<Value> infer(List<Value> inputs) {
    return List.of(Value.of(inputs.getFirst().type(), inputs.getFirst().dims()));
  }

  @Override
  public Operator channelsLast(int rank) {
    return this;
  }

  @Override
  public Kernel kernel(List<Value> inputs, List<Value> outputs) {
    if (inputs.getFirst().type() == ElementType.FLOAT32 && fast != null) {
      return (in, out) -> fast.bind(in[0].floats(), out[0].floats());
    }
    if (function == null) {
      throw new IllegalArgumentException(
          "input 0 is " + inputs.getFirst() + ", expected elements of type FLOAT32");
    }
    return (in, out) -> plain(in[0], out[0]);
  }

  private Step plain(Tensor in, Tensor out) {
    if (in.type().floating()) {
      float[] x = in.floats();
      float[] y = out.floats();
      return _ -> {
        for (int i = 0; i < y.length; i++) {
          y[i] = (float) function.apply(x[i]);
        }
      };
    }
    long[] x = in.longs();
    long[] y = out.longs();
    return _ -> {
      for (int i = 0; i < y.length; i++) {
        y[i] = (long) function.apply((double) x[i]);
      }
    };
  }
}
