package io.github.lanewise.cli.plot;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.knowm.xchart.CategoryChart;
import org.knowm.xchart.CategoryChartBuilder;
import org.knowm.xchart.style.Styler;

/** Bars that show how near each layer comes to the machine's peak. */
public final class PeakPlot {
  private PeakPlot() {}

  /**
   * Draws the plot.
   *
   * @param series percentages by layer, for each series by name
   * @param file a PNG file, overwritten
   * @throws IOException if it cannot be drawn or written
   */
  public static void write(Map<String, Map<String, Double>> series, Path file) throws IOException {
    CategoryChart chart =
        new CategoryChartBuilder()
            .width(1200)
            .height(500)
            .xAxisTitle("layer")
            .yAxisTitle("percent of the peak")
            .build();
    chart.getStyler().setXAxisLabelRotation(60).setLegendPosition(Styler.LegendPosition.InsideNE);
    Set<String> layers = new LinkedHashSet<>();
    series.values().forEach(row -> layers.addAll(row.keySet()));
    series.forEach((name, row) -> chart.addSeries(name, List.copyOf(layers), values(layers, row)));
    ChartFile.write(chart, file);
  }

  /** A value for each layer; none where it was not measured. */
  private static List<Double> values(Set<String> layers, Map<String, Double> row) {
    List<Double> values = new ArrayList<>();
    layers.forEach(layer -> values.add(row.get(layer)));
    return values;
  }
}
