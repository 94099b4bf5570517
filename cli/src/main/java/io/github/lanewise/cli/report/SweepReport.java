package io.github.lanewise.cli.report;

import io.github.lanewise.bench.costtable.Sweep;
import io.github.lanewise.bench.json.Json;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The sweep over picture sizes, written down. */
public final class SweepReport {
  private final Sweep sweep;

  /**
   * A report on a sweep.
   *
   * @param sweep the sweep
   */
  public SweepReport(Sweep sweep) {
    this.sweep = sweep;
  }

  /**
   * Writes the sweep.
   *
   * @param format how
   * @return text that ends with a line end
   */
  public String as(Format format) {
    return switch (format) {
      case TEXT -> grid().text() + "\n" + String.join("\n", notes()) + "\n";
      case MARKDOWN -> grid().markdown() + "\n- " + String.join("\n- ", notes()) + "\n";
      case JSON -> json();
      case CSV -> csv();
    };
  }

  private Grid grid() {
    List<String> header = new ArrayList<>(List.of("Picture"));
    sweep.series().forEach(series -> header.add(series.column().title()));
    Grid grid = new Grid(header);
    for (int i = 0; i < sweep.series().getFirst().times().size(); i++) {
      int side = sweep.series().getFirst().times().get(i).side();
      List<String> row = new ArrayList<>(List.of(side + "×" + side));
      for (Sweep.Series series : sweep.series()) {
        Sweep.Time time = series.times().get(i);
        row.add((time.extrapolated() ? "~" : "") + Numbers.time(time.seconds()));
      }
      grid.add(row);
    }
    List<String> measured = new ArrayList<>(List.of("Time grows with area to the power of"));
    List<String> counted = new ArrayList<>(List.of("Operations, by formula"));
    for (Sweep.Series series : sweep.series()) {
      measured.add(String.format(Locale.ROOT, "%.2f", series.exponent()));
      counted.add(String.format(Locale.ROOT, "%.2f", series.countedExponent()));
    }
    grid.add(measured);
    grid.add(counted);
    return grid;
  }

  private List<String> notes() {
    return List.of(
        "~ is extrapolated by the number of operations: that matrix is too large for memory.",
        "Powers are fitted by least squares to the larger half of the measured sizes. Below, what a"
            + " call costs by itself makes them smaller, and data that leaves a cache larger.",
        "Machine: " + sweep.machine().words());
  }

  private String json() {
    Map<String, Object> object = new LinkedHashMap<>();
    object.put("threads", sweep.threads());
    for (Sweep.Series series : sweep.series()) {
      object.put(
          series.column().name().toLowerCase(Locale.ROOT),
          Map.of(
              "exponent",
              series.exponent(),
              "countedExponent",
              series.countedExponent(),
              "times",
              series.times()));
    }
    object.put("machine", sweep.machine());
    return Json.text(object) + "\n";
  }

  private String csv() {
    StringBuilder out = new StringBuilder("column,side,area,flops,seconds,extrapolated\n");
    for (Sweep.Series series : sweep.series()) {
      for (Sweep.Time time : series.times()) {
        out.append(
            String.format(
                Locale.ROOT,
                "%s,%d,%d,%d,%s,%b%n",
                series.column().name().toLowerCase(Locale.ROOT),
                time.side(),
                time.area(),
                time.operations(),
                Numbers.exact(time.seconds()),
                time.extrapolated()));
      }
    }
    return out.toString();
  }
}
