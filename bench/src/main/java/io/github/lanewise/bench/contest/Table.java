package io.github.lanewise.bench.contest;

import io.github.lanewise.bench.roofline.MemoryLevel;
import io.github.lanewise.bench.roofline.Roofline;
import io.github.lanewise.bench.statistics.Statistics;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** How results are written as a table, line by line as they come. */
public final class Table {
  /** How a table is written. */
  public enum Style {
    /** Columns aligned by spaces. */
    TEXT,
    /** GitHub's. */
    MARKDOWN
  }

  private final Style style;
  private final List<String> heads = new ArrayList<>();
  private final List<Integer> widths = new ArrayList<>();

  /**
   * A table without columns so far. The first and the last will be of words, the others of numbers.
   *
   * @param style how it is written
   */
  public Table(Style style) {
    this.style = style;
  }

  /**
   * Adds a column.
   *
   * @param head what it is headed
   * @param width characters at least
   */
  public void column(String head, int width) {
    heads.add(head);
    widths.add(Math.max(head.length(), width));
  }

  /**
   * The title and the heads of the columns.
   *
   * @param title the title
   * @return lines
   */
  public List<String> header(String title) {
    return switch (style) {
      case TEXT -> List.of("", title, line(heads));
      case MARKDOWN -> List.of("", "### " + title, "", line(heads), rule());
    };
  }

  private String rule() {
    return IntStream.range(0, heads.size())
        .mapToObj(i -> leftAligned(i) ? "---" : "---:")
        .collect(Collectors.joining("|", "|", "|"));
  }

  private boolean leftAligned(int column) {
    return column == 0 || column == heads.size() - 1;
  }

  /**
   * A row.
   *
   * @param cells one for each column
   * @return a line
   */
  public String line(List<String> cells) {
    return switch (style) {
      case MARKDOWN -> cells.stream().collect(Collectors.joining(" | ", "| ", " |"));
      case TEXT ->
          IntStream.range(0, cells.size())
              .mapToObj(
                  i ->
                      ("%" + (leftAligned(i) ? "-" : "") + widths.get(i) + "s")
                          .formatted(cells.get(i)))
              .collect(Collectors.joining("  "))
              .stripTrailing();
    };
  }

  /**
   * What is said below the table.
   *
   * @param lines statements
   * @return lines
   */
  public List<String> footer(List<String> lines) {
    List<String> all = new ArrayList<>(List.of(""));
    lines.forEach(line -> all.add(style == Style.MARKDOWN ? "- " + line : line));
    return all;
  }

  /**
   * A time.
   *
   * @param seconds the time
   * @return milliseconds
   */
  public static String millis(double seconds) {
    return String.format(Locale.ROOT, seconds < 1e-3 ? "%.4f" : "%.3f", 1e3 * seconds);
  }

  /**
   * What the layers of a table have in common.
   *
   * @param batch images
   * @param threads threads
   * @return a title
   */
  public static String conditions(int batch, int threads) {
    return "Batch %d, %s".formatted(batch, threads == 1 ? "1 thread" : threads + " threads");
  }

  /**
   * How all results together compare with the native libraries.
   *
   * @param what what a result is of, in the plural
   * @param ratios best peer's time ÷ ours, at least one
   * @return a statement
   */
  public static String ratios(String what, List<Double> ratios) {
    return String.format(
        Locale.ROOT,
        "Geometric mean of best peer's time ÷ ours over %d %s: %.2f (least %.2f)",
        ratios.size(),
        what,
        Statistics.geometricMean(ratios),
        Collections.min(ratios));
  }

  /**
   * The limits that results are held against.
   *
   * @param rooflines those of the results, at least one
   * @return statements, of medians
   */
  public static List<String> limits(List<Roofline> rooflines) {
    String levels =
        rooflines.getFirst().levels().stream()
            .map(MemoryLevel::name)
            .map(
                name ->
                    String.format(
                        Locale.ROOT,
                        "%s %.0f/%.0f",
                        name,
                        median(rooflines, r -> r.level(name).readGigabytes()),
                        median(rooflines, r -> r.level(name).copyGigabytes())))
            .collect(Collectors.joining(", "));
    return List.of(
        String.format(
            Locale.ROOT,
            "Peak of multiply-adds, measured in the same forks: %.1f GFLOP/s",
            median(rooflines, Roofline::gigaflops)),
        "Bandwidth of reading/copying, GB/s: " + levels);
  }

  private static double median(List<Roofline> rooflines, ToDoubleFunction<Roofline> figure) {
    return Statistics.median(rooflines.stream().mapToDouble(figure).boxed().toList());
  }
}
