package io.github.lanewise.onnx.operators;

import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Who writes and who reads each value of a graph, for {@link Patterns} to look at. */
final class Written {
  private final Map<String, Value> values;
  private final Set<String> kept;
  private final Map<String, Operation> writers = new HashMap<>();
  private final Map<String, Integer> readers = new HashMap<>();
  private final Map<String, Operation> lastReaders = new HashMap<>();

  Written(List<Operation> operations, Map<String, Value> values, Set<String> kept) {
    this.values = values;
    this.kept = kept;
    for (Operation operation : operations) {
      for (String output : operation.outputs()) {
        writers.put(output, operation);
      }
      for (String input : operation.inputs()) {
        readers.merge(input, 1, Integer::sum);
        lastReaders.put(input, operation);
      }
    }
  }

  Value value(String name) {
    return values.get(name);
  }

  /**
   * A set of operations as the objects that they are: to compare what is in them would be slow in a
   * new JVM, and no two write the same value.
   */
  static Set<Operation> none() {
    return Collections.newSetFromMap(new IdentityHashMap<>());
  }

  /** Adds a constant. */
  void add(String name, Value constant) {
    values.put(name, constant);
  }

  /** The operation of two operands that writes a value; null if it is another one or none. */
  Operation binary(String name, Binary.Kind kind) {
    Operation writer = writers.get(name);
    return writer != null && writer.operator() instanceof Binary binary && binary.kind() == kind
        ? writer
        : null;
  }

  /** The function of each element that writes a value; null if it is another one or none. */
  Operation unary(String name, Unary.Known known) {
    Operation writer = writers.get(name);
    return writer != null && writer.operator() instanceof Unary unary && unary.known() == known
        ? writer
        : null;
  }

  /** The mean that writes a value, with its axes left in place; null if it is anything else. */
  Operation mean(String name) {
    Operation writer = writers.get(name);
    return writer != null
            && writer.operator() instanceof Reduce reduce
            && reduce.kind() == Reduce.Kind.MEAN
            && reduce.keep()
        ? writer
        : null;
  }

  /** The only operation that reads a value, once; null if there are more or it is kept. */
  Operation reader(String name) {
    return !kept.contains(name) && readers.getOrDefault(name, 0) == 1
        ? lastReaders.get(name)
        : null;
  }

  /** A constant float that is the same for all elements; NaN if it is not that. */
  double scalar(String name) {
    Value value = values.get(name);
    return value != null && value.constant() != null && value.length() == 1
        ? value.constant().number(0)
        : Double.NaN;
  }

  /** Whether two values have floats and the same dimensions. */
  boolean alike(String a, String b) {
    Value first = values.get(a);
    Value second = values.get(b);
    return first.type().floating()
        && second.type().floating()
        && Arrays.equals(first.dims(), second.dims());
  }

  /** Whether what some operations write is read by them and one more alone. */
  boolean closed(Collection<Operation> inside, Operation last) {
    for (Operation operation : inside) {
      for (String output : operation.outputs()) {
        int here = reads(last, output);
        for (Operation other : inside) {
          here += reads(other, output);
        }
        if (kept.contains(output) || readers.getOrDefault(output, 0) != here) {
          return false;
        }
      }
    }
    return true;
  }

  private static int reads(Operation operation, String name) {
    int count = 0;
    for (String input : operation.inputs()) {
      count += input.equals(name) ? 1 : 0;
    }
    return count;
  }
}
