package io.github.lanewise.onnx.run;

import io.github.lanewise.kernels.lanes.Workers;
import io.github.lanewise.onnx.operators.NotConstantException;
import io.github.lanewise.onnx.operators.Operation;
import io.github.lanewise.onnx.operators.Operator;
import io.github.lanewise.onnx.operators.Value;
import io.github.lanewise.onnx.tensor.Tensor;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What all values of a graph will be for inputs of given dimensions, with everything computed that
 * does not depend on the elements of the inputs.
 */
public final class Inference {
  /** A constant is computed beforehand unless it has more elements than this. */
  private static final int MOST = 1 << 24;

  private final Map<String, Value> values = new HashMap<>();
  private final List<Operation> left = new ArrayList<>();

  private Inference() {}

  /**
   * Infers all values.
   *
   * @param operations in an order in which they can be computed
   * @param constants values by name
   * @param inputs what is known of the inputs, by name
   * @param outputs names of the values that are wanted
   * @return what is known, and the operations that are left to run
   * @throws IllegalArgumentException if shapes or types do not fit; the message names the node
   * @throws NotConstantException if shapes depend on the elements of inputs
   */
  public static Inference of(
      List<Operation> operations,
      Map<String, Tensor> constants,
      Map<String, Value> inputs,
      List<String> outputs) {
    Inference inference = new Inference();
    constants.forEach((name, tensor) -> inference.values.put(name, Value.of(tensor)));
    inference.values.putAll(inputs);
    operations.forEach(inference::infer);
    inference.prune(outputs);
    return inference;
  }

  /**
   * What is known of each value.
   *
   * @return by name; may be added to
   */
  public Map<String, Value> values() {
    return values;
  }

  /**
   * The operations that are left to run: those that an output depends on and that are no constants.
   *
   * @return in order
   */
  public List<Operation> operations() {
    return left;
  }

  /** What is known of the inputs of an operation. */
  static List<Value> inputs(Operation operation, Map<String, Value> values) {
    List<Value> inputs = new ArrayList<>();
    for (String name : operation.inputs()) {
      inputs.add(name.isEmpty() ? null : values.get(name));
    }
    return inputs;
  }

  private void infer(Operation operation) {
    List<Value> inputs = inputs(operation, values);
    List<Value> outputs;
    try {
      outputs = operation.operator().infer(inputs);
      if (inputs.stream().allMatch(i -> i == null || i.constant() != null)) {
        outputs = folded(operation.operator(), inputs, outputs);
      }
    } catch (NotConstantException e) {
      throw e;
    } catch (RuntimeException e) {
      // Operators trust what a sound model gives them; what else arrives is the model's fault.
      throw new IllegalArgumentException("node " + operation.node() + ": " + e.getMessage(), e);
    }
    for (int i = 0; i < operation.outputs().size(); i++) {
      if (!operation.outputs().get(i).isEmpty()) {
        if (i >= outputs.size()) {
          throw new IllegalArgumentException(
              "node %s: output %d is not supported".formatted(operation.node(), i));
        }
        values.put(operation.outputs().get(i), outputs.get(i));
      }
    }
    if (outputs.stream().anyMatch(value -> value.constant() == null)) {
      left.add(operation);
    }
  }

  private static List<Value> folded(Operator operator, List<Value> inputs, List<Value> outputs) {
    if (operator.needsChannelsLast()
        || outputs.stream().allMatch(value -> value.constant() != null)
        || outputs.stream().anyMatch(value -> value.length() > MOST)) {
      return outputs;
    }
    Tensor[] in = inputs.stream().map(i -> i == null ? null : i.constant()).toArray(Tensor[]::new);
    Tensor[] out =
        outputs.stream().map(o -> Tensor.zeros(o.type(), o.dims())).toArray(Tensor[]::new);
    operator.kernel(inputs, outputs).bind(in, out).run(Workers.serial());
    List<Value> constants = new ArrayList<>();
    for (Tensor tensor : out) {
      constants.add(Value.of(tensor));
    }
    return constants;
  }

  private void prune(List<String> outputs) {
    Set<String> wanted = new HashSet<>(outputs);
    for (int i = left.size() - 1; i >= 0; i--) {
      if (left.get(i).outputs().stream().anyMatch(wanted::contains)) {
        wanted.addAll(left.get(i).inputs());
      } else {
        left.remove(i);
      }
    }
  }
}
