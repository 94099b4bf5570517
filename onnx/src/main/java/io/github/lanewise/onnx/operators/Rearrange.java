package io.github.lanewise.onnx.operators;

import io.github.lanewise.onnx.tensor.Dims;
import java.util.Arrays;
import java.util.List;

/**
 * Elements of the first input in other places: which one goes where depends on shapes and constants
 * alone.
 *
 * @param layout finds the dimensions and the places
 */
record Rearrange(Layout layout) implements Operator {
  /** Finds where elements go. */
  @FunctionalInterface
  interface Layout {
    Places places(List<Value> inputs);
  }

  /**
   * Where elements go.
   *
   * @param dims dimensions of the output
   * @param at for each dimension and position, how far into the input
   */
  @SuppressWarnings("ArrayRecordComponent") // never compared, never changed
  record Places(int[] dims, int[][] at) {}

  /** Dimensions in another order; reversed by default. */
  static Rearrange transpose(long[] permutation) {
    return new Rearrange(
        inputs -> {
          int[] dims = inputs.getFirst().dims();
          checkPermutation(permutation, dims.length);
          int[] strides = Dims.strides(dims);
          int[] result = new int[dims.length];
          int[][] at = new int[dims.length][];
          for (int d = 0; d < dims.length; d++) {
            int from =
                permutation == null ? dims.length - 1 - d : Dims.axis(permutation[d], dims.length);
            result[d] = dims[from];
            at[d] = Indexed.steps(dims[from], strides[from]);
          }
          return new Places(result, at);
        });
  }

  private static void checkPermutation(long[] permutation, int rank) {
    if (permutation != null
        && (permutation.length != rank
            || Arrays.stream(permutation).map(d -> Dims.axis(d, rank)).distinct().count()
                != rank)) {
      throw new IllegalArgumentException(
          "perm is %s, expected each of %d dimensions once"
              .formatted(Arrays.toString(permutation), rank));
    }
  }

  /** Repeated along dimensions of 1. */
  static Rearrange expand() {
    return new Rearrange(
        inputs -> {
          int[] from = inputs.getFirst().dims();
          int[] to = Dims.broadcast(from, Dims.of(NotConstantException.integers(inputs, 1)));
          int added = to.length - from.length;
          int[] strides = Dims.strides(from);
          int[][] at = new int[to.length][];
          for (int d = 0; d < to.length; d++) {
            boolean repeated = d < added || from[d - added] == 1;
            at[d] = Indexed.steps(check(to[d]), repeated ? 0 : strides[d - added]);
          }
          return new Places(to, at);
        });
  }

  /** The whole repeated along dimensions. */
  static Rearrange tile() {
    return new Rearrange(
        inputs -> {
          int[] from = inputs.getFirst().dims();
          long[] repeats = NotConstantException.integers(inputs, 1);
          if (repeats.length != from.length) {
            throw new IllegalArgumentException(
                "repeats is %s, expected %d numbers"
                    .formatted(Arrays.toString(repeats), from.length));
          }
          int[] strides = Dims.strides(from);
          int[] to = new int[from.length];
          int[][] at = new int[from.length][];
          for (int d = 0; d < to.length; d++) {
            to[d] = check(Math.multiplyExact(from[d], Math.max(0, repeats[d])));
            at[d] = new int[to[d]];
            for (int i = 0; i < to[d]; i++) {
              at[d][i] = i % from[d] * strides[d];
            }
          }
          return new Places(to, at);
        });
  }

  /** A table of positions is no longer than this, whatever a file says. */
  private static int check(long size) {
    if (size > 1 << 24) {
      throw new IllegalArgumentException(
          "a dimension of " + size + ", expected at most " + (1 << 24));
    }
    return (int) size;
  }

  /** From starts to ends along axes, by attributes or by inputs 1 to 4. */
  static Rearrange slice(long[] starts, long[] ends, long[] axes) {
    return new Rearrange(
        inputs ->
            starts != null
                ? sliced(inputs.getFirst(), starts, ends, axes, null)
                : sliced(
                    inputs.getFirst(),
                    NotConstantException.integers(inputs, 1),
                    NotConstantException.integers(inputs, 2),
                    NotConstantException.integers(inputs, 3),
                    NotConstantException.integers(inputs, 4)));
  }

  private static Places sliced(Value input, long[] starts, long[] ends, long[] axes, long[] steps) {
    int[] dims = input.dims().clone();
    int[] strides = Dims.strides(dims);
    int[][] at = new int[dims.length][];
    for (int d = 0; d < dims.length; d++) {
      at[d] = Indexed.steps(dims[d], strides[d]);
    }
    if (starts == null
        || ends == null
        || ends.length != starts.length
        || (axes != null && axes.length != starts.length)
        || (steps != null && steps.length != starts.length)
        || starts.length > dims.length) {
      throw new IllegalArgumentException(
          "starts %s, ends %s, axes %s and steps %s, expected as many of each"
              .formatted(
                  Arrays.toString(starts),
                  Arrays.toString(ends),
                  Arrays.toString(axes),
                  Arrays.toString(steps)));
    }
    for (int i = 0; i < starts.length; i++) {
      int d = axes == null ? i : Dims.axis(axes[i], dims.length);
      long step = steps == null ? 1 : steps[i];
      if (step == 0) {
        throw new IllegalArgumentException("a step of 0, expected another");
      }
      int size = dims[d];
      long start = starts[i] < 0 ? starts[i] + size : starts[i];
      long end = ends[i] < 0 ? Math.max(ends[i], Long.MIN_VALUE / 2) + size : ends[i];
      start = step > 0 ? Math.clamp(start, 0, size) : Math.clamp(start, -1, size - 1);
      end = step > 0 ? Math.clamp(end, 0, size) : Math.clamp(end, -1, size - 1);
      long stride = Math.clamp(step, -Integer.MAX_VALUE, Integer.MAX_VALUE);
      int count =
          (int)
              Math.max(
                  0,
                  stride > 0
                      ? (end - start + stride - 1) / stride
                      : (start - end - stride - 1) / -stride);
      dims[d] = count;
      at[d] = new int[count];
      for (int j = 0; j < count; j++) {
        at[d][j] = (int) (start + j * stride) * strides[d];
      }
    }
    return new Places(dims, at);
  }

  @Override
  public List<Value> infer(List<Value> inputs) {
    return List.of(Value.of(inputs.getFirst().type(), layout.places(inputs).dims()));
  }

  @Override
  public Kernel kernel(List<Value> inputs, List<Value> outputs) {
    Places places = layout.places(inputs);
    return Indexed.kernel(Indexed.table(places.dims(), places.at()));
  }
}
