package io.github.lanewise.kernels.activation;

import io.github.lanewise.kernels.lanes.Lanes;
import io.github.lanewise.kernels.lanes.Pool;
import io.github.lanewise.kernels.lanes.Scratch;
import io.github.lanewise.kernels.lanes.Workers;
import io.github.lanewise.kernels.shape.Checks;
import io.github.lanewise.kernels.simd.ActivationRuns;
import io.github.lanewise.kernels.simd.ElementRuns;
import io.github.lanewise.kernels.simd.ExponentialRuns;
import io.github.lanewise.kernels.simd.LogarithmRuns;
import java.util.Arrays;

/**
 * A smooth activation, element by element, and its derivative; {@link Relu} has a class of its own.
 * Words and meanings are those of PyTorch.
 *
 * <p>Results are within 5 · 10⁻⁷ of the exact ones, relative to the larger of 1 and their size
 * (measured by a test). Immutable: one instance serves any number of threads, and calls allocate
 * nothing once warm.
 *
 * {@snippet :
 * Activation.gelu().forward(x, y, workers);
 * Activation.gelu().gradient(x, dy, dx, workers);
 * }
 */
public final class Activation {
  /** Floats of a block: 4 KiB, so that every pass but the first finds them in the L1 cache. */
  private static final int BLOCK = 1 << 10;

  /** Floats of a tile: several µs of work. */
  private static final int TILE = 8 * BLOCK;

  /** Floats from which a second thread pays: two tiles. */
  private static final int SHARED_FROM = 2 * TILE;

  /** The function. */
  enum Kind {
    LEAKY_RELU,
    ELU,
    GELU,
    SILU,
    SIGMOID,
    TANH,
    ERF,
    GELU_TANH,
    MISH,
    SOFTPLUS,
    EXP,
    LOG
  }

  /**
   * What functions with two branches are made of.
   *
   * @param above factor of numbers above 0
   * @param below factor of the others, or of their exponentials
   * @param rate factor within the exponential
   */
  record Factors(float above, float below, float rate) {}

  private static final Factors NONE = new Factors(1, 1, 1);

  private final Kind kind;
  private final Factors factors;
  private final Pool<Call> calls = new Pool<>(Call::new);

  private Activation(Kind kind, Factors factors) {
    this.kind = kind;
    this.factors = factors;
  }

  /**
   * A ReLU that lets some of the negative values through: {@code x > 0 ? x : slope · x} (Maas,
   * Hannun, Ng 2013).
   *
   * @param slope of the negative side; PyTorch's default is 0.01
   * @return the activation
   */
  public static Activation leakyRelu(float slope) {
    return new Activation(Kind.LEAKY_RELU, new Factors(1, slope, 1));
  }

  /**
   * The exponential linear unit, {@code x > 0 ? x : alpha · (exp(x) − 1)} (Clevert, Unterthiner,
   * Hochreiter 2016).
   *
   * @param alpha how far it goes below 0; PyTorch's default is 1
   * @return the activation
   */
  public static Activation elu(float alpha) {
    return selu(alpha, 1);
  }

  /**
   * The scaled exponential linear unit, {@code gamma · (x > 0 ? x : alpha · (exp(x) − 1))}
   * (Klambauer and others 2017).
   *
   * @param alpha how far it goes below 0 before it is scaled; PyTorch has 1.6732632
   * @param gamma factor of all; PyTorch has 1.050701
   * @return the activation
   */
  public static Activation selu(float alpha, float gamma) {
    return new Activation(Kind.ELU, new Factors(gamma, gamma * alpha, 1));
  }

  /**
   * The continuously differentiable exponential linear unit, {@code x > 0 ? x : alpha · (exp(x /
   * alpha) − 1)} (Barron 2017).
   *
   * @param alpha how far it goes below 0; PyTorch's default is 1
   * @return the activation
   * @throws IllegalArgumentException if {@code alpha} is not positive
   */
  public static Activation celu(float alpha) {
    if (!(alpha > 0)) {
      throw new IllegalArgumentException("alpha is " + alpha + ", expected a positive number");
    }
    return new Activation(Kind.ELU, new Factors(1, alpha, 1 / alpha));
  }

  /**
   * The Gaussian error linear unit, {@code x · Φ(x)} (Hendrycks, Gimpel 2016), exact rather than by
   * tanh.
   *
   * @return the activation
   */
  public static Activation gelu() {
    return new Activation(Kind.GELU, NONE);
  }

  /**
   * The sigmoid linear unit or swish, {@code x / (1 + exp(−x))} (Ramachandran, Zoph, Le 2017).
   *
   * @return the activation
   */
  public static Activation silu() {
    return new Activation(Kind.SILU, NONE);
  }

  /**
   * The logistic function, {@code 1 / (1 + exp(−x))}.
   *
   * @return the activation
   */
  public static Activation sigmoid() {
    return new Activation(Kind.SIGMOID, NONE);
  }

  /**
   * The hyperbolic tangent.
   *
   * @return the activation
   */
  public static Activation tanh() {
    return new Activation(Kind.TANH, NONE);
  }

  /**
   * The error function, {@code 2/√π · ∫₀ˣ exp(−t²) dt}, of which GELU is made.
   *
   * @return the function
   */
  public static Activation erf() {
    return new Activation(Kind.ERF, NONE);
  }

  /**
   * GELU by an approximation of its own, {@code x/2 · (1 + tanh(√(2/π) · (x + 0.044715 x³)))}
   * (Hendrycks, Gimpel 2016), which differs from {@link #gelu} by up to 5 · 10⁻⁴.
   *
   * @return the activation
   */
  public static Activation geluByTanh() {
    return new Activation(Kind.GELU_TANH, NONE);
  }

  /**
   * {@code x · tanh(log(1 + exp(x)))} (Misra 2019).
   *
   * @return the activation
   */
  public static Activation mish() {
    return new Activation(Kind.MISH, NONE);
  }

  /**
   * {@code log(1 + exp(x))}, within three units in the last place, numbers below the normal ones
   * included (measured by a test).
   *
   * @return the activation
   */
  public static Activation softplus() {
    return new Activation(Kind.SOFTPLUS, NONE);
  }

  /**
   * The exponential, within two units in the last place, numbers below the normal ones included
   * (measured by a test).
   *
   * @return the function
   */
  public static Activation exp() {
    return new Activation(Kind.EXP, NONE);
  }

  /**
   * The natural logarithm, within two units in the last place, numbers below the normal ones
   * included (measured by a test); of 0 minus infinity, of negative numbers none.
   *
   * @return the function
   */
  public static Activation log() {
    return new Activation(Kind.LOG, NONE);
  }

  /**
   * Computes {@code y[i] = f(x[i])}.
   *
   * @param x any length
   * @param y as long as {@code x}, or {@code x} itself; overwritten
   * @param workers threads to compute on
   * @throws IllegalArgumentException if the lengths differ
   */
  public void forward(float[] x, float[] y, Workers workers) {
    run(x, null, "y", y, workers);
  }

  /**
   * Computes {@code dx[i] = f′(x[i]) · dy[i]}. As each output depends on one input, this is the
   * tangent, too: of {@code dy} as the tangent of {@code x}.
   *
   * @param x the input
   * @param dy as long as {@code x}
   * @param dx as long as {@code x}, or {@code x} or {@code dy} itself; overwritten
   * @param workers threads to compute on
   * @throws IllegalArgumentException if the lengths differ
   */
  public void gradient(float[] x, float[] dy, float[] dx, Workers workers) {
    if (dy == null) {
      throw new IllegalArgumentException("dy is null, expected an array");
    }
    run(x, dy, "dx", dx, workers);
  }

  private void run(float[] x, float[] dy, String name, float[] y, Workers workers) {
    if (x == null) {
      throw new IllegalArgumentException("x is null, expected an array");
    }
    Checks.length(name, y, x.length, "as x has");
    if (dy != null) {
      Checks.length("dy", dy, x.length, "as x has");
    }
    Call call = calls.take();
    call.x = x;
    call.dy = dy;
    call.y = y;
    try {
      Workers used = x.length < SHARED_FROM ? Workers.serial() : workers;
      used.run(Math.ceilDiv(x.length, TILE), call);
    } finally {
      call.clear();
      calls.give(call);
    }
  }

  /** The values {@code f(x)} of a block; {@code e} is for work. */
  private void values(int count, float[] x, float[] e, float[] y) {
    boolean off = kind == Kind.ELU || kind == Kind.TANH;
    exponentials(count, off ? 1 : 0, x, e);
    switch (kind) {
      case LEAKY_RELU -> ActivationRuns.leaky(count, factors.below, x, x, y);
      case ELU -> ActivationRuns.elu(count, factors.above, factors.below, x, x, e, y);
      case SIGMOID -> ActivationRuns.sigmoid(count, x, e, y);
      case TANH -> ActivationRuns.tanh(count, x, e, y);
      case ERF -> ActivationRuns.erf(count, x, e, y);
      case SILU, GELU_TANH -> {
        ActivationRuns.sigmoid(count, x, e, y);
        ActivationRuns.times(count, x, y);
      }
      case MISH -> ActivationRuns.mish(count, x, e, y);
      case SOFTPLUS -> {
        LogarithmRuns.splitOneMore(count, e, y);
        LogarithmRuns.logarithms(count, e, y);
        LogarithmRuns.addPositive(count, x, y);
      }
      case EXP -> System.arraycopy(e, 0, y, 0, count);
      case LOG -> {
        LogarithmRuns.split(count, x, e, y);
        LogarithmRuns.logarithms(count, e, y);
        LogarithmRuns.edges(count, x, y);
      }
      case GELU -> {
        ActivationRuns.normal(count, x, e, y);
        ActivationRuns.times(count, x, y);
      }
    }
  }

  /** The derivatives {@code f′(x)} of a block; {@code e} is for work. */
  private void slopes(int count, float[] x, float[] e, float[] y) {
    exponentials(count, 0, x, e);
    switch (kind) {
      case LEAKY_RELU -> {
        Arrays.fill(e, 0, count, 1);
        ActivationRuns.leaky(count, factors.below, x, e, y);
      }
      case ELU -> {
        Arrays.fill(y, 0, count, 1);
        ActivationRuns.elu(count, factors.above, factors.below * factors.rate, x, y, e, y);
      }
      case SIGMOID -> ActivationRuns.bell(count, 1, e, y);
      case TANH -> ActivationRuns.bell(count, 4, e, y);
      case ERF -> ActivationRuns.scaled(count, ActivationRuns.ERF_SLOPE, e, y);
      case SILU -> {
        ActivationRuns.sigmoid(count, x, e, y);
        ActivationRuns.bell(count, 1, e, e);
        ActivationRuns.productRule(count, x, e, y);
      }
      case GELU_TANH -> {
        ActivationRuns.sigmoid(count, x, e, y);
        ActivationRuns.bell(count, 1, e, e);
        ActivationRuns.geluSlopes(count, x, e);
        ActivationRuns.productRule(count, x, e, y);
      }
      case MISH -> ActivationRuns.mishSlope(count, x, e, y);
      case SOFTPLUS -> ActivationRuns.sigmoid(count, x, e, y);
      case EXP -> System.arraycopy(e, 0, y, 0, count);
      case LOG -> ActivationRuns.reciprocals(count, x, y);
      case GELU -> {
        ActivationRuns.normal(count, x, e, y);
        ActivationRuns.scaled(count, ActivationRuns.DENSITY, e, e);
        ActivationRuns.productRule(count, x, e, y);
      }
    }
  }

  /** The exponentials that the function is made of, less 1 where asked. */
  private void exponentials(int count, float off, float[] x, float[] e) {
    switch (kind) {
      case LEAKY_RELU, LOG -> {
        return;
      }
      case EXP -> {
        System.arraycopy(x, 0, e, 0, count);
        ExponentialRuns.any(count, e);
        return;
      }
      case SOFTPLUS -> {
        ActivationRuns.magnitudes(count, -1, x, e);
        ExponentialRuns.any(count, e);
        return;
      }
      case ELU -> ActivationRuns.negatives(count, factors.rate, x, e);
      case GELU_TANH -> ActivationRuns.geluArguments(count, x, e);
      case SIGMOID, SILU, MISH -> ActivationRuns.magnitudes(count, -1, x, e);
      case TANH -> ActivationRuns.magnitudes(count, -2, x, e);
      case GELU -> ActivationRuns.squares(count, -0.5f, x, e);
      case ERF -> ActivationRuns.squares(count, -1, x, e);
    }
    ExponentialRuns.ofNegatives(count, off, e);
  }

  /** The arguments of a call in progress; reused, so that calls allocate nothing. */
  private final class Call implements Workers.Task {
    private float[] x;
    private float[] dy;
    private float[] y;

    @Override
    public void run(int tile, Scratch scratch) {
      int end = (int) Math.min(x.length, (tile + 1L) * TILE);
      for (int from = tile * TILE; from < end; from += BLOCK) {
        int count = Math.min(BLOCK, end - from);
        if (Lanes.vectorised()) {
          block(from, count, scratch);
        } else {
          ReferenceActivation.run(kind, factors, from, count, x, dy, y);
        }
      }
    }

    private void block(int from, int count, Scratch scratch) {
      float[] input = scratch.floats(0, BLOCK);
      float[] work = scratch.floats(1, BLOCK);
      float[] output = scratch.floats(2, BLOCK);
      int whole = Math.ceilDiv(count, Lanes.floats()) * Lanes.floats();
      System.arraycopy(x, from, input, 0, count);
      Arrays.fill(input, count, whole, 0);
      if (dy == null) {
        values(whole, input, work, output);
        System.arraycopy(output, 0, y, from, count);
      } else {
        slopes(whole, input, work, output);
        ElementRuns.multiply(count, output, 0, dy, from, y, from);
      }
    }

    /** Lets go of the caller's arrays. */
    void clear() {
      x = null;
      dy = null;
      y = null;
    }
  }
}
