package io.github.lanewise.onnx.operators;

import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Functions that files have written out as several operations made one again: activations ({@link
 * GatePattern}) and layer normalisation ({@link LayerNormPattern}). Only where nobody else reads
 * what lies between, and where constants are those of the function, but for what a float rounds.
 */
final class Patterns {
  /**
   * One operation for several.
   *
   * @param operation the one
   * @param last the last of those that it stands for, in whose place it is put
   * @param inside the others
   */
  record Match(Operation operation, Operation last, Set<Operation> inside) {}

  private Patterns() {}

  /**
   * Finds patterns and replaces them.
   *
   * @param operations in an order in which they can be computed; changed
   * @param values what is known of every value; new constants are added
   * @param kept values that are wanted besides those that operations read
   */
  static void replace(List<Operation> operations, Map<String, Value> values, Set<String> kept) {
    boolean candidates = false;
    for (Operation operation : operations) {
      candidates |= candidate(operation);
    }
    if (!candidates) {
      return;
    }
    List<Operation> all = List.copyOf(operations);
    Written written = new Written(all, values, kept);
    IdentityHashMap<Operation, Operation> changes =
        new IdentityHashMap<>(); // to null where nothing is left
    for (Operation operation : all) {
      Match match = candidate(operation) ? match(operation, written) : null;
      if (match != null && written.closed(match.inside(), match.last())) {
        boolean changed = changes.containsKey(match.last());
        for (Operation inner : match.inside()) {
          changed |= changes.containsKey(inner);
        }
        if (!changed) {
          match.inside().forEach(inner -> changes.put(inner, null));
          changes.put(match.last(), match.operation());
        }
      }
    }
    operations.clear();
    for (Operation operation : all) {
      Operation now = changes.containsKey(operation) ? changes.get(operation) : operation;
      if (now != null) {
        operations.add(now);
      }
    }
  }

  /** Whether a pattern may end with it, but for what scales and shifts a layer norm. */
  private static boolean candidate(Operation operation) {
    return operation.operator() instanceof Binary binary
        && (binary.kind() == Binary.Kind.MUL || binary.kind() == Binary.Kind.DIV)
        && operation.outputs().size() == 1;
  }

  private static Match match(Operation operation, Written written) {
    Match gate = GatePattern.match(operation, written);
    return gate != null ? gate : LayerNormPattern.match(operation, written);
  }
}
