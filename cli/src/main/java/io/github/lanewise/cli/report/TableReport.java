package io.github.lanewise.cli.report;

import io.github.lanewise.bench.costtable.Column;
import io.github.lanewise.bench.costtable.CostTable;
import io.github.lanewise.bench.costtable.Result;
import io.github.lanewise.bench.costtable.Slide;
import io.github.lanewise.bench.json.Json;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/** The cost table, written down. */
public final class TableReport {
  private final CostTable table;

  /**
   * A report on a table.
   *
   * @param table the table
   */
  public TableReport(CostTable table) {
    this.table = table;
  }

  /**
   * Writes the table.
   *
   * @param format how
   * @return text that ends with a line end
   */
  public String as(Format format) {
    return switch (format) {
      case TEXT -> title() + "\n\n" + grid().text() + "\n" + String.join("\n", notes()) + "\n";
      case MARKDOWN ->
          title() + "\n\n" + grid().markdown() + "\n- " + String.join("\n- ", notes()) + "\n";
      case JSON -> json();
      case CSV -> csv();
    };
  }

  private String title() {
    return String.format(
        "Picture %d×%d, kernel 2×1 (−1 1), output %d×%d, on %d thread%s",
        table.width(),
        table.height(),
        table.width() - 1,
        table.height(),
        table.threads(),
        table.threads() == 1 ? "" : "s");
  }

  private Grid grid() {
    Grid grid = new Grid(row("", result -> result.column().title()));
    grid.add(row("Stored floats", result -> Numbers.grouped(result.cost().storedFloats())));
    grid.add(
        row("Float multiplies or adds", result -> Numbers.grouped(result.cost().operations())));
    grid.add(row("Index storage, bytes", result -> Numbers.grouped(result.cost().indexBytes())));
    grid.add(row("Storage in all, bytes", result -> Numbers.grouped(result.cost().bytes())));
    grid.add(row("Time, median over the forks", this::median));
    grid.add(row("  fastest … slowest fork", TableReport::spread));
    grid.add(row("  times the convolution's", this::ratio));
    grid.add(row("GFLOP/s", result -> Numbers.short3(result.gigaflops())));
    grid.add(
        row(
            "  of the FMA peak",
            result -> share(result.percentOfPeak(), result.peakGigaflops(), "")));
    grid.add(row("GB/s moved", result -> Numbers.short3(result.gigabytesPerSecond())));
    grid.add(
        row(
            "  of the bandwidth",
            result -> share(result.percentOfBandwidth(), result.bandwidth(), " " + bound(result))));
    return grid;
  }

  private List<String> row(String what, Function<Result, String> cell) {
    List<String> row = new ArrayList<>(List.of(what));
    table.results().forEach(result -> row.add(cell.apply(result)));
    return row;
  }

  private String median(Result result) {
    return (result.extrapolated() ? "~" : "") + Numbers.time(result.medianSeconds());
  }

  private static String spread(Result result) {
    return String.format(
        "%s … %s (%d)",
        Numbers.time(result.minSeconds()), Numbers.time(result.maxSeconds()), result.forks());
  }

  private String ratio(Result result) {
    return (result.extrapolated() ? "~" : "")
        + Numbers.short3(table.ratioToConvolution(result.column()));
  }

  private static String share(double percent, double limit, String what) {
    return String.format(Locale.ROOT, "%.1f %% of %s%s", percent, Numbers.short3(limit), what);
  }

  /** What the bandwidth is of: "L2, copied". */
  private static String bound(Result result) {
    return result.level().name() + (result.reads() ? ", read" : ", copied");
  }

  private List<String> notes() {
    List<String> notes = new ArrayList<>();
    for (Slide.Check check : Slide.checks(table)) {
      notes.add(
          String.format(
              "Slide: %s: %s %s: %s",
              check.what(),
              Numbers.grouped(check.computed()),
              check.slide(),
              check.agrees() ? "agrees" : "DIFFERS"));
    }
    if (notes.isEmpty()) {
      notes.add("The slide's figures are for a picture of 320×280.");
    }
    notes.add(
        String.format(
            "Largest difference between the outputs: %s (%s)",
            Numbers.short3(table.maxDifference()), table.compared()));
    notes.add("Dense matrix: " + table.result(Column.DENSE).how());
    if (table.dense().size() > 1) {
      notes.add(denseGrowth());
    }
    notes.add(
        "Slowest and fastest are medians of a JVM each (number of JVMs); peak and bandwidth are"
            + " measured in the same JVMs.");
    notes.add("Machine: " + table.machine().words());
    return notes;
  }

  private String denseGrowth() {
    String sizes =
        table.dense().stream()
            .map(size -> size.width() + "×" + size.height() + " in " + Numbers.time(size.seconds()))
            .collect(Collectors.joining(", "));
    return String.format(
        Locale.ROOT,
        "Dense matrix measured at %s: the time grows with the area to the power of %.2f (2 by"
            + " formula)",
        sizes,
        table.denseExponent());
  }

  private String json() {
    Map<String, Object> object = new LinkedHashMap<>();
    object.put("picture", Map.of("width", table.width(), "height", table.height()));
    object.put("threads", table.threads());
    for (Result result : table.results()) {
      object.put(result.column().name().toLowerCase(Locale.ROOT), fields(result));
    }
    object.put("maxDifference", table.maxDifference());
    object.put("compared", table.compared());
    object.put("denseMeasuredAt", table.dense());
    if (table.dense().size() > 1) {
      object.put("denseExponent", table.denseExponent());
    }
    object.put("slide", Slide.checks(table));
    object.put("machine", table.machine());
    return Json.text(object) + "\n";
  }

  private String csv() {
    StringBuilder out = new StringBuilder();
    for (Result result : table.results()) {
      Map<String, Object> fields = fields(result);
      if (out.isEmpty()) {
        out.append("column,").append(String.join(",", fields.keySet())).append('\n');
      }
      out.append(result.column().name().toLowerCase(Locale.ROOT));
      for (Object field : fields.values()) {
        out.append(',').append(cell(field));
      }
      out.append('\n');
    }
    return out.toString();
  }

  private static String cell(Object field) {
    return switch (field) {
      case Double number -> Numbers.exact(number);
      case String words -> '"' + words.replace("\"", "\"\"") + '"';
      default -> field.toString();
    };
  }

  private Map<String, Object> fields(Result result) {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("storedFloats", result.cost().storedFloats());
    fields.put("flops", result.cost().operations());
    fields.put("indexBytes", result.cost().indexBytes());
    fields.put("bytes", result.cost().bytes());
    fields.put("bytesMoved", result.cost().bytesMoved());
    fields.put("medianSeconds", result.medianSeconds());
    fields.put("minSeconds", result.minSeconds());
    fields.put("maxSeconds", result.maxSeconds());
    fields.put("forks", result.forks());
    fields.put("extrapolated", result.extrapolated());
    fields.put("gflops", result.gigaflops());
    fields.put("peakGflops", result.peakGigaflops());
    fields.put("percentOfPeak", result.percentOfPeak());
    fields.put("gigabytesPerSecond", result.gigabytesPerSecond());
    fields.put("bandwidth", result.bandwidth());
    fields.put("bandwidthOf", bound(result));
    fields.put("percentOfBandwidth", result.percentOfBandwidth());
    fields.put("ratioToConvolution", table.ratioToConvolution(result.column()));
    fields.put("how", result.how());
    return fields;
  }
}
