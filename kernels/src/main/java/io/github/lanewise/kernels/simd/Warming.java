package io.github.lanewise.kernels.simd;

/**
 * What stands for a register tile until the JVM has compiled it, as calls on real inputs show:
 * counts what is done meanwhile, and has {@link TileWarmUp} see to the tile once that is some work.
 */
abstract class Warming {
  /** Values, or pixels, that a call sums over which shows whether the tile is compiled. */
  static final int STEPS = 32;

  /** Tiles of such a call. */
  static final int TILES = 2;

  /** Larger inputs than this, in floats, are not made up for a warm-up. */
  static final int MOST_FLOATS = 1 << 22;

  /** Vectors multiplied and added from which on a tile is worth being compiled. */
  private static final long WORTH = 1 << 14;

  /** Calls that make no vector for each one that does. */
  private static final int EMPTY_CALLS = 50;

  /** The JVM compiles a method after 5,000 calls, and those before it counts do not. */
  private static final int CALLS = 6_000;

  /** Fast calls on real inputs after which a tile takes its place, or so many slow ones. */
  private static final int TRIALS = 8;

  /** What a vector multiplied and added may take that is no object, and a call besides. */
  private static final long VECTOR_NANOS = 4;

  private static final long CALL_NANOS = 2_000;

  /** What was done here, by estimate: threads may overwrite each other's. */
  private volatile long work;

  /** Whether the tile was fast on made-up inputs, so that real ones may try it. */
  private volatile boolean trying;

  /** Calls in which it was fast on real inputs, and in which it was not. */
  private int fast;

  private int slow;

  private boolean asked;
  private boolean prepared;
  private int calls;

  final long work() {
    return work;
  }

  final boolean trying() {
    return trying;
  }

  /**
   * Counts work done in place of the tile.
   *
   * @param vectors vectors multiplied and added
   */
  final void count(long vectors) {
    long sum = work + vectors;
    work = sum;
    if (sum >= WORTH && !asked) {
      asked = true;
      TileWarmUp.ask(this);
    }
  }

  /**
   * Takes note of a call of the tile. What the compiler took for granted on made-up inputs may not
   * hold on real ones; it then makes objects once more until it has compiled the tile again.
   *
   * @param before when the call began
   * @param vectors vectors multiplied and added
   */
  final void tried(long before, long vectors) {
    note(System.nanoTime() - before < VECTOR_NANOS * vectors + CALL_NANOS);
  }

  private synchronized void note(boolean wasFast) {
    if (wasFast) {
      fast++;
    } else {
      slow++;
    }
    if (fast >= TRIALS || slow >= TRIALS) {
      replace();
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
  final boolean warmUp(boolean last) {
    if (!prepared && !last) {
      prepared = prepare();
    }
    boolean compiled = last || !prepared;
    for (int i = 0; i < (calls < CALLS ? 10 : 1) && !compiled; i++) {
      for (int j = 0; j < EMPTY_CALLS && calls < CALLS; j++) {
        call(0);
        calls++;
      }
      long before = System.nanoTime();
      call(TILES);
      compiled = PlainWarmUp.compiled(before, STEPS * TILES);
    }
    if (compiled) {
      calls = 0;
      prepared = false;
      release();
      trying = true;
    }
    return compiled;
  }

  /**
   * Makes inputs up.
   *
   * @return false if they would be too large
   */
  abstract boolean prepare();

  /**
   * Calls the tile on them.
   *
   * @param tiles {@link #TILES} or, for a call that makes no vector, 0
   */
  abstract void call(int tiles);

  /** Drops them. */
  abstract void release();

  /** Puts the tile in its place. */
  abstract void replace();
}
