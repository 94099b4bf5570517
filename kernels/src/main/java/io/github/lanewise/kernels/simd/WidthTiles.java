package io.github.lanewise.kernels.simd;

/** The tiles of one input channel and stride 1 along the width, by their output channels. */
public final class WidthTiles {
  /** Channels of a tile at most: with 32 registers. */
  static final int MOST_CHANNELS = 8;

  /** The same with 16 registers. */
  private static final int NARROW_CHANNELS = 6;

  private static final WidthTile[] KINDS = new WidthTile[2 * MOST_CHANNELS + 2];

  private WidthTiles() {}

  /**
   * Channels of a tile at most.
   *
   * @return as many as fit the registers, two vectors of each
   */
  public static int mostChannels() {
    return RegisterTiles.wide() ? MOST_CHANNELS : NARROW_CHANNELS;
  }

  /**
   * The tile of a number of channels.
   *
   * @param channels 1 to {@link #mostChannels}
   * @param relu whether negative results become 0
   * @return the tile
   */
  public static WidthTile of(int channels, boolean relu) {
    int at = 2 * channels + (relu ? 1 : 0);
    WidthTile tile = KINDS[at];
    if (tile == null) {
      // Two threads may both define it; either will do.
      WidthTileTemplate.Kind kind = new WidthTileTemplate.Kind(channels, relu);
      tile = Templates.define("WidthTileTemplate", WidthTile.class, kind);
      KINDS[at] = tile;
    }
    return tile;
  }
}
