package io.github.lanewise.onnx.operators;

import io.github.lanewise.onnx.tensor.Dims;

/** Axes of pictures whose channels, the second dimension, have been moved to the end. */
public final class Axes {
  private Axes() {}

  /**
   * Where an axis goes when channels are moved to the end.
   *
   * @param axis an axis, counted from either end
   * @param rank number of dimensions
   * @return the axis, from 0
   */
  static int channelsLast(long axis, int rank) {
    int from = Dims.axis(axis, rank);
    return from == 0 ? 0 : from == 1 ? rank - 1 : from - 1;
  }

  /**
   * Which dimension each is, after the channels have been moved to the end.
   *
   * @param rank number of dimensions, at least 2
   * @return a permutation: 0, 2, 3, …, 1
   */
  public static int[] toLast(int rank) {
    int[] permutation = new int[rank];
    for (int d = 1; d < rank; d++) {
      permutation[d] = d + 1;
    }
    permutation[rank - 1] = 1;
    return permutation;
  }

  /**
   * Which dimension each is, after the channels have been moved back from the end.
   *
   * @param rank number of dimensions, at least 2
   * @return a permutation: 0, last, 1, 2, …
   */
  public static int[] toSecond(int rank) {
    int[] permutation = new int[rank];
    for (int d = 2; d < rank; d++) {
      permutation[d] = d - 1;
    }
    permutation[1] = rank - 1;
    return permutation;
  }

  /**
   * Dimensions in another order.
   *
   * @param dims dimensions
   * @param permutation which of them each becomes
   * @return new dimensions
   */
  public static int[] permuted(int[] dims, int... permutation) {
    int[] result = new int[dims.length];
    for (int d = 0; d < result.length; d++) {
      result[d] = dims[permutation[d]];
    }
    return result;
  }
}
