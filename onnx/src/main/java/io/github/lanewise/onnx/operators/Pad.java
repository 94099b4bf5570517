package io.github.lanewise.onnx.operators;

import io.github.lanewise.onnx.tensor.Dims;
import java.util.Arrays;
import java.util.List;

/**
 * More elements at the ends of dimensions; fewer where the number is negative.
 *
 * @param mode what they are: {@code constant}, {@code reflect}, {@code edge} or {@code wrap}
 * @param attribute how many before and after each dimension; null if the second input tells
 * @param value the constant, if it is not the third input
 */
@SuppressWarnings("ArrayRecordComponent") // never compared, never changed
public record Pad(String mode, long[] attribute, float value) implements Operator {
  /**
   * Checks the mode.
   *
   * @throws UnsupportedException if there is no such mode
   */
  public Pad {
    if (!List.of("constant", "reflect", "edge", "wrap").contains(mode)) {
      throw new UnsupportedException("attribute mode is " + mode);
    }
  }

  /**
   * Positions before and after every dimension.
   *
   * @param inputs the inputs; null for one left out
   * @return {@code [before…, after…]}
   * @throws NotConstantException if they depend on an input that is not constant
   * @throws IllegalArgumentException if there are not as many as dimensions ask for
   */
  public long[] pads(List<Value> inputs) {
    int rank = inputs.getFirst().rank();
    long[] given = attribute == null ? NotConstantException.integers(inputs, 1) : attribute;
    long[] axes = attribute == null ? NotConstantException.integers(inputs, 3) : null;
    int padded = axes == null ? rank : axes.length;
    if (given == null || given.length != 2 * padded) {
      throw new IllegalArgumentException(
          "pads %s, expected %d numbers".formatted(Arrays.toString(given), 2 * padded));
    }
    if (axes == null) {
      return given;
    }
    long[] pads = new long[2 * rank];
    for (int i = 0; i < axes.length; i++) {
      int d = Dims.axis(axes[i], rank);
      pads[d] = given[i];
      pads[rank + d] = given[padded + i];
    }
    return pads;
  }

  @Override
  public List<Value> infer(List<Value> inputs) {
    int[] dims = inputs.getFirst().dims().clone();
    long[] pads = pads(inputs);
    for (int d = 0; d < dims.length; d++) {
      long size = dims[d] + pads[d] + pads[dims.length + d];
      if (size < 0 || size > 1 << 24 || Math.abs(pads[d]) > 1 << 24) {
        throw new IllegalArgumentException(
            "pads %s of %s, expected sizes from 0 to %d"
                .formatted(Arrays.toString(pads), inputs.getFirst(), 1 << 24));
      }
      dims[d] = (int) size;
    }
    return List.of(Value.of(inputs.getFirst().type(), dims));
  }

  @Override
  public Kernel kernel(List<Value> inputs, List<Value> outputs) {
    int[] from = inputs.getFirst().dims();
    int[] to = outputs.getFirst().dims();
    long[] pads = pads(inputs);
    int[] strides = Dims.strides(from);
    int[][] at = new int[to.length][];
    for (int d = 0; d < to.length; d++) {
      at[d] = new int[to[d]];
      for (int i = 0; i < to[d]; i++) {
        int source = source((int) (i - pads[d]), from[d]);
        at[d][i] = source < 0 ? Indexed.NONE : source * strides[d];
      }
    }
    int[] table = Indexed.table(to, at);
    boolean given = attribute == null && inputs.size() > 2 && inputs.get(2) != null;
    return (in, out) ->
        workers -> {
          double fill = given && in[2].length() > 0 ? in[2].number(0) : value;
          Indexed.bind(table, in[0], fill, out[0]).run(workers);
        };
  }

  private int source(int position, int size) {
    if (position >= 0 && position < size) {
      return position;
    }
    if (size == 0) {
      return Indexed.NONE;
    }
    return switch (mode) {
      case "edge" -> Math.clamp(position, 0, size - 1);
      case "wrap" -> Math.floorMod(position, size);
      case "reflect" -> {
        int period = Math.max(1, 2 * (size - 1));
        int folded = Math.floorMod(position, period);
        yield folded < size ? folded : period - folded;
      }
      default -> Indexed.NONE;
    };
  }
}
