package io.github.lanewise.kernels.norm;

import io.github.lanewise.kernels.lanes.Pool;
import io.github.lanewise.kernels.lanes.Scratch;
import io.github.lanewise.kernels.lanes.Workers;
import io.github.lanewise.kernels.shape.Checks;
import java.util.Arrays;

/**
 * Local response normalisation (Krizhevsky, Sutskever, Hinton 2012): each value is divided by a
 * power of what its neighbours among the channels of its pixel say, {@code y = x / s^beta} with
 * {@code s = k + alpha / size · Σ x²} over {@code size} channels about its own, as PyTorch's {@code
 * LocalResponseNorm}. The paper writes alpha for what is {@code alpha / size} here.
 *
 * <p>Rows are pixels: {@code [rows][channels]}. Every step is a loop over contiguous floats that
 * the compiler turns into vectors itself; the usual {@code beta} of 0.75 takes two square roots.
 *
 * <p>Immutable: one instance serves any number of threads, and calls allocate nothing once warm.
 */
public final class LocalResponseNorm {
  /** Floats of a tile: 32 KiB. */
  private static final int TILE_FLOATS = 1 << 13;

  /** Floats from which a second thread pays. */
  private static final int SHARED_FROM = 1 << 14;

  private final int rows;
  private final int channels;
  private final int before;
  private final int after;
  private final float share;
  private final double beta;
  private final float k;
  private final int rowsPerTile;
  private final Pool<Call> calls = new Pool<>(Call::new);

  private LocalResponseNorm(int rows, int channels, int size, double alpha, double beta, double k) {
    this.rows = Checks.atLeast(1, "rows", rows);
    this.channels = Checks.atLeast(1, "channels", channels);
    Checks.elements("the array", rows, channels);
    Checks.atLeast(1, "size", size);
    if (!(k > 0 && alpha >= 0)) {
      throw new IllegalArgumentException(
          "k is %s and alpha %s, expected k above 0 and alpha at least 0".formatted(k, alpha));
    }
    // Channels farther away than the last do not exist.
    this.before = Math.min(size / 2, channels);
    this.after = Math.min((size - 1) / 2, channels);
    this.share = (float) (alpha / size);
    this.beta = beta;
    this.k = (float) k;
    this.rowsPerTile = Math.max(1, TILE_FLOATS / channels);
  }

  /**
   * A normalisation of one size.
   *
   * @param rows pixels of all pictures, at least 1
   * @param channels channels of each, at least 1
   * @param size channels of a window, its own included: {@code size / 2} before, the rest after
   * @param alpha weight of the window's mean square, at least 0
   * @param beta the power
   * @param k what is added, above 0
   * @return the normalisation
   * @throws IllegalArgumentException if an argument is out of its range, or the array would be
   *     longer than Java allows
   */
  public static LocalResponseNorm of(
      int rows, int channels, int size, double alpha, double beta, double k) {
    return new LocalResponseNorm(rows, channels, size, alpha, beta, k);
  }

  /**
   * Computes the outputs.
   *
   * @param x {@code [rows][channels]}
   * @param y {@code [rows][channels]}, may be {@code x}; overwritten
   * @param workers threads to compute on
   * @throws IllegalArgumentException if an array has another length
   */
  public void forward(float[] x, float[] y, Workers workers) {
    run(Pass.FORWARD, x, "x", x, "y", y, workers);
  }

  /**
   * Computes the gradient with respect to the input.
   *
   * @param x the input
   * @param dy gradient with respect to the output {@code [rows][channels]}
   * @param dx {@code [rows][channels]}, may be {@code dy}; overwritten
   * @param workers threads to compute on
   * @throws IllegalArgumentException if an array has another length
   */
  public void backward(float[] x, float[] dy, float[] dx, Workers workers) {
    run(Pass.BACKWARD, x, "dy", dy, "dx", dx, workers);
  }

  /**
   * Computes the tangent of the output.
   *
   * @param x the input
   * @param tangentX tangent of the input {@code [rows][channels]}
   * @param tangentY {@code [rows][channels]}, may be {@code tangentX}; overwritten
   * @param workers threads to compute on
   * @throws IllegalArgumentException if an array has another length
   */
  public void tangent(float[] x, float[] tangentX, float[] tangentY, Workers workers) {
    run(Pass.TANGENT, x, "tangentX", tangentX, "tangentY", tangentY, workers);
  }

  private void run(
      Pass pass, float[] x, String aName, float[] a, String yName, float[] y, Workers workers) {
    int length = rows * channels;
    Checks.length("x", x, length, "[rows][channels]");
    Checks.length(aName, a, length, "[rows][channels]");
    Checks.length(yName, y, length, "[rows][channels]");
    Call call = calls.take();
    try {
      call.pass = pass;
      call.x = x;
      call.a = a;
      call.y = y;
      Workers used = length < SHARED_FROM ? Workers.serial() : workers;
      used.run(Math.ceilDiv(rows, rowsPerTile), call);
    } finally {
      call.x = null;
      call.a = null;
      call.y = null;
      calls.give(call);
    }
  }

  private enum Pass {
    FORWARD,
    BACKWARD,
    TANGENT
  }

  /** The arguments of a call in progress; reused, so that calls allocate nothing. */
  private final class Call implements Workers.Task {
    private Pass pass;
    private float[] x;
    private float[] a;
    private float[] y;

    @Override
    public void run(int tile, Scratch scratch) {
      float[] terms = scratch.floats(0, before + channels + after);
      float[] s = scratch.floats(1, channels);
      float[] power = scratch.floats(2, channels);
      float[] sums = scratch.floats(3, channels);
      Arrays.fill(terms, 0, before, 0);
      Arrays.fill(terms, before + channels, before + channels + after, 0);
      int end = Math.min(rows, (tile + 1) * rowsPerTile);
      for (int row = tile * rowsPerTile; row < end; row++) {
        int at = row * channels;
        for (int c = 0; c < channels; c++) {
          terms[before + c] = x[at + c] * x[at + c];
        }
        slide(terms, s);
        for (int c = 0; c < channels; c++) {
          s[c] = k + share * s[c];
        }
        powers(s, power);
        switch (pass) {
          case FORWARD -> {
            for (int c = 0; c < channels; c++) {
              y[at + c] = x[at + c] * power[c];
            }
          }
          case BACKWARD -> backward(at, s, power, terms, sums);
          case TANGENT -> tangent(at, s, power, terms, sums);
        }
      }
    }

    /** {@code sums[c] = Σ terms[c + d]} for all offsets d of a window. */
    private void slide(float[] terms, float[] sums) {
      System.arraycopy(terms, 0, sums, 0, channels);
      for (int d = 1; d <= before + after; d++) {
        for (int c = 0; c < channels; c++) {
          sums[c] += terms[d + c];
        }
      }
    }

    /** {@code s^−beta}. */
    private void powers(float[] s, float[] power) {
      if (beta == 0.75) {
        for (int c = 0; c < channels; c++) {
          float root = (float) Math.sqrt(s[c]);
          power[c] = 1 / (root * (float) Math.sqrt(root));
        }
      } else {
        for (int c = 0; c < channels; c++) {
          power[c] = (float) Math.pow(s[c], -beta);
        }
      }
    }

    /** {@code ty = tx · s^−β − 2 β α/n · x s^−β / s · Σ x tx}. */
    private void tangent(int at, float[] s, float[] power, float[] terms, float[] sums) {
      float factor = (float) (-2 * beta * share);
      for (int c = 0; c < channels; c++) {
        terms[before + c] = x[at + c] * a[at + c];
      }
      slide(terms, sums);
      for (int c = 0; c < channels; c++) {
        y[at + c] = power[c] * (a[at + c] + factor * x[at + c] / s[c] * sums[c]);
      }
    }

    /** {@code dx = dy · s^−β − 2 β α/n · x · Σ dy x s^−β / s} over the windows that x is in. */
    private void backward(int at, float[] s, float[] power, float[] terms, float[] sums) {
      float factor = (float) (-2 * beta * share);
      // A window reaches `before` back, so x is in those of `before` channels after it.
      Arrays.fill(terms, 0, after, 0);
      Arrays.fill(terms, after + channels, before + channels + after, 0);
      for (int c = 0; c < channels; c++) {
        terms[after + c] = a[at + c] * x[at + c] * power[c] / s[c];
      }
      slide(terms, sums);
      for (int c = 0; c < channels; c++) {
        y[at + c] = a[at + c] * power[c] + factor * x[at + c] * sums[c];
      }
      Arrays.fill(terms, 0, before, 0);
      Arrays.fill(terms, before + channels, before + channels + after, 0);
    }
  }
}
