package io.github.lanewise.kernels.simd;

import static io.github.lanewise.kernels.simd.Simd.FLOATS;
import static io.github.lanewise.kernels.simd.Simd.INTS;
import static io.github.lanewise.kernels.simd.Simd.L;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;

/**
 * The weight gradient from output gradients at few places, all others being zero: each gradient
 * times the window that it belongs to, the lanes along what lies under a kernel row.
 *
 * <p>What lies under a kernel row at each output of a row is copied first, in whole vectors; so a
 * place is one index.
 */
public final class PlaceGradientTiles {
  /** Sums that the registers hold beside what is loaded. */
  private static final int MOST_SUMS = 12;

  private static final SoftCache<PlaceGradientKind, PlaceGradientTiles> BY_KIND =
      new SoftCache<>(PlaceGradientTiles::new);

  private final PlaceGradientKind all;
  private final PlaceGradientTile[] tiles;

  private PlaceGradientTiles(PlaceGradientKind all) {
    this.all = all;
    int rows = MOST_SUMS / all.vectors();
    this.tiles = new PlaceGradientTile[Math.ceilDiv(all.rows(), rows)];
  }

  /**
   * Whether the sums of a kernel row fit the registers.
   *
   * @param rowFloats floats under a kernel row
   * @return true if they do
   */
  public static boolean fit(int rowFloats) {
    return Simd.vectors(rowFloats) <= MOST_SUMS;
  }

  /**
   * The tiles for a kernel.
   *
   * @param kernelHeight kernel rows
   * @param rowFloats floats under a kernel row
   * @param outWidth outputs of a row
   * @return the tiles; as a rule the same ones for the same sizes
   * @throws IllegalArgumentException if the sums of a row do not {@link #fit}
   */
  public static PlaceGradientTiles of(int kernelHeight, int rowFloats, int outWidth) {
    if (!fit(rowFloats)) {
      throw new IllegalArgumentException("rowFloats is " + rowFloats + ", too many for registers");
    }
    int vectors = Simd.vectors(rowFloats);
    return BY_KIND.of(new PlaceGradientKind(vectors, kernelHeight, outWidth * vectors * L));
  }

  /**
   * Floats of what is copied of a kernel row for each output.
   *
   * @return a multiple of the lanes
   */
  public int step() {
    return all.vectors() * L;
  }

  /**
   * Floats of the windows that {@link #copy} makes.
   *
   * @param rows rows of inputs
   * @param outWidth outputs of a row
   * @return as many as are copied
   */
  public int windowFloats(int rows, int outWidth) {
    return rows * outWidth * step();
  }

  /**
   * Copies what lies under a kernel row at each output of a row.
   *
   * @param rows rows of inputs
   * @param outWidth outputs of a row
   * @param rowFloats floats under a kernel row
   * @param channels distance between what lies under neighbouring outputs
   * @param from inputs
   * @param at index of the first
   * @param rowStep distance between rows
   * @param windows {@code [row][output][step]}; overwritten, the floats behind {@code rowFloats} by
   *     anything
   */
  public void copy(
      int rows,
      int outWidth,
      int rowFloats,
      int channels,
      float[] from,
      int at,
      int rowStep,
      float[] windows) {
    PlaceGradientTile tile = tile(0);
    for (int r = 0; r < rows; r++) {
      int row = at + r * rowStep;
      int to = r * outWidth * step();
      // Vectors may reach beyond what is copied, but not beyond the array.
      int reach = from.length - row - step();
      int whole = reach < 0 ? 0 : Math.min(outWidth, reach / channels + 1);
      tile.copy(whole, from, row, channels, windows, to);
      for (int i = whole; i < outWidth; i++) {
        System.arraycopy(from, row + i * channels, windows, to + i * step(), rowFloats);
      }
    }
  }

  /**
   * Finds where the windows of gradients begin.
   *
   * @param count gradients
   * @param channels output channels, of which each gradient has one
   * @param places index of each gradient's output; negative for none
   * @param dy gradients
   * @param from index of the first in both arrays
   * @param first index of the picture's first output
   * @param at index of each window's first float; overwritten
   * @param values gradients, 0 where there is no place; overwritten
   */
  public void find(
      int count,
      int channels,
      int[] places,
      float[] dy,
      int from,
      int first,
      int[] at,
      float[] values) {
    float inverse = 1f / channels;
    int i = 0;
    for (; i <= count - L; i += L) {
      IntVector place = IntVector.fromArray(INTS, places, from + i);
      VectorMask<Integer> none = place.compare(VectorOperators.LT, 0);
      // Half a channel more, so that rounding never leads to the pixel before.
      FloatVector pixel =
          ((FloatVector) place.sub(first).convert(VectorOperators.I2F, 0)).add(0.5f).mul(inverse);
      ((IntVector) pixel.convert(VectorOperators.F2I, 0))
          .mul(step())
          .blend(0, none)
          .intoArray(at, i);
      FloatVector.fromArray(FLOATS, dy, from + i).blend(0, none.cast(FLOATS)).intoArray(values, i);
    }
    for (; i < count; i++) {
      int place = places[from + i];
      at[i] = place < 0 ? 0 : (place - first) / channels * step();
      values[i] = place < 0 ? 0 : dy[from + i];
    }
  }

  /**
   * Adds {@code Σ values[i] · windows[at[i] …]} over the gradients of an output channel.
   *
   * @param count gradients, {@code step} apart from each other
   * @param at where each gradient's window begins
   * @param values gradients
   * @param from index of the first in both arrays
   * @param step distance in both arrays from one to the next
   * @param windows what {@link #copy} made
   * @param sums {@code [kernel row][step]}; added to
   * @param sumsAt index of the first
   * @return the sum of the gradients
   */
  public float run(
      int count,
      int[] at,
      float[] values,
      int from,
      int step,
      float[] windows,
      float[] sums,
      int sumsAt) {
    float total = 0;
    for (int i = 0; i < tiles.length; i++) {
      int row = first(i);
      total =
          tile(i)
              .run(
                  count,
                  at,
                  values,
                  from,
                  step,
                  windows,
                  row * all.rowStep(),
                  sums,
                  sumsAt + row * step());
    }
    return total;
  }

  /** Tiles differ by at most one row. */
  private int first(int tile) {
    return tile * all.rows() / tiles.length;
  }

  private PlaceGradientTile tile(int i) {
    PlaceGradientTile tile = tiles[i];
    if (tile == null) {
      // Two threads may both define it; either will do.
      PlaceGradientKind kind =
          new PlaceGradientKind(all.vectors(), first(i + 1) - first(i), all.rowStep());
      tile = Templates.define("PlaceGradientTemplate", PlaceGradientTile.class, kind);
      tiles[i] = tile;
    }
    return tile;
  }
}
