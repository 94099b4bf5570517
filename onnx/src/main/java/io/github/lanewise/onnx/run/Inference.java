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
import java.util.Objects;
import java.util.Set;

/**
 * What all values of a graph will be for inputs of given dimensions, with everything computed that
 * does not depend on the elements of the inputs.
 */
public final class Inference {
  /** A constant is computed beforehand unless it has more elements than this. */
  private static final int MOST = 1 << 24;

  /** Elements that constants computed beforehand may have together, besides those of the file. */
  private static final long ROOM = 1 << 26;

  /** Elements read, written and multiplied to compute them, besides. */
  private static final long WORK = 1L << 28;

  /** How much more a file may ask for with each element that it has. */
  private static final int PER_ELEMENT = 8;

  private final Map<String, Value> values = new HashMap<>();
  private final List<Operation> left = new ArrayList<>();

  /** Elements of the constants in the file. */
  private final long given;

  private long room;
  private long work;

  private Inference(Map<String, Tensor> constants, Map<String, Value> inputs) {
    constants.forEach((name, tensor) -> values.put(name, Value.of(tensor)));
    values.putAll(inputs);
    long elements = 0;
    for (Tensor tensor : constants.values()) {
      elements += tensor.length();
    }
    given = elements;
    room = ROOM + PER_ELEMENT * given;
    work = WORK + PER_ELEMENT * given;
  }

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
    Inference inference = new Inference(constants, inputs);
    operations.forEach(inference::infer);
    inference.prune(outputs);
    return inference;
  }

  /**
   * As many values as can be inferred: without those of nodes that are not supported, do not fit,
   * or depend on the elements of inputs, and of all that depend on them.
   *
   * @param operations in an order in which they can be computed
   * @param constants values by name
   * @param inputs what is known of the inputs, by name
   * @return what is known, by name
   */
  public static Map<String, Value> known(
      List<Operation> operations, Map<String, Tensor> constants, Map<String, Value> inputs) {
    Inference inference = new Inference(constants, inputs);
    for (Operation operation : operations) {
      boolean ready =
          operation.inputs().stream()
              .allMatch(input -> input.isEmpty() || inference.values.containsKey(input));
      if (ready) {
        inference.inferIfItFits(operation);
      }
    }
    return inference.values;
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

  /**
   * Multiply-add pairs of the operations that are left to run.
   *
   * @return their sum
   */
  public long multiplyAdds() {
    long sum = 0;
    for (Operation operation : left) {
      List<Value> outputs = new ArrayList<>();
      for (String name : operation.outputs()) {
        outputs.add(name.isEmpty() ? null : values.get(name));
      }
      sum += operation.operator().multiplyAdds(inputs(operation, values), outputs);
    }
    return sum;
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
      spend(operation.operator(), inputs, outputs);
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

  private void inferIfItFits(Operation operation) {
    try {
      infer(operation);
    } catch (IllegalArgumentException e) {
      return; // its outputs stay unknown
    }
  }

  /** Constants that an operator makes of nothing but dimensions take room, too. */
  private void spend(Operator operator, List<Value> inputs, List<Value> outputs) {
    for (Value output : outputs) {
      if (output.constant() != null && !operator.view() && !inputs.isEmpty()) {
        room -= output.length();
      }
    }
    if (room < 0) {
      throw new IllegalArgumentException(
          "the constants up to here have %d elements more than the %d that have room beside those in the file"
              .formatted(-room, ROOM + PER_ELEMENT * given));
    }
  }

  private List<Value> folded(Operator operator, List<Value> inputs, List<Value> outputs) {
    if (operator.needsChannelsLast()
        || outputs.stream().allMatch(value -> value.constant() != null)
        || outputs.stream().anyMatch(value -> value.length() > MOST)
        || !affordable(operator, inputs, outputs)) {
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

  /** Takes what computing an operation beforehand costs out of what is left for that. */
  private boolean affordable(Operator operator, List<Value> inputs, List<Value> outputs) {
    long made = outputs.stream().mapToLong(Value::length).sum();
    long read = inputs.stream().filter(Objects::nonNull).mapToLong(Value::length).sum();
    long cost = made + read + operator.multiplyAdds(inputs, outputs);
    if (made > room || cost > work) {
      return false;
    }
    room -= made;
    work -= cost;
    return true;
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
