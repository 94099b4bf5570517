package io.github.lanewise.bench.contest;

import io.github.lanewise.bench.roofline.MemoryLevel;
import io.github.lanewise.bench.roofline.Roofline;
import io.github.lanewise.bench.statistics.Statistics;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * How results of the same {@link ContestResult#conditions()} are written as a table, line by line
 * as they come. The first and the last column are of words, the others of numbers.
 *
 * @param <R> the results
 */
public final class Table<R extends ContestResult> {
  /** How a table is written. */
  public enum Style {
    /** Columns aligned by spaces. */
    TEXT,
    /** GitHub's. */
    MARKDOWN
  }

  /**
   * The columns that results of a kind have.
   *
   * @param <R> the results
   */
  @FunctionalInterface
  public interface Form<R extends ContestResult> {
    /**
     * A table of this form.
     *
     * @param style how it is written
     * @param names what the first column will say, for its width; may be none
     * @param peers names of the native libraries that have columns
     * @return the table
     */
    Table<R> of(Style style, List<String> names, List<String> peers);
  }

  private record Column<R>(String head, int width, Function<R, String> cell) {}

  private static final int NUMBER_WIDTH = 7;
  private static final int TIME_WIDTH = 9;

  private final Style style;
  private final List<String> peers;
  private final List<Column<R>> columns = new ArrayList<>();
  private final List<Function<List<R>, String>> statements = new ArrayList<>();

  /**
   * A table without columns so far.
   *
   * @param style how it is written
   * @param peers names of the native libraries that have columns
   */
  public Table(Style style, List<String> peers) {
    this.style = style;
    this.peers = List.copyOf(peers);
  }

  /**
   * Adds the first column.
   *
   * @param head what a result is of, such as a layer
   * @param name the result's
   * @param names those to come, for the width; may be none
   * @return this
   */
  public Table<R> names(String head, Function<R, String> name, List<String> names) {
    return column(head, names.stream().mapToInt(String::length).max().orElse(0), name);
  }

  /**
   * Adds a column.
   *
   * @param head what it is headed
   * @param width characters at least
   * @param cell what it says of a result
   * @return this
   */
  public Table<R> column(String head, int width, Function<R, String> cell) {
    columns.add(new Column<>(head, Math.max(head.length(), width), cell));
    return this;
  }

  /**
   * Adds a column of numbers.
   *
   * @param head what it is headed
   * @param format how a number is written
   * @param number that of a result
   * @return this
   */
  public Table<R> numbers(String head, String format, ToDoubleFunction<R> number) {
    return column(
        head,
        NUMBER_WIDTH,
        result -> String.format(Locale.ROOT, format, number.applyAsDouble(result)));
  }

  /**
   * Adds a column of times.
   *
   * @param head what it is headed
   * @param seconds the time
   * @return this
   */
  public Table<R> millis(String head, ToDoubleFunction<R> seconds) {
    return column(head, TIME_WIDTH, result -> millis(seconds.applyAsDouble(result)));
  }

  /**
   * Adds how far apart the forks are.
   *
   * @return this
   */
  public Table<R> spread() {
    return column("± %", 4, result -> String.format(Locale.ROOT, "%.0f", 100 * result.spread()));
  }

  /**
   * Adds a column for each native library.
   *
   * @param head what it is headed after the library's name
   * @param cell what it says of a result and a library that has measured it
   * @return this
   */
  public Table<R> peers(String head, BiFunction<R, String, String> cell) {
    for (String peer : peers) {
      column(
          peer + " " + head,
          TIME_WIDTH,
          result -> result.peers().containsKey(peer) ? cell.apply(result, peer) : "");
    }
    return this;
  }

  /**
   * Adds times of native libraries, and how the fastest of them compares.
   *
   * @return this
   */
  public Table<R> peers() {
    return peers("ms", (result, peer) -> millis(result.peers().get(peer).seconds())).ratios();
  }

  /**
   * Adds how the fastest native library compares, where there are any.
   *
   * @return this
   */
  public Table<R> ratios() {
    return peers.isEmpty()
        ? this
        : column(
            "× best",
            NUMBER_WIDTH,
            result ->
                result.ratioToBestPeer() == null
                    ? ""
                    : String.format(Locale.ROOT, "%.2f", result.ratioToBestPeer()));
  }

  /**
   * Adds what a call allocates.
   *
   * @return this
   */
  public Table<R> bytes() {
    return column("bytes", 5, result -> Long.toString(result.bytesPerCall()));
  }

  /**
   * Says more below the table.
   *
   * @param more a statement on all its results
   * @return this
   */
  public Table<R> stating(Function<List<R>, String> more) {
    statements.add(more);
    return this;
  }

  /**
   * The title and the heads of the columns.
   *
   * @param first one of its results
   * @return lines
   */
  public List<String> header(R first) {
    String heads = line(columns.stream().map(Column::head).toList());
    return switch (style) {
      case TEXT -> List.of("", first.conditions(), heads);
      case MARKDOWN -> List.of("", "### " + first.conditions(), "", heads, rule());
    };
  }

  private String rule() {
    return IntStream.range(0, columns.size())
        .mapToObj(i -> leftAligned(i) ? "---" : "---:")
        .collect(Collectors.joining("|", "|", "|"));
  }

  private boolean leftAligned(int column) {
    return column == 0 || column == columns.size() - 1;
  }

  /**
   * A row.
   *
   * @param result what it is of
   * @return a line
   */
  public String row(R result) {
    return line(columns.stream().map(column -> column.cell().apply(result)).toList());
  }

  private String line(List<String> cells) {
    return switch (style) {
      case MARKDOWN -> cells.stream().collect(Collectors.joining(" | ", "| ", " |"));
      case TEXT ->
          IntStream.range(0, cells.size())
              .mapToObj(
                  i ->
                      ("%" + (leftAligned(i) ? "-" : "") + columns.get(i).width() + "s")
                          .formatted(cells.get(i)))
              .collect(Collectors.joining("  "))
              .stripTrailing();
    };
  }

  /**
   * What all results together come to, and the limits that they are held against.
   *
   * @param results all of the table, at least one
   * @return lines
   */
  public List<String> footer(List<R> results) {
    List<String> said = new ArrayList<>();
    List<Double> ratios =
        results.stream().map(ContestResult::ratioToBestPeer).filter(Objects::nonNull).toList();
    if (!ratios.isEmpty()) {
      said.add(mean(ratios));
    }
    statements.forEach(statement -> said.add(statement.apply(results)));
    said.addAll(limits(results.stream().map(result -> result.run().roofline()).toList()));
    List<String> lines = new ArrayList<>(List.of(""));
    said.forEach(line -> lines.add(style == Style.MARKDOWN ? "- " + line : line));
    return lines;
  }

  private String mean(List<Double> ratios) {
    return String.format(
        Locale.ROOT,
        "Geometric mean of best peer's time ÷ ours over %d %s%s: %.2f (least %.2f)",
        ratios.size(),
        columns.getFirst().head(),
        ratios.size() == 1 ? "" : "s",
        Statistics.geometricMean(ratios),
        Collections.min(ratios));
  }

  private static String millis(double seconds) {
    return String.format(Locale.ROOT, seconds < 1e-3 ? "%.4f" : "%.3f", 1e3 * seconds);
  }

  /**
   * What the results of a table have in common.
   *
   * @param batch images
   * @param threads threads
   * @return a title
   */
  public static String conditions(int batch, int threads) {
    return "Batch %d, %s".formatted(batch, threads(threads));
  }

  /**
   * What the results of a table have in common.
   *
   * @param threads threads
   * @return a title
   */
  public static String threads(int threads) {
    return threads == 1 ? "1 thread" : threads + " threads";
  }

  /** Statements, of medians. */
  private static List<String> limits(List<Roofline> rooflines) {
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
