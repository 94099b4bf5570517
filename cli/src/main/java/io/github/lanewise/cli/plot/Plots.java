package io.github.lanewise.cli.plot;

import io.github.lanewise.bench.costtable.CostTable;
import io.github.lanewise.bench.costtable.Result;
import io.github.lanewise.bench.costtable.Sweep;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.function.ToDoubleFunction;
import org.knowm.xchart.CategoryChart;
import org.knowm.xchart.CategoryChartBuilder;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYChartBuilder;

/** Draws results on logarithmic scales, as PNG files. */
public final class Plots {
  private static final int WIDTH = 900;
  private static final int HEIGHT = 600;

  private Plots() {}

  /**
   * Draws a table as bars: for each column its stored floats, its operations and its time.
   *
   * @param table the table
   * @param file the PNG file
   * @throws IOException if it cannot be drawn or written
   */
  public static void draw(CostTable table, Path file) throws IOException {
    CategoryChart chart =
        new CategoryChartBuilder()
            .width(WIDTH)
            .height(HEIGHT)
            .title("A picture of " + table.width() + "×" + table.height() + ", three ways")
            .yAxisTitle("logarithmic scale")
            .build();
    chart.getStyler().setYAxisLogarithmic(true).setYAxisMin(1.);
    bars(chart, "stored floats", table, result -> result.cost().storedFloats());
    bars(chart, "float multiplies or adds", table, result -> result.cost().operations());
    bars(chart, "time, ns", table, result -> Math.max(1, 1e9 * result.medianSeconds()));
    ChartFile.write(chart, file);
  }

  private static void bars(
      CategoryChart chart, String name, CostTable table, ToDoubleFunction<Result> figure) {
    List<String> columns = table.results().stream().map(result -> result.column().title()).toList();
    chart.addSeries(name, columns, table.results().stream().mapToDouble(figure).boxed().toList());
  }

  /**
   * Draws a sweep as lines: the time of each column over the area of the picture.
   *
   * @param sweep the sweep
   * @param file the PNG file
   * @throws IOException if it cannot be drawn or written
   */
  public static void draw(Sweep sweep, Path file) throws IOException {
    XYChart chart =
        new XYChartBuilder()
            .width(WIDTH)
            .height(HEIGHT)
            .title("How the time grows with the picture")
            .xAxisTitle("area, pixels")
            .yAxisTitle("time, ns")
            .build();
    chart.getStyler().setXAxisLogarithmic(true).setYAxisLogarithmic(true);
    for (Sweep.Series series : sweep.series()) {
      chart.addSeries(
          series.column().title(),
          series.times().stream().mapToDouble(time -> time.area()).toArray(),
          series.times().stream().mapToDouble(time -> 1e9 * time.seconds()).toArray());
    }
    ChartFile.write(chart, file);
  }
}
