package io.github.lanewise.kernels.simd;

import static io.github.lanewise.kernels.simd.Simd.L;

import io.github.lanewise.kernels.lanes.Pool;
import java.util.Arrays;

/**
 * Stands for a weight gradient's tile until it is compiled: the same bits by {@link PlainTiles}, to
 * which a row of sums is a pixel, and a pixel is a tap.
 */
final class WarmingGradientTile extends Warming implements GradientTile {
  /** Lines of made-up inputs. */
  private static final int LINES = 2;

  private static final int PIXELS = STEPS / LINES;

  /** What sums start from. */
  private static final Pool<float[]> STARTS =
      new Pool<>(() -> new float[GradientTiles.ROWS * GradientTiles.VECTORS * L]);

  private final GradientKind kind;
  private final GradientTile tile;
  private final GradientTile[] tiles;
  private final int index;
  private final int width;

  /** Offsets of the pixels of a line. */
  private final Multiples xPixels;

  private final Multiples dyPixels;

  private float[] x;
  private float[] dy;
  private float[] sums;

  /**
   * A tile to be compiled.
   *
   * @param kind its kind
   * @param tile the tile
   * @param tiles where it takes this one's place
   * @param index its place there
   */
  WarmingGradientTile(GradientKind kind, GradientTile tile, GradientTile[] tiles, int index) {
    this.kind = kind;
    this.tile = tile;
    this.tiles = tiles;
    this.index = index;
    this.width = kind.vectors() * L;
    this.xPixels = new Multiples(kind.xStep());
    this.dyPixels = new Multiples(kind.dyStep());
  }

  @Override
  public void run(
      int tiles,
      int lines,
      int pixels,
      float[] x,
      int xAt,
      int xLine,
      float[] dy,
      int dyAt,
      int dyLine,
      float[] sums,
      int sumsAt,
      int sumsStep,
      float[] bias,
      int biasAt) {
    int rows = tiles * kind.rows();
    long vectors = (long) lines * pixels * (rows + (kind.bias() ? 1 : 0)) * kind.vectors();
    if (trying()) {
      long before = System.nanoTime();
      tile.run(
          tiles, lines, pixels, x, xAt, xLine, dy, dyAt, dyLine, sums, sumsAt, sumsStep, bias,
          biasAt);
      tried(before, vectors);
      return;
    }
    for (int r = 0; !kind.add() && r < rows; r++) {
      int at = sumsAt + r * sumsStep;
      Arrays.fill(sums, at, at + width, 0);
    }
    for (int line = 0; line < lines; line++) {
      int xNow = xAt + line * xLine;
      int dyNow = dyAt + line * dyLine;
      for (int i = 0; i < tiles; i++) {
        int to = sumsAt + i * kind.rows() * sumsStep;
        addLine(pixels, x, xNow + i * kind.rows(), dy, dyNow, sums, to, sumsStep);
      }
      for (int p = 0; kind.bias() && p < pixels; p++) {
        addTo(bias, biasAt, dy, dyNow + p * kind.dyStep(), width);
      }
    }
    count(vectors);
  }

  private void addLine(
      int pixels, float[] x, int xAt, float[] dy, int dyAt, float[] sums, int sumsAt, int step) {
    int[] xNow = xPixels.atLeast(pixels);
    int[] dyNow = dyPixels.atLeast(pixels);
    int rows = kind.rows();
    float[] start = STARTS.take();
    for (int r = 0; r < rows; r++) {
      System.arraycopy(sums, sumsAt + r * step, start, r * width, width);
    }
    PlainTiles.row(
        rows, width, xNow, dyNow, 0, pixels, 1, x, xAt, 1, dy, dyAt, 0, start, 0, width, sums,
        sumsAt, step);
    STARTS.give(start);
  }

  private static void addTo(float[] sums, int sumsAt, float[] more, int moreAt, int count) {
    for (int i = 0; i < count; i++) {
      sums[sumsAt + i] += more[moreAt + i];
    }
  }

  @Override
  boolean prepare() {
    long xFloats = (long) STEPS * kind.xStep() + (long) TILES * kind.rows();
    long dyFloats = (long) STEPS * kind.dyStep() + width;
    if (xFloats + dyFloats > MOST_FLOATS) {
      return false;
    }
    x = new float[(int) xFloats];
    dy = new float[(int) dyFloats];
    sums = new float[(TILES * kind.rows() + 1) * width];
    return true;
  }

  @Override
  void call(int tiles) {
    int xLine = PIXELS * kind.xStep();
    int dyLine = PIXELS * kind.dyStep();
    int biasAt = TILES * kind.rows() * width;
    tile.run(tiles, LINES, PIXELS, x, 0, xLine, dy, 0, dyLine, sums, 0, width, sums, biasAt);
  }

  @Override
  void release() {
    x = null;
    dy = null;
    sums = null;
  }

  @Override
  void replace() {
    tiles[index] = tile;
  }
}
