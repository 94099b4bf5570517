package io.github.lanewise.kernels.linalg;

import io.github.lanewise.kernels.conv.Epilogue;
import io.github.lanewise.kernels.lanes.Lanes;
import io.github.lanewise.kernels.lanes.Pool;
import io.github.lanewise.kernels.lanes.Scratch;
import io.github.lanewise.kernels.lanes.Workers;
import io.github.lanewise.kernels.shape.Checks;
import io.github.lanewise.kernels.simd.ElementRuns;
import io.github.lanewise.kernels.simd.Finish;
import io.github.lanewise.kernels.simd.Panels;
import io.github.lanewise.kernels.simd.PanelsRow;
import io.github.lanewise.kernels.simd.RegisterTiles;
import io.github.lanewise.kernels.simd.Taps;
import java.util.Arrays;

/**
 * The matrix product {@code C = A · B} of one size, all row-major: {@code A [m][k]}, {@code B
 * [k][n]}, {@code C [m][n]}.
 *
 * <p>B is packed into panels two vectors wide, A is read as it lies, and a register tile of C sums
 * over the whole of {@code k} without touching memory. {@link GemmTiles} keeps what is read again
 * in the caches; the inner blocking over {@code k} of Goto and van de Geijn 2008, "Anatomy of
 * high-performance matrix multiplication", a core with an L2 cache of 1 MiB does not need.
 *
 * <p>Immutable and free of buffers: one instance serves any number of threads, and calls allocate
 * nothing once warm. Every element is summed in the order of {@code k}: the same bits come out for
 * any {@code m}, any number of threads, packed or not.
 *
 * {@snippet :
 * PackedMatrix weights = PackedMatrix.of(784, 128, w);
 * Gemm.of(32, 784, 128).multiply(x, weights, Epilogue.NONE.withBias(bias).withRelu(), y, workers);
 * }
 */
public final class Gemm {
  /** Multiply-adds from which a second thread pays: about 4 µs of work, twice the hand-over. */
  private static final long SHARED_FROM = 500_000;

  private final int m;
  private final int k;
  private final int n;
  private final Panels panels;
  private final Taps taps;
  private final GemmTiles packedTiles;
  private final GemmTiles packingTiles;
  private final Pool<Call> calls = new Pool<>(Call::new);

  private Gemm(int m, int k, int n) {
    this.m = Checks.atLeast(1, "m", m);
    this.k = Checks.atLeast(1, "k", k);
    this.n = Checks.atLeast(1, "n", n);
    Checks.elements("A", m, k);
    Checks.elements("B", k, n);
    Checks.elements("C", m, n);
    if (Lanes.vectorised()) {
      panels = new Panels(k, n);
      taps = Taps.run(k);
      packedTiles = GemmTiles.packed(m, k, panels.count(), panels.width(0));
      packingTiles = GemmTiles.packing(m, k, panels.count(), panels.width(0));
    } else {
      panels = null;
      taps = null;
      packedTiles = new GemmTiles(1, 1, m, n, 1);
      packingTiles = packedTiles;
    }
  }

  /**
   * A product of one size.
   *
   * @param m rows of A and C, at least 1
   * @param k columns of A and rows of B, at least 1
   * @param n columns of B and C, at least 1
   * @return the product
   * @throws IllegalArgumentException if a size is below 1 or a matrix would be longer than a Java
   *     array
   */
  public static Gemm of(int m, int k, int n) {
    return new Gemm(m, k, n);
  }

  /**
   * Multiply-add pairs of a call.
   *
   * @return {@code m · k · n}
   */
  public long multiplyAdds() {
    return (long) m * k * n;
  }

  /**
   * Computes {@code C = A · B}.
   *
   * @param a {@code [m][k]}
   * @param b {@code [k][n]}, packed
   * @param c {@code [m][n]}; overwritten
   * @param workers threads to compute on
   * @throws IllegalArgumentException if a matrix has another size or {@code c} is also an input
   */
  public void multiply(float[] a, PackedMatrix b, float[] c, Workers workers) {
    multiply(a, b, Epilogue.NONE, c, workers);
  }

  /**
   * Computes {@code C = relu(A · B + bias + residual)}, each part as the epilogue asks.
   *
   * @param a {@code [m][k]}
   * @param b {@code [k][n]}, packed
   * @param epilogue bias {@code [n]}, residual {@code [m][n]}, ReLU
   * @param c {@code [m][n]}; overwritten
   * @param workers threads to compute on
   * @throws IllegalArgumentException if a matrix has another size or {@code c} is also an input
   */
  public void multiply(float[] a, PackedMatrix b, Epilogue epilogue, float[] c, Workers workers) {
    checkPacked(b);
    checkEpilogue(epilogue, c);
    run(a, b.values(), true, epilogue, false, c, workers);
  }

  /**
   * Computes {@code C = C + A · B}.
   *
   * @param a {@code [m][k]}
   * @param b {@code [k][n]}, packed
   * @param c {@code [m][n]}; added to
   * @param workers threads to compute on
   * @throws IllegalArgumentException if a matrix has another size or {@code c} is also an input
   */
  public void multiplyAccumulate(float[] a, PackedMatrix b, float[] c, Workers workers) {
    checkPacked(b);
    run(a, b.values(), true, Epilogue.NONE, true, c, workers);
  }

  /**
   * Computes {@code C = A · B}, packing B on the way: for a B that is used once. For one row of A
   * {@link DenseMatrix#multiplyTransposed} is faster, which reads B as it lies.
   *
   * @param a {@code [m][k]}
   * @param b {@code [k][n]}
   * @param c {@code [m][n]}; overwritten
   * @param workers threads to compute on
   * @throws IllegalArgumentException if a matrix has another size or {@code c} is also an input
   */
  public void multiply(float[] a, float[] b, float[] c, Workers workers) {
    multiply(a, b, Epilogue.NONE, c, workers);
  }

  /**
   * Computes {@code C = relu(A · B + bias + residual)}, each part as the epilogue asks, packing B
   * on the way: the same bits as with B packed beforehand.
   *
   * @param a {@code [m][k]}
   * @param b {@code [k][n]}
   * @param epilogue bias {@code [n]}, residual {@code [m][n]}, ReLU
   * @param c {@code [m][n]}; overwritten
   * @param workers threads to compute on
   * @throws IllegalArgumentException if a matrix has another size or {@code c} is also an input
   */
  public void multiply(float[] a, float[] b, Epilogue epilogue, float[] c, Workers workers) {
    checkPlain(b, c);
    checkEpilogue(epilogue, c);
    run(a, b, false, epilogue, false, c, workers);
  }

  /**
   * Computes {@code C = C + A · B}, packing B on the way.
   *
   * @param a {@code [m][k]}
   * @param b {@code [k][n]}
   * @param c {@code [m][n]}; added to
   * @param workers threads to compute on
   * @throws IllegalArgumentException if a matrix has another size or {@code c} is also an input
   */
  public void multiplyAccumulate(float[] a, float[] b, float[] c, Workers workers) {
    checkPlain(b, c);
    run(a, b, false, Epilogue.NONE, true, c, workers);
  }

  private void checkPacked(PackedMatrix b) {
    if (b.rows() != k || b.columns() != n) {
      throw new IllegalArgumentException(
          "b is packed for " + b.rows() + "×" + b.columns() + ", expected " + k + "×" + n);
    }
  }

  private void checkEpilogue(Epilogue epilogue, float[] c) {
    if (epilogue.bias() != null) {
      Checks.length("bias", epilogue.bias(), n, "[n]");
      Checks.distinct("bias", epilogue.bias(), "c", c);
    }
    if (epilogue.residual() != null) {
      Checks.length("residual", epilogue.residual(), m * n, "[m][n]");
      Checks.distinct("residual", epilogue.residual(), "c", c);
    }
  }

  private void checkPlain(float[] b, float[] c) {
    Checks.length("b", b, k * n, "[k][n]");
    Checks.distinct("b", b, "c", c);
  }

  private void run(
      float[] a,
      float[] b,
      boolean packed,
      Epilogue epilogue,
      boolean accumulate,
      float[] c,
      Workers workers) {
    Checks.length("a", a, m * k, "[m][k]");
    Checks.length("c", c, m * n, "[m][n]");
    Checks.distinct("a", a, "c", c);
    Workers used = multiplyAdds() < SHARED_FROM ? Workers.serial() : workers;
    Call call = calls.take();
    call.a = a;
    call.b = b;
    call.packed = packed;
    call.epilogue = epilogue;
    call.accumulate = accumulate;
    call.c = c;
    call.tiles = packed ? packedTiles : packingTiles;
    try {
      used.run(call.tiles.count(), call);
    } finally {
      call.clear();
      calls.give(call);
    }
  }

  /** The arguments of a call in progress; reused, so that calls allocate nothing. */
  private final class Call implements Workers.Task {
    private float[] a;
    private float[] b;
    private boolean packed;
    private Epilogue epilogue;
    private boolean accumulate;
    private float[] c;
    private GemmTiles tiles;

    @Override
    public void run(int tile, Scratch scratch) {
      int firstRow = tile / tiles.panelGroups() * tiles.rows();
      int endRow = Math.min(m, firstRow + tiles.rows());
      for (int from = firstRow; from < endRow; from += tiles.strip()) {
        strip(from, Math.min(endRow, from + tiles.strip()), tile % tiles.panelGroups(), scratch);
      }
    }

    /** A strip of rows times a group of panels. */
    private void strip(int from, int to, int group, Scratch scratch) {
      if (!Lanes.vectorised()) {
        ReferenceLinalg.product(from, to, k, n, a, b, epilogue, accumulate, c);
        return;
      }
      int firstPanel = group * tiles.panels();
      int endPanel = Math.min(panels.count(), firstPanel + tiles.panels());
      if (to - from == 1 && packed && !accumulate) {
        firstPanel = row(from, firstPanel, endPanel, scratch);
      }
      for (int panel = firstPanel; panel < endPanel; panel++) {
        float[] w = b;
        int at = panels.at(panel);
        if (!packed) {
          w = scratch.floats(0, panels.vectors(panel) * Lanes.floats() * k);
          at = 0;
          panels.packPanel(panel, b, 0, n, w, at);
        }
        if (accumulate) {
          addPanel(from, to, panel, w, at, scratch);
        } else {
          panel(from, to, panel, w, at, c, from * n + panels.column(panel), n);
        }
      }
    }

    /** One row times as many panels as fill groups; returns the first panel that is left over. */
    private int row(int row, int firstPanel, int endPanel, Scratch scratch) {
      int group = PanelsRow.PANELS;
      int width = group * panels.width(0);
      int panel = firstPanel;
      for (; panel + group <= endPanel && panels.vectors(panel + group - 1) == 2; panel += group) {
        int column = panels.column(panel);
        int count = Math.min(width, n - column);
        // The last group may end within its last panel; the outputs beyond are not in C.
        float[] y = count == width ? c : scratch.floats(1, width);
        int yAt = count == width ? row * n + column : 0;
        if (epilogue.bias() == null) {
          Arrays.fill(y, yAt, yAt + width, 0);
        } else {
          System.arraycopy(epilogue.bias(), column, y, yAt, count);
        }
        PanelsRow.run(a, row * k, k, b, panels.at(panel), y, yAt);
        if (count < width) {
          System.arraycopy(y, 0, c, row * n + column, count);
        }
        if (epilogue.residual() != null) {
          Finish.run(c, row * n + column, n, 1, count, epilogue.residual(), epilogue.relu());
        } else if (epilogue.relu()) {
          ElementRuns.relu(count, c, row * n + column, c, row * n + column);
        }
      }
      return panel;
    }

    /** A block of rows times one panel, into {@code y}. */
    private void panel(
        int from, int to, int panel, float[] w, int wAt, float[] y, int yAt, int yStep) {
      RegisterTiles.run(
          to - from,
          a,
          from * k,
          k,
          taps,
          0,
          1,
          w,
          wAt,
          y,
          yAt,
          yStep,
          panels.width(panel),
          epilogue.bias(),
          panels.column(panel),
          epilogue.residual(),
          epilogue.relu());
    }

    /** A block of rows times one panel, added to C. */
    private void addPanel(int from, int to, int panel, float[] w, int wAt, Scratch scratch) {
      int width = panels.width(panel);
      float[] block = scratch.floats(1, (to - from) * width);
      panel(from, to, panel, w, wAt, block, 0, width);
      for (int i = from; i < to; i++) {
        int at = i * n + panels.column(panel);
        for (int j = 0; j < width; j++) {
          c[at + j] += block[(i - from) * width + j];
        }
      }
    }

    /** Lets go of the caller's arrays. */
    void clear() {
      a = null;
      b = null;
      epilogue = null;
      c = null;
    }
  }
}
