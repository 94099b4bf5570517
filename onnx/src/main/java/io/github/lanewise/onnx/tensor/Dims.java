package io.github.lanewise.onnx.tensor;

import java.util.Arrays;

/** Sizes of tensors, row-major: arithmetic on arrays of dimensions. */
public final class Dims {
  /** What shape arithmetic is made for, and may take memory and a frame of the stack by. */
  private static final int MOST_DIMENSIONS = 32;

  /** Tables of positions are as long as the dimensions, also where one of 0 leaves no elements. */
  private static final int MOST_OF_EMPTY = 1 << 24;

  private Dims() {}

  /**
   * Elements of a tensor.
   *
   * @param dims its dimensions, none negative
   * @return their product
   * @throws IllegalArgumentException if one is negative, there are more than 32, or the product is
   *     more than a Java array holds
   */
  public static int length(int... dims) {
    if (dims.length > MOST_DIMENSIONS) {
      throw new IllegalArgumentException(
          dims.length + " dimensions, expected at most " + MOST_DIMENSIONS);
    }
    long length = 1;
    boolean empty = false;
    for (int dim : dims) {
      if (dim < 0) {
        throw new IllegalArgumentException(
            "dimensions " + Arrays.toString(dims) + ": expected none below 0");
      }
      empty |= dim == 0;
      length = Math.min(Long.MAX_VALUE >> 32, length * Math.max(1, dim));
    }
    if (!empty && length > Integer.MAX_VALUE - 8) {
      throw new IllegalArgumentException(
          "dimensions "
              + Arrays.toString(dims)
              + " give more elements than the 2147483639 of a Java array");
    }
    if (empty && length > MOST_OF_EMPTY) {
      throw new IllegalArgumentException(
          "dimensions "
              + Arrays.toString(dims)
              + " without elements, expected others whose product is at most "
              + MOST_OF_EMPTY);
    }
    return empty ? 0 : (int) length;
  }

  /**
   * Product of some dimensions.
   *
   * @param dims dimensions of a tensor
   * @param from the first that counts
   * @param to after the last that counts
   * @return the product, 1 for none
   */
  public static int product(int[] dims, int from, int to) {
    return length(Arrays.copyOfRange(dims, from, to));
  }

  /**
   * Elements from one position to the next along each dimension.
   *
   * @param dims dimensions of a tensor
   * @return a step for each
   */
  public static int[] strides(int... dims) {
    int[] strides = new int[dims.length];
    int stride = 1;
    for (int i = dims.length - 1; i >= 0; i--) {
      strides[i] = stride;
      stride *= Math.max(1, dims[i]);
    }
    return strides;
  }

  /**
   * An axis counted from the front.
   *
   * @param axis from {@code -rank} to {@code rank − 1}
   * @param rank number of dimensions
   * @return from 0
   * @throws IllegalArgumentException if there is no such axis
   */
  public static int axis(long axis, int rank) {
    if (axis < -rank || axis >= Math.max(1, rank)) {
      throw new IllegalArgumentException(
          "axis is " + axis + ", expected one from " + -rank + " to " + (rank - 1));
    }
    return (int) (axis < 0 ? axis + rank : axis);
  }

  /**
   * What tensors broadcast to, by NumPy's rule: aligned at their last dimensions, where they differ
   * one of them is 1.
   *
   * @param a dimensions of one
   * @param b dimensions of another
   * @return dimensions of the result
   * @throws IllegalArgumentException if they do not fit
   */
  public static int[] broadcast(int[] a, int[] b) {
    int[] result = new int[Math.max(a.length, b.length)];
    for (int i = 1; i <= result.length; i++) {
      int fromA = i <= a.length ? a[a.length - i] : 1;
      int fromB = i <= b.length ? b[b.length - i] : 1;
      if (fromA != fromB && fromA != 1 && fromB != 1) {
        throw new IllegalArgumentException(
            "dimensions "
                + Arrays.toString(a)
                + " and "
                + Arrays.toString(b)
                + " do not broadcast: where they differ, counted from the last, one has to be 1");
      }
      result[result.length - i] = fromA == 1 ? fromB : fromA;
    }
    return result;
  }

  /**
   * Dimensions as numbers of ONNX.
   *
   * @param dims dimensions
   * @return the same, wider
   */
  public static long[] toLongs(int... dims) {
    return Arrays.stream(dims).asLongStream().toArray();
  }

  /**
   * Dimensions from numbers of ONNX.
   *
   * @param numbers dimensions
   * @return the same, narrower
   * @throws IllegalArgumentException if one does not fit an int
   */
  public static int[] of(long... numbers) {
    int[] dims = new int[numbers.length];
    for (int i = 0; i < dims.length; i++) {
      dims[i] = Math.toIntExact(check(numbers[i]));
    }
    return dims;
  }

  private static long check(long number) {
    if (number != (int) number) {
      throw new IllegalArgumentException(
          "dimension " + number + " is out of range, expected at most 2147483647");
    }
    return number;
  }
}
