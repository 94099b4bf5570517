package io.github.lanewise.nn;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * What a network is made of and what one example costs.
 *
 * @param rows one for each node
 */
public record Summary(List<Row> rows) {
  /**
   * A node.
   *
   * @param name its name
   * @param type its kind of layer
   * @param shape shape of its output
   * @param weights weights and scales
   * @param biases biases
   * @param multiplyAdds multiply-add pairs for one example
   * @param fieldHeight rows of the network's input that one output position sees
   * @param fieldWidth columns of the network's input that one output position sees
   * @param bytes memory of its parameters and of its output for one example
   */
  public record Row(
      String name,
      String type,
      Shape shape,
      long weights,
      long biases,
      long multiplyAdds,
      long fieldHeight,
      long fieldWidth,
      long bytes) {}

  /** How far a node sees, and how far apart its positions are in the network's input. */
  private record Field(long height, long width, long stepHeight, long stepWidth) {
    Field through(Reach reach) {
      return new Field(
          height + (reach.height() - 1) * stepHeight,
          width + (reach.width() - 1) * stepWidth,
          stepHeight * reach.strideHeight(),
          stepWidth * reach.strideWidth());
    }

    Field and(Field other) {
      return new Field(
          Math.max(height, other.height),
          Math.max(width, other.width),
          Math.max(stepHeight, other.stepHeight),
          Math.max(stepWidth, other.stepWidth));
    }
  }

  /** Copies the rows. */
  public Summary {
    rows = List.copyOf(rows);
  }

  static Summary of(Network network) {
    List<Row> rows = new ArrayList<>();
    List<Field> fields = new ArrayList<>();
    for (Node node : network.nodes()) {
      Field field = new Field(1, 1, 1, 1);
      for (int input : node.inputs()) {
        field = field.and(fields.get(input));
      }
      Layer layer = node.layer();
      if (layer != null) {
        field = field.through(layer.reach(node.inputShapes()));
      }
      fields.add(field);
      long weights = 0;
      long biases = 0;
      long parameters = 0;
      for (ParameterSpec spec : node.parameters()) {
        parameters += spec.length();
        switch (spec.role()) {
          case WEIGHT, SCALE -> weights += spec.length();
          case BIAS -> biases += spec.length();
          case MEAN, VARIANCE -> {}
        }
      }
      boolean view = layer != null && layer.view();
      rows.add(
          new Row(
              node.name(),
              layer == null ? "Input" : layer.getClass().getSimpleName(),
              node.shape(),
              weights,
              biases,
              layer == null ? 0 : layer.multiplyAdds(node.inputShapes()),
              field.height,
              field.width,
              Float.BYTES * (parameters + (view ? 0 : node.shape().length()))));
    }
    return new Summary(rows);
  }

  /**
   * Weights of the whole network.
   *
   * @return the sum over the rows
   */
  public long weights() {
    return rows.stream().mapToLong(Row::weights).sum();
  }

  /**
   * Biases of the whole network.
   *
   * @return the sum over the rows
   */
  public long biases() {
    return rows.stream().mapToLong(Row::biases).sum();
  }

  /**
   * Multiply-add pairs of the whole network for one example.
   *
   * @return the sum over the rows
   */
  public long multiplyAdds() {
    return rows.stream().mapToLong(Row::multiplyAdds).sum();
  }

  /**
   * Memory of parameters and activations for one example.
   *
   * @return the sum over the rows
   */
  public long bytes() {
    return rows.stream().mapToLong(Row::bytes).sum();
  }

  /** A table with totals. */
  @Override
  public String toString() {
    int name = rows.stream().mapToInt(row -> row.name().length()).max().orElse(0);
    String format = "%-" + Math.max(5, name) + "s  %-16s %13s %13s %9s %15s %9s %15s%n";
    StringBuilder text = new StringBuilder();
    text.append(
        format.formatted(
            "layer", "type", "output", "weights", "biases", "multiply-adds", "sees", "bytes"));
    for (Row row : rows) {
      text.append(
          format.formatted(
              row.name(),
              row.type(),
              row.shape(),
              grouped(row.weights()),
              grouped(row.biases()),
              grouped(row.multiplyAdds()),
              row.fieldHeight() + "×" + row.fieldWidth(),
              grouped(row.bytes())));
    }
    text.append(
        format.formatted(
            "total",
            "",
            "",
            grouped(weights()),
            grouped(biases()),
            grouped(multiplyAdds()),
            "",
            grouped(bytes())));
    return text.toString();
  }

  private static String grouped(long number) {
    return String.format(Locale.ROOT, "%,d", number);
  }
}
