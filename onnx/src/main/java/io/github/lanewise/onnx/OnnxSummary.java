package io.github.lanewise.onnx;

import io.github.lanewise.onnx.graph.Graph;
import io.github.lanewise.onnx.graph.GraphNode;
import io.github.lanewise.onnx.operators.Operation;
import io.github.lanewise.onnx.operators.Unsupported;
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
   * @param values what is known of its values
   */
  static String of(Graph graph, List<Operation> operations, Map<String, Value> values) {
    StringBuilder text = new StringBuilder();
    text.append("Inputs:  ").append(graph.inputs()).append('\n');
    text.append("Outputs: ").append(graph.outputs()).append('\n');
    for (int i = 0; i < operations.size(); i++) {
      text.append(line(graph.nodes().get(i), operations.get(i), values));
    }
    long parameters = graph.constants().values().stream().mapToLong(Tensor::length).sum();
    long unsupported = operations.stream().filter(o -> o.operator() instanceof Unsupported).count();
    boolean all = operations.stream().allMatch(operation -> known(operation, values));
    return text.append(
            String.format(
                Locale.ROOT,
                "%d nodes, %,d values in the file, %,d multiply-adds%s%s%n",
                operations.size(),
                parameters,
                multiplyAdds(operations, values),
                all ? "" : " where shapes are known",
                unsupported == 0 ? "" : ", %d nodes not supported".formatted(unsupported)))
        .toString();
  }

  /** Of all nodes whose shapes are known. */
  static long multiplyAdds(List<Operation> operations, Map<String, Value> values) {
    return operations.stream().mapToLong(operation -> multiplyAdds(operation, values)).sum();
  }

  private static long multiplyAdds(Operation operation, Map<String, Value> values) {
    return known(operation, values)
        ? operation
            .operator()
            .multiplyAdds(found(operation.inputs(), values), found(operation.outputs(), values))
        : 0;
  }

  private static boolean known(Operation operation, Map<String, Value> values) {
    return values
        .keySet()
        .containsAll(operation.outputs().stream().filter(o -> !o.isEmpty()).toList());
  }

  private static List<Value> found(List<String> names, Map<String, Value> values) {
    List<Value> found = new ArrayList<>();
    names.forEach(name -> found.add(values.get(name)));
    return found;
  }

  private static String line(GraphNode node, Operation operation, Map<String, Value> values) {
    Value output = node.outputs().isEmpty() ? null : values.get(node.outputs().getFirst());
    long multiplyAdds = multiplyAdds(operation, values);
    String remark =
        operation.operator() instanceof Unsupported reason
            ? " not supported: " + reason.why()
            : multiplyAdds == 0 ? "" : String.format(Locale.ROOT, " %,16d", multiplyAdds);
    return String.format(
        Locale.ROOT,
        "%-24s %-40s %-24s%s%n",
        node.operator(),
        node.name(),
        output == null ? "" : Arrays.toString(output.dims()),
        remark);
  }
}
