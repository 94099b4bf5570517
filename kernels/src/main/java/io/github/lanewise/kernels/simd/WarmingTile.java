package io.github.lanewise.kernels.simd;

import static io.github.lanewise.kernels.simd.Simd.L;

/** Stands for a register tile until it is compiled: the same bits by {@link PlainTiles}. */
final class WarmingTile extends Warming implements RegisterTile {
  private static final float[] ZEROS = new float[RegisterTiles.MAX_VECTORS * L];

  private final TileKind kind;
  private final RegisterTile tile;
  private final RegisterTile[] byRows;

  /** Offsets of weights that follow each other, for taps that have none. */
  private final Multiples following;

  /** How the tile was called first. */
  private boolean biased;

  private int width;
  private Taps taps;
  private float[] x;
  private float[] w;
  private float[] y;

  /**
   * A tile to be compiled.
   *
   * @param kind its kind
   * @param tile the tile
   * @param byRows where it takes this one's place
   */
  WarmingTile(TileKind kind, RegisterTile tile, RegisterTile[] byRows) {
    this.kind = kind;
    this.tile = tile;
    this.byRows = byRows;
    this.following = new Multiples(kind.vectors() * L);
  }

  @Override
  public void run(
      int tiles,
      float[] x,
      int xAt,
      int xStep,
      Taps taps,
      int from,
      int to,
      float[] w,
      int wAt,
      float[] y,
      int yAt,
      int yStep,
      int width,
      float[] bias,
      int biasAt) {
    int pixels = tiles * kind.rows();
    long vectors = (long) pixels * kind.vectors() * taps.length * (to - from);
    if (trying()) {
      long before = System.nanoTime();
      tile.run(tiles, x, xAt, xStep, taps, from, to, w, wAt, y, yAt, yStep, width, bias, biasAt);
      tried(before, vectors);
      return;
    }
    int wStep = kind.vectors() * L;
    PlainTiles.row(
        pixels,
        width,
        taps.x,
        taps.w.length == 0 ? following.atLeast(taps.x.length) : taps.w,
        from,
        to,
        taps.length,
        x,
        xAt,
        xStep,
        w,
        wAt,
        wStep,
        bias == null ? ZEROS : bias,
        bias == null ? 0 : biasAt,
        0,
        y,
        yAt,
        yStep);
    for (int p = 0; kind.relu() && p < pixels; p++) {
      rectify(y, yAt + p * yStep, width);
    }
    if (this.width == 0) {
      biased = bias != null;
      this.width = width;
    }
    count(vectors);
  }

  private static void rectify(float[] y, int at, int width) {
    for (int i = at; i < at + width; i++) {
      float value = y[i];
      y[i] = value < 0 ? 0 : value;
    }
  }

  @Override
  boolean prepare() {
    long floats = (long) TILES * kind.rows() * Math.max(kind.step(), 1) + STEPS;
    if (floats > MOST_FLOATS) {
      return false;
    }
    int wStep = kind.vectors() * L;
    taps = Taps.some(kind.walk(), kind.step(), STEPS, wStep);
    x = new float[(int) floats];
    w = new float[STEPS * wStep];
    y = new float[TILES * kind.rows() * wStep];
    return true;
  }

  @Override
  void call(int tiles) {
    int step = Math.max(kind.step(), 1);
    int wStep = kind.vectors() * L;
    float[] bias = biased ? w : null;
    tile.run(tiles, x, 0, step, taps, 0, taps.count(), w, 0, y, 0, wStep, width, bias, 0);
  }

  @Override
  void release() {
    taps = null;
    x = null;
    w = null;
    y = null;
  }

  @Override
  void replace() {
    byRows[kind.rows()] = tile;
  }
}
