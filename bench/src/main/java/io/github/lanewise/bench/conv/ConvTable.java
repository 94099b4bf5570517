package io.github.lanewise.bench.conv;

import io.github.lanewise.bench.roofline.MemoryLevel;
import io.github.lanewise.bench.roofline.Roofline;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Results of one batch and one number of threads as a table, line by line as they come. */
public final class ConvTable {
  /** How a table is written. */
  public enum Style {
    /** Columns aligned by spaces. */
    TEXT,
    /** GitHub's. */
    MARKDOWN
  }

  private static final int NUMBER_WIDTH = 9;

  private final Style style;
  private final List<String> heads = new ArrayList<>();
  private final List<Integer> widths = new ArrayList<>();
  private final List<String> peers;

  /**
   * A table of a form.
   *
   * @param style how it is written
   * @param layers names of the layers, for the width of their column
   * @param peers names of the native libraries
   */
  public ConvTable(Style style, List<String> layers, List<String> peers) {
    this.style = style;
    this.peers = peers;
    column("layer", layers.stream().mapToInt(String::length).max().orElse(0));
    column("ms", NUMBER_WIDTH);
    column("± %", 5);
    column("GFLOP/s", NUMBER_WIDTH);
    column("% of peak", NUMBER_WIDTH);
    peers.forEach(peer -> column(peer + " ms", NUMBER_WIDTH));
    if (!peers.isEmpty()) {
      column("× best", 6);
    }
    column("bytes", 5);
    column("error", 7);
    column("algorithm", 9);
  }

  private void column(String head, int width) {
    heads.add(head);
    widths.add(Math.max(head.length(), width));
  }

  /**
   * What the table is of, and the heads of its columns.
   *
   * @param batch images
   * @param threads threads
   * @return lines
   */
  public List<String> header(int batch, int threads) {
    String title =
        "Batch %d, %s".formatted(batch, threads == 1 ? "1 thread" : threads + " threads");
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
   * One layer.
   *
   * @param result the layer's
   * @return a line
   */
  public String row(ConvResult result) {
    List<String> cells = new ArrayList<>();
    cells.add(result.layer());
    cells.add(millis(result.seconds()));
    cells.add(String.format(Locale.ROOT, "%.0f", 100 * result.spread()));
    cells.add(String.format(Locale.ROOT, "%.1f", result.gflops()));
    cells.add(String.format(Locale.ROOT, "%.1f", result.percentOfPeak()));
    peers.forEach(peer -> cells.add(millis(result.peers().get(peer).seconds())));
    if (!peers.isEmpty()) {
      cells.add(String.format(Locale.ROOT, "%.2f", result.ratioToBestPeer()));
    }
    cells.add(Long.toString(result.bytesPerCall()));
    cells.add(String.format(Locale.ROOT, "%.1e", result.errors().get(result.algorithm())));
    cells.add(result.algorithm().name());
    return line(cells);
  }

  private String line(List<String> cells) {
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
   * What all layers together come to, and the machine's limits.
   *
   * @param results all of the table, at least one
   * @return lines
   */
  public List<String> footer(List<ConvResult> results) {
    List<String> lines = new ArrayList<>();
    lines.add("");
    if (!peers.isEmpty()) {
      List<Double> ratios =
          results.stream().map(ConvResult::ratioToBestPeer).filter(Objects::nonNull).toList();
      lines.add(
          String.format(
              Locale.ROOT,
              "Geometric mean of best peer's time ÷ ours over %d layers: %.2f (least %.2f)",
              ratios.size(),
              Statistics.geometricMean(ratios),
              ratios.stream().mapToDouble(Double::doubleValue).min().orElseThrow()));
    }
    lines.add(
        String.format(
            Locale.ROOT,
            "Median of the percentages of the peak: %.1f",
            Statistics.median(results.stream().map(ConvResult::percentOfPeak).toList())));
    lines.addAll(limits(results));
    return lines.stream()
        .map(line -> style == Style.MARKDOWN && !line.isEmpty() ? "- " + line : line)
        .toList();
  }

  /** Medians over the layers' forks. */
  private static List<String> limits(List<ConvResult> results) {
    List<Roofline> rooflines = results.stream().map(result -> result.run().roofline()).toList();
    double peak = Statistics.median(rooflines.stream().map(Roofline::gigaflops).toList());
    String levels =
        rooflines.getFirst().levels().stream()
            .map(MemoryLevel::name)
            .map(
                name ->
                    String.format(
                        Locale.ROOT,
                        "%s %.0f/%.0f",
                        name,
                        read(rooflines, name),
                        copy(rooflines, name)))
            .collect(Collectors.joining(", "));
    return List.of(
        String.format(
            Locale.ROOT, "Peak of multiply-adds, measured in the same forks: %.1f GFLOP/s", peak),
        "Bandwidth of reading/copying, GB/s: " + levels);
  }

  private static double read(List<Roofline> rooflines, String level) {
    return Statistics.median(
        rooflines.stream().map(roofline -> level(roofline, level).readGigabytes()).toList());
  }

  private static double copy(List<Roofline> rooflines, String level) {
    return Statistics.median(
        rooflines.stream().map(roofline -> level(roofline, level).copyGigabytes()).toList());
  }

  private static MemoryLevel level(Roofline roofline, String name) {
    return roofline.levels().stream()
        .filter(level -> level.name().equals(name))
        .findFirst()
        .orElseThrow();
  }

  private static String millis(double seconds) {
    return String.format(Locale.ROOT, seconds < 1e-3 ? "%.4f" : "%.3f", 1e3 * seconds);
  }
}
