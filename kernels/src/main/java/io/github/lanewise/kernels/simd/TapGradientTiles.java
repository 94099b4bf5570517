package io.github.lanewise.kernels.simd;

import static io.github.lanewise.kernels.simd.Simd.L;

/** The register tiles that share out the taps of a kernel of one input channel. */
public final class TapGradientTiles {
  /** Taps whose sums and broadcast values fit the registers together. */
  static final int MOST_TAPS = RegisterTiles.wide() ? 12 : 6;

  private static final SoftCache<TapGradientKind, TapGradientTiles> BY_KIND =
      new SoftCache<>(TapGradientTiles::new);

  private final TapGradientKind all;
  private final TapGradientTile[] tiles;

  private TapGradientTiles(TapGradientKind all) {
    this.all = all;
    this.tiles = new TapGradientTile[Math.ceilDiv(all.taps(), MOST_TAPS)];
  }

  /**
   * The tiles for the taps of a kernel. Kernel column {@code kw} has a plane of pixels of its own,
   * in which pixel {@code p} is what lies under its first tap.
   *
   * @param kernelHeight taps of a kernel column
   * @param kernelWidth taps of a kernel row
   * @param rowStep pixels of a row of a plane
   * @param planeStep distance between planes
   * @param dyStep distance between pixels in the output gradients
   * @return the tiles; as a rule the same ones for the same distances
   */
  public static TapGradientTiles of(
      int kernelHeight, int kernelWidth, int rowStep, int planeStep, int dyStep) {
    int taps = kernelHeight * kernelWidth;
    return BY_KIND.of(new TapGradientKind(0, taps, kernelWidth, rowStep, planeStep, dyStep));
  }

  /**
   * Adds {@code Σ x[p + offset of tap t] · dy[p][c]} to the sums of each tap.
   *
   * @param pixels pixels to sum over
   * @param vectors vectors of output gradients; those at the last pixel have to end in the array
   * @param x planes
   * @param xAt index of the first pixel in the first plane
   * @param dy output gradients
   * @param dyAt index of the first pixel's first channel
   * @param sums {@code [tap][vectors · L]}; added to
   */
  public void run(int pixels, int vectors, float[] x, int xAt, float[] dy, int dyAt, float[] sums) {
    int step = vectors * L;
    for (int i = 0; i < tiles.length; i++) {
      TapGradientTile tile = tile(i);
      for (int v = 0; v < vectors; v++) {
        tile.run(pixels, x, xAt, dy, dyAt + v * L, sums, first(i) * step + v * L, step);
      }
    }
  }

  /** Tiles differ by at most one tap. */
  private int first(int tile) {
    return tile * all.taps() / tiles.length;
  }

  private TapGradientTile tile(int i) {
    TapGradientTile tile = tiles[i];
    if (tile == null) {
      // Two threads may both define it; either will do.
      TapGradientKind kind =
          new TapGradientKind(
              first(i),
              first(i + 1) - first(i),
              all.kernelWidth(),
              all.rowStep(),
              all.planeStep(),
              all.dyStep());
      tile = Templates.define("TapGradientTemplate", TapGradientTile.class, kind);
      tiles[i] = tile;
    }
    return tile;
  }
}
