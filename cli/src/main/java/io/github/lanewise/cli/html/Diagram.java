package io.github.lanewise.cli.html;

import io.github.lanewise.bench.lecture.Connections;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * Layers of units with their connections, the first layer below, as positions in an SVG.
 *
 * @param description what it shows, for those who do not see it
 * @param width width of the drawing
 * @param height height of the drawing
 * @param lines connections, those in focus last
 * @param units units
 */
public record Diagram(
    String description, int width, int height, List<Line> lines, List<Unit> units) {

  /** Radius of a unit. */
  public static final int RADIUS = 17;

  private static final int ACROSS = 56;

  /** Middles of the first and last unit at most, so that a row fits a narrow screen. */
  private static final int ROW = 288;

  private static final int UP = 96;
  private static final int EDGE = 24;

  /**
   * A connection.
   *
   * @param x1 lower end
   * @param y1 lower end
   * @param x2 upper end
   * @param y2 upper end
   * @param weight number of its weight
   * @param focus whether it is in focus
   */
  public record Line(int x1, int y1, int x2, int y2, int weight, boolean focus) {}

  /**
   * A unit.
   *
   * @param x middle
   * @param y middle
   * @param letter its name
   * @param number its number below the name
   * @param focus whether it is in focus
   */
  public record Unit(int x, int y, String letter, int number, boolean focus) {}

  /** Keeps the lists. */
  public Diagram {
    lines = List.copyOf(lines);
    units = List.copyOf(units);
  }

  /**
   * One layer, all its connections in focus, each in the colour of its weight.
   *
   * @param layer the layer
   * @return the diagram
   */
  public static Diagram shared(Connections layer) {
    Set<Connections.Edge> all = new HashSet<>(layer.edges());
    return draw(layer, 1, List.of(all), Set.of());
  }

  /**
   * One layer, what goes out of an input in focus.
   *
   * @param layer the layer
   * @param input the input unit
   * @return the diagram
   */
  public static Diagram fromInput(Connections layer, int input) {
    Set<Connections.Edge> out = new HashSet<>(layer.edges());
    out.removeIf(edge -> edge.from() != input);
    return draw(layer, 1, List.of(out), Set.of());
  }

  /**
   * One layer several times, one above the other, what an output depends on in focus.
   *
   * @param layer the layer
   * @param depth how many times
   * @param output the output unit of the last
   * @return the diagram
   */
  public static Diagram toOutput(Connections layer, int depth, int output) {
    List<Set<Connections.Edge>> focus = new ArrayList<>();
    Set<Integer> seen = Set.of(output);
    for (int i = 0; i < depth; i++) {
      Set<Integer> above = seen;
      Set<Connections.Edge> in = new HashSet<>(layer.edges());
      in.removeIf(edge -> !above.contains(edge.to()));
      focus.addFirst(in);
      seen = new HashSet<>();
      for (Connections.Edge edge : in) {
        seen.add(edge.from());
      }
    }
    return draw(layer, depth, focus, seen);
  }

  private static Diagram draw(
      Connections layer, int depth, List<Set<Connections.Edge>> focus, Set<Integer> seen) {
    int height = 2 * EDGE + depth * UP;
    List<Line> lines = new ArrayList<>();
    List<Unit> units = new ArrayList<>();
    for (int level = 0; level < depth; level++) {
      for (Connections.Edge edge : layer.edges()) {
        lines.add(
            new Line(
                x(layer, edge.from()),
                y(height, level),
                x(layer, edge.to()),
                y(height, level + 1),
                edge.weight(),
                focus.get(level).contains(edge)));
      }
    }
    lines.sort((a, b) -> Boolean.compare(a.focus(), b.focus()));
    for (int level = 0; level <= depth; level++) {
      for (int unit = 0; unit < layer.outputs(); unit++) {
        units.add(
            new Unit(
                x(layer, unit),
                y(height, level),
                level == 0 ? "x" : level == depth ? "s" : "h",
                unit + 1,
                touched(focus, level, unit)));
      }
    }
    int connections = focus.stream().mapToInt(Set::size).sum();
    return new Diagram(
        String.format(
            Locale.ROOT,
            "%s: %d units in each of %d rows, %d connections, %d of them in focus%s",
            layer.title(),
            layer.outputs(),
            depth + 1,
            depth * layer.edges().size(),
            connections,
            seen.isEmpty() ? "" : ", from " + seen.size() + " inputs to one output"),
        x(layer, layer.outputs() - 1) + EDGE,
        height,
        lines,
        units);
  }

  private static boolean touched(List<Set<Connections.Edge>> focus, int level, int unit) {
    return (level < focus.size() && focus.get(level).stream().anyMatch(e -> e.from() == unit))
        || (level > 0 && focus.get(level - 1).stream().anyMatch(e -> e.to() == unit));
  }

  private static int x(Connections layer, int unit) {
    return EDGE + unit * Math.min(ACROSS, ROW / (layer.outputs() - 1));
  }

  private static int y(int height, int level) {
    return height - EDGE - level * UP;
  }
}
