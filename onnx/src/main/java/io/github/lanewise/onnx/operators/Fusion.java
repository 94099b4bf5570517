package io.github.lanewise.onnx.operators;

import io.github.lanewise.onnx.tensor.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/**
 * Makes one operation of several: a convolution takes over the batch norm, the summand of each
 * channel, the residual and the ReLU that follow it, a matrix product summand and ReLU. Each is
 * taken over only if nobody else reads what lies in between. {@link Patterns} come first.
 */
public final class Fusion {
  private final List<Operation> operations;
  private final Map<String, Value> values;
  private final Set<String> kept;
  private final Map<String, Integer> readers = new HashMap<>();

  /** Where the last reader of a value is. */
  private final Map<String, Integer> readAt = new HashMap<>();

  private Fusion(List<Operation> operations, Map<String, Value> values, Set<String> kept) {
    this.operations = operations;
    this.values = values;
    this.kept = kept;
    for (int i = 0; i < operations.size(); i++) {
      for (String input : operations.get(i).inputs()) {
        readers.merge(input, 1, Integer::sum);
        readAt.put(input, i);
      }
    }
  }

  /**
   * Fuses what can be fused.
   *
   * @param operations in an order in which they can be computed
   * @param values what is known of every value; new constants are added
   * @param kept values that are wanted besides those that operations read
   * @return the new operations, in order
   */
  public static List<Operation> fuse(
      List<Operation> operations, Map<String, Value> values, Set<String> kept) {
    List<Operation> changed = new ArrayList<>(operations);
    Patterns.replace(changed, values, kept);
    return new Fusion(changed, values, kept).fuse();
  }

  private List<Operation> fuse() {
    for (int i = 0; i < operations.size(); i++) {
      if (takesOver(i)) {
        operations.set(i, null); // the fused operation has moved to where the later one was
      }
    }
    operations.removeIf(Objects::isNull);
    return operations;
  }

  /**
   * Puts an operation that does both in the place of the only reader of an operation; false if
   * there is none. The operation itself is then no longer wanted.
   */
  private boolean takesOver(int index) {
    Operation first = operations.get(index);
    String between = first.outputs().getFirst();
    if (!(first.operator() instanceof Conv
            || first.operator() instanceof MatrixProduct
            || first.operator() instanceof MatMul)
        || kept.contains(between)
        || readers.getOrDefault(between, 0) != 1) {
      return false;
    }
    int at = readAt.get(between);
    Operation next = operations.get(at);
    Operation fused = fused(first, next);
    if (fused == null) {
      return false;
    }
    operations.set(at, fused);
    fused.inputs().forEach(input -> readAt.put(input, at));
    return true;
  }

  /** Both in one; null if that is not possible. (A switch over types is slow in a new JVM.) */
  private Operation fused(Operation first, Operation next) {
    if (first.operator() instanceof Conv conv) {
      return convolution(conv, first, next);
    }
    return first.operator() instanceof MatrixProduct product
        ? product(product, first, next)
        : matMul(first, next);
  }

  private Operation convolution(Conv conv, Operation first, Operation next) {
    boolean linear = !conv.relu() && first.inputs().size() <= 3;
    if (!conv.relu() && relu(next)) {
      return joined(conv.withRelu(), first.inputs(), first, next);
    }
    boolean constant =
        constant(first, 1) != null && (!given(first, 2) || constant(first, 2) != null);
    if (!linear || !constant) {
      return null;
    }
    if (next.operator() instanceof BatchNormalization norm && norm.spatial()) {
      return normalised(conv, norm, first, next);
    }
    if (next.operator() instanceof Binary binary && binary.kind() == Binary.Kind.ADD) {
      String other = other(first, next);
      float[] summand = channels(next, other, 1);
      if (summand != null) {
        return biased(conv, first, next, summand);
      }
      if (residual(first, next, other)) {
        List<String> inputs = new ArrayList<>(first.inputs());
        if (inputs.size() == 2) {
          inputs.add("");
        }
        inputs.add(other);
        return joined(conv, inputs, first, next);
      }
    }
    return null;
  }

  /** Whether an operand is a whole tensor like the sum, that each run computes. */
  private boolean residual(Operation first, Operation next, String other) {
    Value sum = values.get(next.outputs().getFirst());
    return values.get(other).constant() == null
        && same(values.get(other), sum)
        && same(values.get(first.outputs().getFirst()), sum);
  }

  private static boolean same(Value a, Value b) {
    return Arrays.equals(a.dims(), b.dims());
  }

  private Operation normalised(
      Conv conv, BatchNormalization norm, Operation first, Operation next) {
    if (!next.inputs().getFirst().equals(first.outputs().getFirst())) {
      return null;
    }
    for (int i = 1; i < 5; i++) {
      if (constant(next, i) == null) {
        return null;
      }
    }
    float[][] affine =
        norm.affine(constant(next, 1), constant(next, 2), constant(next, 3), constant(next, 4));
    float[] bias = bias(first, affine[0].length);
    for (int c = 0; c < bias.length; c++) {
      bias[c] = affine[0][c] * bias[c] + affine[1][c];
    }
    List<String> inputs =
        List.of(
            first.inputs().getFirst(),
            first.inputs().get(1),
            added(next, "bias", Tensor.of(bias, bias.length)));
    return joined(conv.scaled(affine[0]), inputs, first, next);
  }

  private Operation biased(Operator operator, Operation first, Operation next, float[] summand) {
    float[] bias = bias(first, summand.length);
    for (int c = 0; c < bias.length; c++) {
      bias[c] += summand[c];
    }
    List<String> inputs =
        List.of(
            first.inputs().get(0),
            first.inputs().get(1),
            added(next, "bias", Tensor.of(bias, bias.length)));
    return joined(operator, inputs, first, next);
  }

  private float[] bias(Operation first, int channels) {
    return given(first, 2) ? constant(first, 2).floats().clone() : new float[channels];
  }

  private Operation product(MatrixProduct product, Operation first, Operation next) {
    if (!product.relu() && relu(next)) {
      return joined(product.withRelu(), first.inputs(), first, next);
    }
    return null;
  }

  /** A matrix times constant weights, then a summand for each column. */
  private Operation matMul(Operation first, Operation next) {
    Value weights = values.get(first.inputs().get(1));
    boolean matrices = weights.rank() == 2 && values.get(first.inputs().getFirst()).rank() == 2;
    if (matrices
        && weights.constant() != null
        && next.operator() instanceof Binary binary
        && binary.kind() == Binary.Kind.ADD) {
      float[] summand = channels(next, other(first, next), 1);
      if (summand != null) {
        return biased(new MatrixProduct(1, 1, false, false), first, next, summand);
      }
    }
    return null;
  }

  private Operation joined(
      Operator operator, List<String> inputs, Operation first, Operation next) {
    readers.merge(first.outputs().getFirst(), -1, Integer::sum);
    return new Operation(first.node() + " + " + next.node(), operator, inputs, next.outputs());
  }

  private static String other(Operation first, Operation next) {
    return next.inputs().get(next.inputs().getFirst().equals(first.outputs().getFirst()) ? 1 : 0);
  }

  /** A constant with one element for each position of an axis of a sum; null if it is not that. */
  private float[] channels(Operation sum, String name, int axis) {
    Value summand = values.get(name);
    int[] dims = values.get(sum.outputs().getFirst()).dims();
    if (summand.constant() == null
        || !summand.type().floating()
        || summand.length() != dims[axis]
        || (!sum.inputs().get(1).equals(name) && summand.rank() > dims.length)) {
      return null;
    }
    int[] own = ((Binary) sum.operator()).broadcasting().second(dims, summand.dims());
    for (int d = 1; d <= own.length; d++) {
      int expected = dims.length - d == axis ? dims[axis] : 1;
      if (own[own.length - d] != expected) {
        return null;
      }
    }
    boolean reaches = own.length >= dims.length - axis || dims[axis] == 1;
    return reaches ? summand.constant().floats() : null;
  }

  private String added(Operation next, String what, Tensor constant) {
    String name = next.outputs().getFirst() + "\u0000" + what;
    values.put(name, Value.of(constant));
    readers.put(name, 1);
    return name;
  }

  private static boolean relu(Operation operation) {
    return operation.operator() instanceof Unary unary && unary.relu();
  }

  private static boolean given(Operation operation, int input) {
    return input < operation.inputs().size() && !operation.inputs().get(input).isEmpty();
  }

  private Tensor constant(Operation operation, int input) {
    return given(operation, input) ? values.get(operation.inputs().get(input)).constant() : null;
  }
}
