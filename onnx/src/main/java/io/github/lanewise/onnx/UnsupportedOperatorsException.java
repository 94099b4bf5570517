package io.github.lanewise.onnx;

import io.github.lanewise.onnx.tensor.OnnxException;
import java.nio.file.Path;
import java.util.List;

/** A model with nodes that cannot be computed here; tells all of them at once. */
public final class UnsupportedOperatorsException extends OnnxException {
  private static final long serialVersionUID = 1;

  /** What cannot be computed, one text for each node. */
  @SuppressWarnings("serial") // a list of the JDK, which can be written
  private final List<String> nodes;

  UnsupportedOperatorsException(Path file, List<String> nodes) {
    super(
        "%s: %d of its nodes %s not supported:%n  %s"
            .formatted(
                file, nodes.size(), nodes.size() == 1 ? "is" : "are", String.join("\n  ", nodes)));
    this.nodes = List.copyOf(nodes);
  }

  /**
   * What cannot be computed.
   *
   * @return a text for each node: operator, opset, name and reason
   */
  public List<String> nodes() {
    return nodes;
  }
}
