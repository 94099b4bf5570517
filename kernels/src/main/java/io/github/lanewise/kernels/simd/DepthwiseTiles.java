package io.github.lanewise.kernels.simd;

/** The register tiles of depthwise convolution, and how a run of pixels is cut into them. */
public final class DepthwiseTiles {
  /** The most pixels of a tile. */
  private static final int MAX_ROWS = 8;

  private static final DepthwiseTile[] PLAIN = new DepthwiseTile[MAX_ROWS + 1];
  private static final DepthwiseTile[] WITH_RELU = new DepthwiseTile[MAX_ROWS + 1];

  private DepthwiseTiles() {}

  /**
   * Computes {@code y = relu(bias + Σ x · w)} for a run of neighbouring pixels.
   *
   * @param pixels pixels of the run; nothing happens for 0 or fewer
   * @param channels channels, at least one vector
   * @param x input, channels contiguous
   * @param xAt index of the first pixel's first channel under an offset of 0
   * @param xStep distance in {@code x} between neighbouring output pixels
   * @param taps where the inputs and weights lie
   * @param from first tap
   * @param to one past the last tap
   * @param w weights {@code [tap][channel]}
   * @param y output; overwritten
   * @param yAt index of the first pixel's first channel
   * @param yStep distance in {@code y} between neighbouring output pixels
   * @param bias one value for each channel, or null
   * @param relu whether negative results become 0
   */
  public static void run(
      int pixels,
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
      boolean relu) {
    if (pixels <= 0) {
      return;
    }
    int tiles = (pixels + MAX_ROWS - 1) / MAX_ROWS;
    int rows = pixels / tiles;
    int longer = pixels - tiles * rows;
    for (int tile = 0; tile < tiles; tile++) {
      int now = tile < longer ? rows + 1 : rows;
      tile(now, relu).run(x, xAt, xStep, taps, from, to, w, y, yAt, yStep, channels, bias);
      xAt += now * xStep;
      yAt += now * yStep;
    }
  }

  private static DepthwiseTile tile(int rows, boolean relu) {
    DepthwiseTile[] byRows = relu ? WITH_RELU : PLAIN;
    DepthwiseTile tile = byRows[rows];
    if (tile == null) {
      // Two threads may both define it; either will do.
      TileKind kind = new TileKind(rows, 1, Taps.Walk.LISTED, relu, false, 0);
      tile = Templates.define("DepthwiseTemplate", DepthwiseTile.class, kind);
      byRows[rows] = tile;
    }
    return tile;
  }
}
