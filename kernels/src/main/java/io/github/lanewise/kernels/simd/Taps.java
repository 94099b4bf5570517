package io.github.lanewise.kernels.simd;

/**
 * Where a register tile finds its inputs and weights: for each tap an offset into the input and one
 * into the packed weights, and the number of contiguous values under each.
 *
 * <p>A tap is one (kernel row, kernel column), or a whole kernel row where that is contiguous, or,
 * where those are very short, a single value: such a flat list takes one loop instead of two.
 */
public final class Taps {
  /** How a register tile walks its taps. */
  enum Walk {
    /** Two loops, over taps and over the values under each. */
    RUNS,

    /** One loop over single values, whose weights follow each other. */
    FLAT,

    /** One loop over single values, whose weights have offsets of their own. */
    LISTED,

    /** One loop over contiguous values, whose weights follow each other. */
    LINE
  }

  /**
   * Fewer contiguous values than this are better taken one by one. With 16 registers the distance
   * between pixels is an argument, and the table of offsets takes registers that accumulators need
   * (docs/design-notes.md).
   */
  private static final int SHORT_RUN = RegisterTiles.wide() ? 40 : 8;

  /** Products of an output up to which one loop beats two, where registers allow it. */
  private static final int SHORT_SUM = 128;

  final int[] x;
  final int[] w;
  final int length;
  final Walk walk;
  final RegisterTiles[] kinds;

  /**
   * A list of taps.
   *
   * @param x offset of each tap in the input
   * @param w offset of each tap in the packed weights of a block
   * @param length contiguous values under each tap
   * @param wStep distance between the weights of neighbouring values
   */
  public Taps(int[] x, int[] w, int length, int wStep) {
    this(x, w, length, length != 1 ? Walk.RUNS : follow(w, wStep) ? Walk.FLAT : Walk.LISTED, 0);
  }

  private Taps(int[] x, int[] w, int length, Walk walk, int step) {
    this.x = x;
    this.w = w;
    this.length = length;
    this.walk = walk;
    this.kinds = RegisterTiles.kinds(walk, step);
  }

  /**
   * Taps of a single value, whose weights follow each other, for pixels that always lie equally far
   * apart. That distance is built into the code of the tiles: C2 then needs two range checks for a
   * tap instead of one for each pixel. With 16 registers it would spill an accumulator, so that the
   * distance stays an argument there.
   *
   * @param x offset of each tap in the input
   * @param step distance between neighbouring pixels in the input, at least 1
   * @return the taps
   */
  public static Taps flat(int[] x, int step) {
    return new Taps(x, new int[0], 1, Walk.FLAT, RegisterTiles.wide() ? step : 0);
  }

  /**
   * Whether taps are better taken one by one: several runs are short, or, with 16 lanes, the whole
   * sum is.
   *
   * @param length contiguous values under a tap
   * @param depth values under all taps
   * @return true for {@link #flat}
   */
  public static boolean flatPays(int length, int depth) {
    boolean shortSum = Simd.L == 16 && depth <= SHORT_SUM;
    return shortSum || (length < SHORT_RUN && length < depth);
  }

  /** A few taps to be walked in some way, over inputs that follow each other. */
  static Taps some(Walk walk, int step, int values, int wStep) {
    int length = walk == Walk.LINE ? values : walk == Walk.RUNS ? values / 2 : 1;
    int[] x = new int[values / length];
    int[] w = new int[x.length];
    for (int i = 0; i < x.length; i++) {
      x[i] = i * length;
      w[i] = x[i] * wStep;
    }
    return new Taps(x, w, length, walk, step);
  }

  private static boolean follow(int[] w, int wStep) {
    for (int i = 0; i < w.length; i++) {
      if (w[i] != i * wStep) {
        return false;
      }
    }
    return true;
  }

  /**
   * One run of contiguous values: a matrix product's inner dimension.
   *
   * @param length values
   * @return one tap at offset 0
   */
  public static Taps run(int length) {
    return new Taps(new int[] {0}, new int[] {0}, length, 0);
  }

  /**
   * One run of contiguous values under pixels that always lie equally far apart, with that distance
   * built into the code as in {@link #flat}.
   *
   * @param length values
   * @param step distance between neighbouring pixels in the input, at least 1
   * @return one tap at offset 0
   */
  public static Taps line(int length, int step) {
    return RegisterTiles.wide()
        ? new Taps(new int[] {0}, new int[] {0}, length, Walk.LINE, step)
        : run(length);
  }

  /**
   * Number of taps.
   *
   * @return taps
   */
  public int count() {
    return x.length;
  }
}
