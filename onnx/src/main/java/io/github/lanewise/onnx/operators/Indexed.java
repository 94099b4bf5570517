package io.github.lanewise.onnx.operators;

import io.github.lanewise.onnx.tensor.Dims;
import io.github.lanewise.onnx.tensor.Tensor;

/**
 * Elements of an output taken from an input by a table of positions, made once: what transposing,
 * slicing, tiling, padding and broadcasting have in common.
 */
public final class Indexed {
  /** Stands in a table for an element that is not taken from the input. */
  static final int NONE = -1;

  private Indexed() {}

  /** A kernel that copies by a table. */
  static Kernel kernel(int[] table) {
    return (in, out) -> bind(table, in[0], 0, out[0]);
  }

  /**
   * A kernel that moves the channels of pictures to the end or back.
   *
   * @param dims dimensions of the input
   * @param permutation which dimension of the input each of the output is
   * @return the kernel
   */
  public static Kernel transposing(int[] dims, int... permutation) {
    return kernel(transposed(dims, permutation));
  }

  static Step bind(int[] table, Tensor from, double otherwise, Tensor to) {
    if (from.type().floating()) {
      float[] x = from.floats();
      float[] y = to.floats();
      float fill = (float) otherwise;
      return _ -> {
        for (int i = 0; i < y.length; i++) {
          y[i] = table[i] < 0 ? fill : x[table[i]];
        }
      };
    }
    long[] x = from.longs();
    long[] y = to.longs();
    long fill = (long) otherwise;
    return _ -> {
      for (int i = 0; i < y.length; i++) {
        y[i] = table[i] < 0 ? fill : x[table[i]];
      }
    };
  }

  /**
   * A table for an output whose position along each dimension decides alone on that along one of
   * the input: {@code at[d][i]} elements into the input for position {@code i} of dimension {@code
   * d}, or {@link #NONE}.
   */
  static int[] table(int[] dims, int[][] at) {
    int length = Dims.length(dims);
    if ((long) Integer.BYTES * length > Runtime.getRuntime().maxMemory() / 2) {
      throw new IllegalArgumentException(
          "%d elements to be moved need more memory than the JVM may have".formatted(length));
    }
    int[] table = new int[length];
    if (table.length > 0) {
      fill(table, 0, dims, at, 0, 0);
    }
    return table;
  }

  private static int fill(int[] table, int from, int[] dims, int[][] at, int d, int base) {
    int next = from;
    if (d == dims.length) {
      table[next] = base;
      return next + 1;
    }
    for (int i = 0; i < dims[d]; i++) {
      boolean none = base == NONE || at[d][i] == NONE;
      next = fill(table, next, dims, at, d + 1, none ? NONE : base + at[d][i]);
    }
    return next;
  }

  /** Positions along one dimension, one after the other. */
  static int[] steps(int count, int stride) {
    int[] at = new int[count];
    for (int i = 0; i < count; i++) {
      at[i] = i * stride;
    }
    return at;
  }

  static int[] transposed(int[] dims, int... permutation) {
    int[] strides = Dims.strides(dims);
    int[] result = new int[dims.length];
    int[][] at = new int[dims.length][];
    for (int d = 0; d < dims.length; d++) {
      result[d] = dims[permutation[d]];
      at[d] = steps(result[d], strides[permutation[d]]);
    }
    return table(result, at);
  }

  /** A table that broadcasts; null if the dimensions are the same already. */
  static int[] broadcast(int[] from, int[] to) {
    int added = to.length - from.length;
    if (Dims.length(from) == Dims.length(to)) {
      return null;
    }
    int[] strides = Dims.strides(from);
    int[][] at = new int[to.length][];
    for (int d = 0; d < to.length; d++) {
      at[d] = steps(to[d], d < added || from[d - added] == 1 ? 0 : strides[d - added]);
    }
    return table(to, at);
  }
}
