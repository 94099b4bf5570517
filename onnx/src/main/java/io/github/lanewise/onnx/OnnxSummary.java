package io.github.lanewise.onnx;

import io.github.lanewise.onnx.graph.Graph;
import io.github.lanewise.onnx.graph.GraphNode;
import io.github.lanewise.onnx.operators.Operation;
import io.github.lanewise.onnx.operators.Value;
import io.github.lanewise.onnx.tensor.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** What a model is made of, as text: a line for each node with its shape and multiply-adds. */
final class OnnxSummary {
  private OnnxSummary() {}

  /**
   * Describes a model.
   *
   * @param graph the graph
   * @param operations its nodes, as many
   * @param values what is known of its values; empty if shapes cannot be inferred
   */
  static String of(Graph graph, List<Operation> operations, Map<String, Value> values) {
    StringBuilder text = new StringBuilder();
    text.append("Inputs:  ").append(graph.inputs()).append('\n');
    text.append("Outputs: ").append(graph.outputs()).append('\n');
    long parameters = graph.constants().values().stream().mapToLong(Tensor::length).sum();
    long all = 0;
    for (int i = 0; i < operations.size(); i++) {
      long multiplyAdds = multiplyAdds(operations.get(i), values);
      all += multiplyAdds;
      text.append(line(graph.nodes().get(i), values, multiplyAdds));
    }
    return text.append(
            String.format(
                Locale.ROOT,
                "%d nodes, %,d values in the file, %s multiply-adds%n",
                operations.size(),
                parameters,
                values.isEmpty() ? "unknown" : String.format(Locale.ROOT, "%,d", all)))
        .toString();
  }

  /** Of all nodes; 0 if shapes cannot be inferred. */
  static long multiplyAdds(List<Operation> operations, Map<String, Value> values) {
    return operations.stream().mapToLong(operation -> multiplyAdds(operation, values)).sum();
  }

  private static long multiplyAdds(Operation operation, Map<String, Value> values) {
    if (values.isEmpty()) {
      return 0;
    }
    return operation
        .operator()
        .multiplyAdds(found(operation.inputs(), values), found(operation.outputs(), values));
  }

  private static List<Value> found(List<String> names, Map<String, Value> values) {
    List<Value> found = new ArrayList<>();
    names.forEach(name -> found.add(values.get(name)));
    return found;
  }

  private static String line(GraphNode node, Map<String, Value> values, long multiplyAdds) {
    Value output = values.get(node.outputs().getFirst());
    return String.format(
        Locale.ROOT,
        "%-24s %-40s %-24s%s%n",
        node.operator(),
        node.name(),
        output == null ? "" : Arrays.toString(output.dims()),
        multiplyAdds == 0 ? "" : String.format(Locale.ROOT, " %,16d", multiplyAdds));
  }
}
