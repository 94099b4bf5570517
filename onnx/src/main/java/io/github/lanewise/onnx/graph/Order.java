package io.github.lanewise.onnx.graph;

import io.github.lanewise.onnx.tensor.OnnxException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Queue;
import java.util.Set;

/** Puts nodes into an order in which each comes after those that it reads. */
final class Order {
  private Order() {}

  /**
   * The nodes in order; as they are where that is one.
   *
   * @throws OnnxException if a value has two writers or none, or nodes wait for each other
   */
  static List<GraphNode> of(Set<String> given, List<GraphNode> nodes) throws OnnxException {
    Map<String, Integer> writers = writers(given, nodes);
    int[] missing = new int[nodes.size()];
    Map<Integer, List<Integer>> readers = new HashMap<>();
    for (int i = 0; i < missing.length; i++) {
      for (String input : nodes.get(i).inputs()) {
        Integer writer = writers.get(input);
        if (writer != null) {
          readers.computeIfAbsent(writer, _ -> new ArrayList<>()).add(i);
          missing[i]++;
        } else if (!input.isEmpty() && !given.contains(input)) {
          throw new OnnxException(
              "node %s reads '%s', which is no input, initialiser or output of a node"
                  .formatted(nodes.get(i).describe(), input));
        }
      }
    }
    List<GraphNode> order = new ArrayList<>(nodes.size());
    Queue<Integer> ready = new PriorityQueue<>();
    for (int i = 0; i < missing.length; i++) {
      if (missing[i] == 0) {
        ready.add(i);
      }
    }
    while (!ready.isEmpty()) {
      int node = ready.remove();
      order.add(nodes.get(node));
      for (int reader : readers.getOrDefault(node, List.of())) {
        if (--missing[reader] == 0) {
          ready.add(reader);
        }
      }
    }
    if (order.size() < nodes.size()) {
      for (int i = 0; i < missing.length; i++) {
        if (missing[i] > 0) {
          throw new OnnxException(
              "a cycle: node %s waits for itself or for nodes that wait for each other"
                  .formatted(nodes.get(i).describe()));
        }
      }
    }
    return order;
  }

  private static Map<String, Integer> writers(Set<String> given, List<GraphNode> nodes)
      throws OnnxException {
    Map<String, Integer> writers = new HashMap<>();
    for (int i = 0; i < nodes.size(); i++) {
      for (String output : nodes.get(i).outputs()) {
        if (!output.isEmpty() && (given.contains(output) || writers.put(output, i) != null)) {
          throw new OnnxException(
              "node %s writes '%s', which has a value already"
                  .formatted(nodes.get(i).describe(), output));
        }
      }
    }
    return writers;
  }
}
