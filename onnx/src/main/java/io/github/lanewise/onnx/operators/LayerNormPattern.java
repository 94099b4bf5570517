package io.github.lanewise.onnx.operators;

import io.github.lanewise.onnx.tensor.Dims;
import io.github.lanewise.onnx.tensor.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;

/**
 * Layer normalisation along the last axes as it was before ONNX had an operator for it: {@code (x −
 * mean) / √(mean of squares + epsilon)}, scaled and shifted if that follows.
 */
final class LayerNormPattern {
  private final Written written;
  private final Set<Operation> inside = Written.none();

  private LayerNormPattern(Written written) {
    this.written = written;
  }

  /** The layer norm that a quotient is part of; null if it is none. */
  static Patterns.Match match(Operation quotient, Written written) {
    return new LayerNormPattern(written).find(quotient);
  }

  private Patterns.Match find(Operation quotient) {
    if (((Binary) quotient.operator()).kind() != Binary.Kind.DIV) {
      return null;
    }
    String difference = quotient.inputs().get(0);
    Operation minus = minus(difference);
    Operation root = written.unary(quotient.inputs().get(1), Unary.Known.SQUARE_ROOT);
    Operation sum = root == null ? null : written.binary(root.inputs().getFirst(), Binary.Kind.ADD);
    if (minus == null || sum == null) {
      return null;
    }
    int second = Double.isNaN(written.scalar(sum.inputs().get(0))) ? 1 : 0;
    double epsilon = written.scalar(sum.inputs().get(second));
    Operation variance = written.mean(sum.inputs().get(1 - second));
    if (!(epsilon >= 0) || variance == null) {
      return null;
    }
    String x = minus.inputs().getFirst();
    inside.addAll(List.of(root, sum, variance));
    int axis = first(variance);
    boolean matches =
        isSquare(variance.inputs().getFirst(), difference, minus)
            && axis >= 0
            && axis == first(written.mean(minus.inputs().get(1)))
            && written.alike(x, quotient.outputs().getFirst());
    return matches ? match(quotient, x, axis, (float) epsilon) : null;
  }

  /** The difference of a value and its mean; null if it is anything else. */
  private Operation minus(String name) {
    Operation difference = written.binary(name, Binary.Kind.SUB);
    Operation mean = difference == null ? null : written.mean(difference.inputs().get(1));
    if (mean == null || !mean.inputs().getFirst().equals(difference.inputs().getFirst())) {
      return null;
    }
    inside.add(difference);
    inside.add(mean);
    return difference;
  }

  /** Whether a value is the square of the difference, or of another one that is the same. */
  private boolean isSquare(String name, String difference, Operation minus) {
    Factors square = Factors.of(name, written);
    inside.addAll(square.inside());
    if (!square.times(1) || square.count() != 2) {
      return false;
    }
    for (int i = 0; i < 2; i++) {
      if (!square.value(i).equals(difference)) {
        Operation other = minus(square.value(i));
        boolean same =
            other != null
                && other.inputs().getFirst().equals(minus.inputs().getFirst())
                && first(written.mean(other.inputs().get(1)))
                    == first(written.mean(minus.inputs().get(1)));
        if (!same) {
          return false;
        }
      }
    }
    return true;
  }

  /** The first axis of a mean over the last ones; −1 if others are summarised. */
  private int first(Operation mean) {
    List<Value> inputs = new ArrayList<>();
    for (String input : mean.inputs()) {
      inputs.add(input.isEmpty() ? null : written.value(input));
    }
    boolean[] reduced = ((Reduce) mean.operator()).reduced(inputs);
    if (!Reduce.lastOnes(reduced)) {
      return -1;
    }
    int axis = 0;
    while (!reduced[axis]) {
      axis++;
    }
    return axis;
  }

  private Patterns.Match match(Operation quotient, String x, int axis, float epsilon) {
    int[] dims = written.value(x).dims();
    int[] row = Arrays.copyOfRange(dims, axis, dims.length);
    Operation last = quotient;
    String scale = operand(last, Binary.Kind.MUL, row);
    if (scale == null) {
      Tensor ones = Tensor.of(new float[Dims.length(row)], row);
      Arrays.fill(ones.floats(), 1);
      scale = quotient.outputs().getFirst() + "\u0000scale";
      written.add(scale, Value.of(ones));
    } else {
      inside.add(last);
      last = written.reader(last.outputs().getFirst());
    }
    List<String> inputs = new ArrayList<>(List.of(x, scale));
    String shift = operand(last, Binary.Kind.ADD, row);
    if (shift != null) {
      inside.add(last);
      last = written.reader(last.outputs().getFirst());
      inputs.add(shift);
    }
    RowNormalization norm = new RowNormalization(RowNormalization.Kind.LAYER, epsilon, 0, axis);
    return new Patterns.Match(
        new Operation(last.node(), norm, inputs, last.outputs()), last, inside);
  }

  /** What the only reader of a result adds or multiplies it by, one for each of a row; or null. */
  private String operand(Operation first, Binary.Kind kind, int... row) {
    String name = first.outputs().getFirst();
    Operation next = written.reader(name);
    if (next == null
        || !(next.operator() instanceof Binary binary && binary.kind() == kind)
        || !written.alike(name, next.outputs().getFirst())) {
      return null;
    }
    boolean second = next.inputs().getFirst().equals(name);
    String other = next.inputs().get(second ? 1 : 0);
    Value value = written.value(other);
    int[] aligned =
        second
            ? binary.broadcasting().second(written.value(name).dims(), value.dims())
            : value.dims();
    return value.constant() != null
            && value.type().floating()
            && Arrays.equals(value.dims(), row)
            && Arrays.equals(aligned, row)
        ? other
        : null;
  }
}
