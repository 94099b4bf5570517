package io.github.lanewise.kernels.linalg;

import io.github.lanewise.kernels.conv.Epilogue;
import io.github.lanewise.kernels.lanes.Lanes;
import io.github.lanewise.kernels.lanes.Scratch;
import io.github.lanewise.kernels.lanes.Workers;
import io.github.lanewise.kernels.shape.Checks;
import io.github.lanewise.kernels.simd.PlainRows;
import java.nio.FloatBuffer;
import java.util.Arrays;

/**
 * A matrix product that is computed once, in a JVM that has compiled nothing yet: {@code A [m][k]}
 * times {@code B [k][n]} by loops that are the same for all sizes. B is gone through once, block by
 * block, where it lies, which may be the bytes of a file; there is no packed copy of it.
 *
 * <p>Immutable and free of buffers. Sums are in the order of k and the same for any number of
 * threads.
 */
public final class PlainProduct {
  /** Columns of a block that lie side by side in memory: runs of 2 KiB. */
  private static final int COLUMNS = 512;

  /** Rows of such a block: it stays in the L1 cache. */
  private static final int ROWS = 8;

  /** Columns of a block whose rows lie side by side: as many streams are read at once. */
  private static final int TURNED_COLUMNS = 16;

  /** Rows of such a block: runs of 1 KiB. */
  private static final int TURNED_ROWS = 256;

  /** Multiply-adds from which a second thread pays. */
  private static final long SHARED_FROM = 500_000;

  private final int m;
  private final int k;
  private final int n;
  private final boolean turned;

  private PlainProduct(int m, int k, int n, boolean turned) {
    this.m = Checks.atLeast(1, "m", m);
    this.k = Checks.atLeast(1, "k", k);
    this.n = Checks.atLeast(1, "n", n);
    Checks.elements("a", m, k);
    Checks.elements("b", k, n);
    Checks.elements("y", m, n);
    this.turned = turned;
  }

  /**
   * A product of one size.
   *
   * @param m rows of A, at least 1
   * @param k columns of A, rows of B, at least 1
   * @param n columns of B, at least 1
   * @param transposed whether B is given as {@code [n][k]}
   * @return the product
   * @throws IllegalArgumentException if a size is below 1 or an array would be longer than Java
   *     allows
   */
  public static PlainProduct of(int m, int k, int n, boolean transposed) {
    return new PlainProduct(m, k, n, transposed);
  }

  /**
   * Computes {@code y}.
   *
   * @param a {@code [m][k]}
   * @param b {@code [k][n]}, transposed {@code [n][k]}, from the buffer's position to its limit;
   *     its position stays
   * @param epilogue bias {@code [n]}, residual {@code [m][n]} and ReLU
   * @param y {@code [m][n]}; overwritten
   * @param workers threads to compute on
   * @throws IllegalArgumentException if an array or the buffer has another length
   */
  public void multiply(float[] a, FloatBuffer b, Epilogue epilogue, float[] y, Workers workers) {
    Checks.length("a", a, m * k, "[m][k]");
    if (b.remaining() != k * n) {
      throw new IllegalArgumentException(
          "b has " + b.remaining() + " floats, expected " + k * n + " [k][n]");
    }
    Checks.length("y", y, m * n, "[m][n]");
    Checks.distinct("a", a, "y", y);
    if (epilogue.bias() != null) {
      Checks.length("bias", epilogue.bias(), n, "[n]");
    }
    if (epilogue.residual() != null) {
      Checks.length("residual", epilogue.residual(), m * n, "[m][n]");
    }
    int columns = turned ? TURNED_COLUMNS : COLUMNS;
    Workers used = (long) m * k * n < SHARED_FROM ? Workers.serial() : workers;
    used.run(Math.ceilDiv(n, columns), new Columns(columns, a, b, epilogue, y));
  }

  /** Some columns of the result for each tile. */
  private final class Columns implements Workers.Task {
    private final int columns;
    private final int rows;
    private final float[] a;
    private final FloatBuffer b;
    private final Epilogue epilogue;
    private final float[] y;

    Columns(int columns, float[] a, FloatBuffer b, Epilogue epilogue, float[] y) {
      this.columns = columns;
      this.rows = turned ? TURNED_ROWS : ROWS;
      this.a = a;
      this.b = b;
      this.epilogue = epilogue;
      this.y = y;
    }

    @Override
    public void run(int tile, Scratch scratch) {
      int from = tile * columns;
      int count = Math.min(n, from + columns) - from;
      float[] block = scratch.floats(0, rows * count);
      begin(from, count);
      for (int row = 0; row < k; row += rows) {
        int some = Math.min(rows, k - row);
        if (turned) {
          turn(row, some, from, count, scratch.floats(1, count * (rows + 1)), block);
        } else {
          for (int i = 0; i < some; i++) {
            b.get(b.position() + (row + i) * n + from, block, i * count, count);
          }
        }
        if (Lanes.vectorised()) {
          PlainRows.add(m, some, count, a, row, k, block, 0, count, y, from, n);
        } else {
          add(some, count, row, block, from);
        }
      }
      finish(from, count);
    }

    /** Without the Vector API. */
    private void add(int some, int count, int row, float[] block, int from) {
      for (int p = 0; p < m; p++) {
        for (int i = 0; i < some; i++) {
          float factor = a[p * k + row + i];
          for (int c = 0; c < count; c++) {
            y[p * n + from + c] += factor * block[i * count + c];
          }
        }
      }
    }

    /** Sums begin with the bias. */
    private void begin(int from, int count) {
      float[] bias = epilogue.bias();
      for (int row = 0; row < m; row++) {
        if (bias == null) {
          Arrays.fill(y, row * n + from, row * n + from + count, 0);
        } else {
          System.arraycopy(bias, from, y, row * n + from, count);
        }
      }
    }

    /** Values that lie along k, by way of a copy in a near cache. */
    private void turn(int row, int some, int from, int count, float[] copy, float[] block) {
      int step = rows + 1;
      for (int c = 0; c < count; c++) {
        b.get(b.position() + (from + c) * k + row, copy, c * step, some);
      }
      for (int i = 0; i < some; i++) {
        for (int c = 0; c < count; c++) {
          block[i * count + c] = copy[c * step + i];
        }
      }
    }

    private void finish(int from, int count) {
      float[] residual = epilogue.residual();
      for (int row = 0; row < m; row++) {
        int at = row * n + from;
        for (int i = at; residual != null && i < at + count; i++) {
          y[i] += residual[i];
        }
        for (int i = at; epilogue.relu() && i < at + count; i++) {
          y[i] = Math.max(y[i], 0);
        }
      }
    }
  }
}
