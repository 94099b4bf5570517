package io.github.lanewise.kernels.simd;

import static io.github.lanewise.kernels.simd.Simd.L;

/**
 * Stands for a register tile until the JVM has compiled it, as calls on real inputs show: computes
 * the same bits by {@link PlainTiles}, and has {@link TileWarmUp} see to the tile once it was used
 * for some work.
 */
final class WarmingTile implements RegisterTile {
  /** Vectors multiplied and added from which on a tile is worth being compiled. */
  private static final long WORTH = 1 << 14;

  /** Values under the pixels of a call that shows whether the tile is compiled. */
  private static final int VALUES = 32;

  /** Tiles of such a call. */
  private static final int TILES = 2;

  /** Calls that make no vector for each one that does. */
  private static final int EMPTY_CALLS = 50;

  /** The JVM compiles a method after 5,000 calls, and those before it counts do not. */
  private static final int CALLS = 6_000;

  /** Fast calls on real inputs after which a tile takes its place, or so many slow ones. */
  private static final int TRIALS = 8;

  /** What a vector multiplied and added may take that is no object, and a call besides. */
  private static final long VECTOR_NANOS = 4;

  private static final long CALL_NANOS = 2_000;

  /** Larger inputs than this, in floats, are not made up for a warm-up. */
  private static final int MOST_FLOATS = 1 << 22;

  private static final float[] ZEROS = new float[RegisterTiles.MAX_VECTORS * L];

  private final TileKind kind;
  private final RegisterTile tile;
  private final RegisterTile[] byRows;

  /** Offsets of weights that follow each other, for taps that have none. */
  private final Multiples following;

  /** What was done here, by estimate: threads may overwrite each other's. */
  private volatile long work;

  /** Whether the tile was fast on made-up inputs, so that real ones may try it. */
  private volatile boolean trying;

  /** Calls in which it was fast on real inputs, and in which it was not. */
  private int fast;

  private int slow;

  private boolean asked;
  private boolean biased;
  private int width;

  private int calls;
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

  long work() {
    return work;
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
    long more = (long) pixels * kind.vectors() * taps.length * (to - from);
    if (trying) {
      long before = System.nanoTime();
      tile.run(tiles, x, xAt, xStep, taps, from, to, w, wAt, y, yAt, yStep, width, bias, biasAt);
      tried(System.nanoTime() - before < VECTOR_NANOS * more + CALL_NANOS);
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
        y,
        yAt,
        yStep);
    for (int p = 0; kind.relu() && p < pixels; p++) {
      rectify(y, yAt + p * yStep, width);
    }
    count(more, width, bias != null);
  }

  private static void rectify(float[] y, int at, int width) {
    for (int i = at; i < at + width; i++) {
      float value = y[i];
      y[i] = value < 0 ? 0 : value;
    }
  }

  private void count(long more, int columns, boolean hasBias) {
    long sum = work + more;
    work = sum;
    if (sum >= WORTH && !asked) {
      asked = true;
      width = columns;
      biased = hasBias;
      TileWarmUp.ask(this);
    }
  }

  /**
   * What the compiler took for granted on made-up inputs may not hold on real ones; it then makes
   * objects once more until it has compiled the tile again.
   */
  private synchronized void tried(boolean wasFast) {
    if (wasFast) {
      fast++;
    } else {
      slow++;
    }
    if (fast >= TRIALS || slow >= TRIALS) {
      byRows[kind.rows()] = tile;
    } else if (!wasFast && trying) {
      trying = false;
      fast = 0;
      TileWarmUp.ask(this);
    }
  }

  /**
   * Brings the tile nearer to being compiled; then real inputs try it.
   *
   * @param last whether they do in any case
   * @return whether they do
   */
  boolean warmUp(boolean last) {
    long floats = (long) TILES * kind.rows() * Math.max(kind.step(), 1) + VALUES;
    if (x == null && floats <= MOST_FLOATS && !last) {
      int wStep = kind.vectors() * L;
      taps = Taps.some(kind.walk(), kind.step(), VALUES, wStep);
      x = new float[(int) floats];
      w = new float[VALUES * wStep];
      y = new float[TILES * kind.rows() * wStep];
    }
    boolean compiled = last || x == null;
    for (int i = 0; i < (calls < CALLS ? 10 : 1) && !compiled; i++) {
      for (int j = 0; j < EMPTY_CALLS && calls < CALLS; j++) {
        call(0);
        calls++;
      }
      long before = System.nanoTime();
      call(TILES);
      compiled = PlainWarmUp.compiled(before, VALUES * TILES);
    }
    if (compiled) {
      calls = 0;
      taps = null;
      x = null;
      w = null;
      y = null;
      trying = true;
    }
    return compiled;
  }

  private void call(int tiles) {
    int step = Math.max(kind.step(), 1);
    int wStep = kind.vectors() * L;
    float[] bias = biased ? w : null;
    tile.run(tiles, x, 0, step, taps, 0, taps.count(), w, 0, y, 0, wStep, width, bias, 0);
  }
}
