package io.github.lanewise.kernels.simd;

import static io.github.lanewise.kernels.simd.Simd.L;

/**
 * Matrix products that are added to what others have summed: {@link RegisterTiles} for whole
 * vectors, whose sums start from memory, so that adding up costs a load for each output.
 */
public final class SumTiles {
  /** What sums without a bias start from. */
  private static final float[] NO_BIAS = new float[RegisterTiles.MAX_VECTORS * L];

  private static final SoftCache<SumKind, SumTiles> KINDS = new SoftCache<>(SumTiles::new);

  private final SumKind kind;
  private final int most;
  private final SumTile[] byRows;

  private SumTiles(SumKind kind) {
    this.kind = kind;
    most = RegisterTiles.maxRows(kind.vectors());
    byRows = new SumTile[most + 1];
  }

  /**
   * The tiles of a kind.
   *
   * @param vectors vectors of a panel
   * @param step distance between neighbouring rows in the input
   * @param relu whether negative results become 0
   * @return the tiles
   */
  public static SumTiles of(int vectors, int step, boolean relu) {
    return KINDS.of(new SumKind(0, vectors, relu, RegisterTiles.wide() ? step : 0));
  }

  /**
   * Computes {@code y = s + bias + x · w}, with a ReLU if of that kind, cut into tiles.
   *
   * @param rows rows of the product; their number is cut into tiles that differ by at most one
   * @param x input, the values of a row contiguous
   * @param xAt index of the first row
   * @param xStep distance in {@code x} between neighbouring rows, as the tiles were made for
   * @param length values of a row
   * @param w one panel of {@link Panels}, of whole vectors
   * @param wAt index of the panel
   * @param bias one value for each column, or null
   * @param biasAt index of the first
   * @param s sums to start from; not {@code y}
   * @param sAt index of the first row's
   * @param sStep distance between rows in {@code s}
   * @param y output; overwritten
   * @param yAt index of the first row's
   * @param yStep distance between rows in {@code y}
   */
  public void run(
      int rows,
      float[] x,
      int xAt,
      int xStep,
      int length,
      float[] w,
      int wAt,
      float[] bias,
      int biasAt,
      float[] s,
      int sAt,
      int sStep,
      float[] y,
      int yAt,
      int yStep) {
    float[] from = bias == null ? NO_BIAS : bias;
    int fromAt = bias == null ? 0 : biasAt;
    for (int done = 0; done < rows; ) {
      int left = rows - done;
      int parts = Math.ceilDiv(left, most);
      int now = Math.ceilDiv(left, parts);
      int tiles = left % now == 0 ? left / now : left - parts * ((left - 1) / parts);
      tile(now)
          .run(
              tiles,
              x,
              xAt + done * xStep,
              xStep,
              length,
              w,
              wAt,
              from,
              fromAt,
              s,
              sAt + done * sStep,
              sStep,
              y,
              yAt + done * yStep,
              yStep);
      done += tiles * now;
    }
  }

  private SumTile tile(int rows) {
    SumTile tile = byRows[rows];
    if (tile == null) {
      // Two threads may both define it; either will do.
      tile =
          Templates.define(
              "SumTemplate",
              SumTile.class,
              new SumKind(rows, kind.vectors(), kind.relu(), kind.step()));
      byRows[rows] = tile;
    }
    return tile;
  }
}
