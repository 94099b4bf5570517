package io.github.lanewise.kernels.linalg;

import io.github.lanewise.kernels.lanes.Lanes;
import io.github.lanewise.kernels.lanes.Pool;
import io.github.lanewise.kernels.lanes.Scratch;
import io.github.lanewise.kernels.lanes.Workers;
import io.github.lanewise.kernels.shape.Checks;
import io.github.lanewise.kernels.simd.CacheLines;
import io.github.lanewise.kernels.simd.GradientTiles;
import io.github.lanewise.kernels.simd.Panels;
import io.github.lanewise.kernels.simd.RegisterTiles;
import io.github.lanewise.kernels.simd.Taps;
import java.util.Arrays;

/**
 * The backward pass of a dense layer {@code Y = X · W + b} of one size: {@code dW = Xᵀ · dY},
 * {@code dX = dY · Wᵀ}, and {@code db}, the sum of the rows of {@code dY}.
 *
 * <p>Some inputs at a time, in both products: their columns of X are copied together, where they
 * are multiplied as the pixels of a convolution's weight gradient are, and the transpose of their
 * columns of dX is computed, {@code W · dYᵀ}, and turned. So weights are read as they lie, and
 * nothing that is copied or turned leaves the cache.
 *
 * <p>Immutable and free of buffers that a caller sees: one instance serves any number of threads.
 * Calls allocate nothing once warm. The same bits come out for any number of threads.
 */
public final class DenseGradient {
  /** Multiply-adds from which a second thread pays, as in {@link Gemm}. */
  private static final long SHARED_FROM = 500_000;

  /** Work of a tile in each of the products, in multiply-adds: about 8 µs at the FMA peak. */
  private static final long TILE_MULTIPLY_ADDS = 1 << 20;

  /** Inputs of a tile are a multiple of this: whole squares of a transposition. */
  private static final int INPUT_STEP = 16;

  /** Inputs of a tile at most, so that what is copied and turned stays in the L2 cache. */
  private static final int MOST_INPUTS = 256;

  /**
   * Distance between the copied inputs of neighbouring examples: always the same, because it is a
   * constant of the compiled tiles, and no power of two, which would share cache sets.
   */
  private static final int INPUT_DISTANCE = MOST_INPUTS + INPUT_STEP;

  /** Floats that are copied at once at most: 1 MiB. */
  private static final int MOST_COPIED = 1 << 18;

  private final int batch;
  private final int inputs;
  private final int units;
  private final int tileInputs;
  private final Pool<Call> calls = new Pool<>(Call::new);

  private DenseGradient(int batch, int inputs, int units) {
    this.batch = Checks.atLeast(1, "batch", batch);
    this.inputs = Checks.atLeast(1, "inputs", inputs);
    this.units = Checks.atLeast(1, "units", units);
    Checks.elements("x", batch, inputs);
    Checks.elements("w", inputs, units);
    Checks.elements("dy", batch, units);
    long steps = TILE_MULTIPLY_ADDS / ((long) batch * units * INPUT_STEP);
    tileInputs = INPUT_STEP * Math.clamp(steps, 1, MOST_INPUTS / INPUT_STEP);
  }

  /**
   * The gradients of one size.
   *
   * @param batch examples, at least 1
   * @param inputs values of an example, at least 1
   * @param units outputs for an example, at least 1
   * @return the gradients
   * @throws IllegalArgumentException if a size is below 1 or a matrix would be longer than a Java
   *     array
   */
  public static DenseGradient of(int batch, int inputs, int units) {
    return new DenseGradient(batch, inputs, units);
  }

  /**
   * Computes the gradients.
   *
   * @param x what the layer read {@code [batch][inputs]}
   * @param w its weights {@code [inputs][units]}; read only if {@code dx} is wanted
   * @param dy gradient with respect to its output {@code [batch][units]}
   * @param dw {@code [inputs][units]}; overwritten
   * @param db {@code [units]}, or null if there is no bias; overwritten
   * @param dx {@code [batch][inputs]}, or null if nobody wants it; overwritten
   * @param workers threads to compute on
   * @throws IllegalArgumentException if an array has another length or an output is also an input
   *     or another output
   */
  public void run(
      float[] x, float[] w, float[] dy, float[] dw, float[] db, float[] dx, Workers workers) {
    Checks.length("x", x, batch * inputs, "[batch][inputs]");
    Checks.length("w", w, inputs * units, "[inputs][units]");
    Checks.length("dy", dy, batch * units, "[batch][units]");
    Checks.length("dw", dw, inputs * units, "[inputs][units]");
    Checks.distinct("w", w, "dw", dw);
    Checks.distinct("x", x, "dw", dw);
    Checks.distinct("dy", dy, "dw", dw);
    if (db != null) {
      Checks.length("db", db, units, "[units]");
      Checks.distinct("x", x, "db", db);
      Checks.distinct("w", w, "db", db);
      Checks.distinct("dy", dy, "db", db);
      Checks.distinct("dw", dw, "db", db);
    }
    if (dx != null) {
      Checks.length("dx", dx, batch * inputs, "[batch][inputs]");
      Checks.distinct("x", x, "dx", dx);
      Checks.distinct("w", w, "dx", dx);
      Checks.distinct("dy", dy, "dx", dx);
      Checks.distinct("dw", dw, "dx", dx);
      Checks.distinct("db", db, "dx", dx);
    }
    if (db != null) {
      sumRows(dy, db);
    }
    if (!Lanes.vectorised()) {
      ReferenceLinalg.denseGradient(batch, inputs, units, x, w, dy, dw, dx);
      return;
    }
    Call call = calls.take();
    call.x = x;
    call.w = w;
    call.dw = dw;
    call.dx = dx;
    call.pack(dy);
    try {
      boolean shared = (long) batch * inputs * units >= SHARED_FROM;
      (shared ? workers : Workers.serial()).run(Math.ceilDiv(inputs, tileInputs), call);
    } finally {
      call.clear();
      calls.give(call);
    }
  }

  /** Whether inputs are copied for tiles of weight gradients, rather than turned. */
  private boolean copies() {
    return units > Lanes.floats() && (long) batch * INPUT_DISTANCE <= MOST_COPIED;
  }

  private void sumRows(float[] dy, float[] db) {
    Arrays.fill(db, 0);
    for (int row = 0; row < batch; row++) {
      for (int unit = 0; unit < units; unit++) {
        db[unit] += dy[row * units + unit];
      }
    }
  }

  /** The arguments of a call in progress; reused, so that calls allocate nothing. */
  private final class Call implements Workers.Task {
    private final Panels unitPanels = new Panels(batch, units);
    private final Panels batchPanels = new Panels(units, batch);

    /** For all panels but the last, which may have fewer vectors, and for that. */
    private final GradientTiles tilesOfMost =
        GradientTiles.of(INPUT_DISTANCE, unitPanels.panelColumns());

    private final GradientTiles tilesOfLast =
        GradientTiles.of(INPUT_DISTANCE, unitPanels.step(unitPanels.count() - 1));

    private final Taps batchTaps = Taps.run(batch);
    private final Taps unitTaps = Taps.run(units);
    private final float[] packed = new float[Math.toIntExact(unitPanels.floats())];
    private final float[] turned = new float[batch * units];
    private final float[] packedTurned = new float[Math.toIntExact(batchPanels.floats())];
    private float[] x;
    private float[] w;
    private float[] dw;
    private float[] dx;

    /** Packs the right factors of both products: {@code dY} and its transpose. */
    void pack(float[] dy) {
      unitPanels.pack(dy, 0, units, packed, 0);
      if (dx != null) {
        for (int row = 0; row < batch; row++) {
          for (int unit = 0; unit < units; unit++) {
            turned[unit * batch + row] = dy[row * units + unit];
          }
        }
        batchPanels.pack(turned, 0, batch, packedTurned, 0);
      }
    }

    /** Some inputs. */
    @Override
    public void run(int tile, Scratch scratch) {
      int from = tile * tileInputs;
      int count = Math.min(tileInputs, inputs - from);
      if (copies()) {
        weights(from, count, scratch);
      } else {
        turnedWeights(from, count, scratch);
      }
      if (dx != null) {
        inputs(from, count, scratch);
      }
    }

    /** {@code dW = Xᵀ · dY} for some inputs. */
    private void weights(int from, int count, Scratch scratch) {
      float[] columns = scratch.floats(0, batch * INPUT_DISTANCE);
      for (int row = 0; row < batch; row++) {
        System.arraycopy(x, row * inputs + from, columns, row * INPUT_DISTANCE, count);
      }
      for (int panel = 0; panel < unitPanels.count(); panel++) {
        int width = unitPanels.width(panel);
        int step = unitPanels.step(panel);
        int at = from * units + unitPanels.column(panel);
        // Tiles store whole vectors, and what fills up the last panel has no place in the result.
        float[] sums = width == step ? dw : scratch.floats(1, MOST_INPUTS * step);
        GradientTiles tiles = panel < unitPanels.count() - 1 ? tilesOfMost : tilesOfLast;
        tiles.run(
            count,
            unitPanels.vectors(panel),
            batch,
            columns,
            0,
            packed,
            unitPanels.at(panel),
            sums,
            width == step ? at : 0,
            width == step ? units : step,
            false);
        for (int row = 0; width < step && row < count; row++) {
          System.arraycopy(sums, row * step, dw, at + row * units, width);
        }
      }
    }

    /**
     * The same by the tiles of the forward pass: for units that a vector holds, as a last layer has
     * so few that the JVM would compile tiles of its own only after hundreds of steps, and for
     * batches whose copied inputs no cache holds.
     */
    private void turnedWeights(int from, int count, Scratch scratch) {
      float[] columns = scratch.floats(1, Math.min(tileInputs, inputs) * batch);
      MatrixTransposition.turn(batch, count, x, from, inputs, columns, 0, batch, scratch);
      multiply(count, columns, 0, batch, batchTaps, unitPanels, packed, units, dw, from * units);
    }

    /** {@code dX = dY · Wᵀ} for some inputs. */
    private void inputs(int from, int count, Scratch scratch) {
      float[] columns = scratch.floats(1, Math.min(tileInputs, inputs) * batch);
      columns[0] = CacheLines.read(w, from * units, (from + count) * units);
      multiply(
          count, w, from * units, units, unitTaps, batchPanels, packedTurned, batch, columns, 0);
      MatrixTransposition.turn(count, batch, columns, 0, batch, dx, from, inputs, scratch);
    }

    /** Some rows of a product, {@code depth} deep and {@code width} wide. */
    private static void multiply(
        int rows,
        float[] a,
        int at,
        int depth,
        Taps taps,
        Panels panels,
        float[] b,
        int width,
        float[] product,
        int productAt) {
      for (int panel = 0; panel < panels.count(); panel++) {
        RegisterTiles.run(
            rows,
            a,
            at,
            depth,
            taps,
            0,
            1,
            b,
            panels.at(panel),
            product,
            productAt + panels.column(panel),
            width,
            panels.width(panel),
            null,
            0,
            null,
            false);
      }
    }

    /** Lets go of the caller's arrays. */
    void clear() {
      x = null;
      w = null;
      dw = null;
      dx = null;
    }
  }
}
