package io.github.lanewise.kernels.simd;

import static io.github.lanewise.kernels.simd.Simd.L;

/** The register tiles of depthwise convolution, and how pixels and channels are cut into them. */
public final class DepthwiseTiles {
  /** The most pixels of a tile. */
  public static final int MAX_ROWS = 8;

  private static final DepthwiseTiles[] KINDS = new DepthwiseTiles[1 << 2];

  static {
    for (int i = 0; i < KINDS.length; i++) {
      KINDS[i] = new DepthwiseTiles((i & 1) != 0, (i & 2) != 0);
    }
  }

  private final boolean relu;
  private final boolean partial;
  private final DepthwiseTile[] byRows = new DepthwiseTile[MAX_ROWS + 1];

  private DepthwiseTiles(boolean relu, boolean partial) {
    this.relu = relu;
    this.partial = partial;
  }

  /**
   * Computes {@code y = relu(bias + residual + Σ x · w)} for a run of neighbouring pixels, from one
   * channel on.
   *
   * @param pixels pixels of the run; nothing happens for 0 or fewer
   * @param first first channel to compute, on a vector's border
   * @param channels channels in all
   * @param x input, channels contiguous
   * @param xAt index of the first pixel's first channel under an offset of 0
   * @param xStep distance in {@code x} between neighbouring output pixels
   * @param taps where the inputs and weights lie
   * @param from first tap
   * @param to one past the last tap
   * @param w weights {@code [tap][channel]}, channels filled up to whole vectors
   * @param y output; overwritten
   * @param yAt index of the first pixel's first channel
   * @param yStep distance in {@code y} between neighbouring output pixels
   * @param bias one value for each channel, or null
   * @param residual added to the output, laid out as {@code y}, or null
   * @param relu whether negative results become 0
   */
  public static void run(
      int pixels,
      int first,
      int channels,
      float[] x,
      int xAt,
      int xStep,
      Taps taps,
      int from,
      int to,
      float[] w,
      float[] y,
      int yAt,
      int yStep,
      float[] bias,
      float[] residual,
      boolean relu) {
    if (pixels <= 0) {
      return;
    }
    boolean inTile = relu && residual == null;
    int tiles = (pixels + MAX_ROWS - 1) / MAX_ROWS;
    int rows = pixels / tiles;
    int longer = pixels - tiles * rows;
    for (int tile = 0; tile < tiles; tile++) {
      int now = tile < longer ? rows + 1 : rows;
      int whole = channels / L * L;
      if (first < whole) {
        of(inTile, false)
            .tile(now)
            .run(
                x,
                xAt + first,
                xStep,
                taps,
                from,
                to,
                w,
                first,
                y,
                yAt + first,
                yStep,
                whole - first,
                bias,
                first);
      }
      if (whole < channels) {
        of(inTile, true)
            .tile(now)
            .run(
                x,
                xAt + whole,
                xStep,
                taps,
                from,
                to,
                w,
                whole,
                y,
                yAt + whole,
                yStep,
                channels - whole,
                bias,
                whole);
      }
      if (residual != null) {
        Finish.run(y, yAt + first, yStep, now, channels - first, residual, relu);
      }
      xAt += now * xStep;
      yAt += now * yStep;
    }
  }

  private static DepthwiseTiles of(boolean relu, boolean partial) {
    return KINDS[(relu ? 1 : 0) | (partial ? 2 : 0)];
  }

  private DepthwiseTile tile(int rows) {
    DepthwiseTile tile = byRows[rows];
    if (tile == null) {
      // Two threads may both define it; either will do.
      TileKind kind = new TileKind(rows, 1, Taps.Walk.LISTED, relu, partial);
      tile = Templates.define("DepthwiseTemplate", DepthwiseTile.class, kind);
      byRows[rows] = tile;
    }
    return tile;
  }
}
