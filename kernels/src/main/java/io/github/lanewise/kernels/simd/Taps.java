package io.github.lanewise.kernels.simd;

/**
 * Where a register tile finds its inputs and weights: for each tap an offset into the input and one
 * into the packed weights, and the number of contiguous values under each.
 *
 * <p>A tap is one (kernel row, kernel column), or a whole kernel row where that is contiguous, or,
 * where those are very short, a single value: such a flat list takes one loop instead of two.
 */
public final class Taps {
  final int[] x;
  final int[] w;
  final int length;
  final boolean flat;

  /**
   * A list of taps.
   *
   * @param x offset of each tap in the input
   * @param w offset of each tap in the packed weights of a block
   * @param length contiguous values under each tap
   */
  public Taps(int[] x, int[] w, int length) {
    this.x = x;
    this.w = w;
    this.length = length;
    this.flat = length == 1;
  }

  /**
   * One run of contiguous values: a matrix product's inner dimension.
   *
   * @param length values
   * @return one tap at offset 0
   */
  public static Taps run(int length) {
    return new Taps(new int[] {0}, new int[] {0}, length);
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
