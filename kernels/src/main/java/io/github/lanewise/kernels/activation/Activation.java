package io.github.lanewise.kernels.activation;

import io.github.lanewise.kernels.lanes.Lanes;
import io.github.lanewise.kernels.lanes.Pool;
import io.github.lanewise.kernels.lanes.Scratch;
import io.github.lanewise.kernels.lanes.Workers;
import io.github.lanewise.kernels.shape.Checks;
import io.github.lanewise.kernels.simd.ActivationRuns;
import io.github.lanewise.kernels.simd.ElementRuns;
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
    ERF
  }

  private final Kind kind;
  private final float parameter;
  private final Pool<Call> calls = new Pool<>(Call::new);

  private Activation(Kind kind, float parameter) {
    this.kind = kind;
    this.parameter = parameter;
  }

  /**
   * A ReLU that lets some of the negative values through: {@code x > 0 ? x : slope · x} (Maas,
   * Hannun, Ng 2013).
   *
   * @param slope of the negative side; PyTorch's default is 0.01
   * @return the activation
   */
  public static Activation leakyRelu(float slope) {
    return new Activation(Kind.LEAKY_RELU, slope);
  }

  /**
   * The exponential linear unit, {@code x > 0 ? x : alpha · (exp(x) − 1)} (Clevert, Unterthiner,
   * Hochreiter 2016).
   *
   * @param alpha how far it goes below 0; PyTorch's default is 1
   * @return the activation
   */
  public static Activation elu(float alpha) {
    return new Activation(Kind.ELU, alpha);
  }

  /**
   * The Gaussian error linear unit, {@code x · Φ(x)} (Hendrycks, Gimpel 2016), exact rather than by
   * tanh.
   *
   * @return the activation
   */
  public static Activation gelu() {
    return new Activation(Kind.GELU, 0);
  }

  /**
   * The sigmoid linear unit or swish, {@code x / (1 + exp(−x))} (Ramachandran, Zoph, Le 2017).
   *
   * @return the activation
   */
  public static Activation silu() {
    return new Activation(Kind.SILU, 0);
  }

  /**
   * The logistic function, {@code 1 / (1 + exp(−x))}.
   *
   * @return the activation
   */
  public static Activation sigmoid() {
    return new Activation(Kind.SIGMOID, 0);
  }

  /**
   * The hyperbolic tangent.
   *
   * @return the activation
   */
  public static Activation tanh() {
    return new Activation(Kind.TANH, 0);
  }

  /**
   * The error function, {@code 2/√π · ∫₀ˣ exp(−t²) dt}, of which GELU is made.
   *
   * @return the function
   */
  public static Activation erf() {
    return new Activation(Kind.ERF, 0);
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
      case LEAKY_RELU -> ActivationRuns.leaky(count, parameter, x, x, y);
      case ELU -> ActivationRuns.elu(count, parameter, x, x, e, y);
      case SIGMOID -> ActivationRuns.sigmoid(count, x, e, y);
      case TANH -> ActivationRuns.tanh(count, x, e, y);
      case ERF -> ActivationRuns.erf(count, x, e, y);
      case SILU -> {
        ActivationRuns.sigmoid(count, x, e, y);
        ActivationRuns.times(count, x, y);
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
        ActivationRuns.leaky(count, parameter, x, e, y);
      }
      case ELU -> {
        Arrays.fill(y, 0, count, 1);
        ActivationRuns.elu(count, parameter, x, y, e, y);
      }
      case SIGMOID -> ActivationRuns.bell(count, 1, e, y);
      case TANH -> ActivationRuns.bell(count, 4, e, y);
      case ERF -> ActivationRuns.scaled(count, ActivationRuns.ERF_SLOPE, e, y);
      case SILU -> {
        ActivationRuns.sigmoid(count, x, e, y);
        ActivationRuns.bell(count, 1, e, e);
        ActivationRuns.productRule(count, x, e, y);
      }
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
      case LEAKY_RELU -> {
        return;
      }
      case ELU -> ActivationRuns.negatives(count, x, e);
      case SIGMOID, SILU -> ActivationRuns.magnitudes(count, -1, x, e);
      case TANH -> ActivationRuns.magnitudes(count, -2, x, e);
      case GELU -> ActivationRuns.squares(count, -0.5f, x, e);
      case ERF -> ActivationRuns.squares(count, -1, x, e);
    }
    ActivationRuns.exponentials(count, off, e);
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
          ReferenceActivation.run(kind, parameter, from, count, x, dy, y);
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
