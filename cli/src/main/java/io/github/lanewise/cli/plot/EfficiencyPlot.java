package io.github.lanewise.cli.plot;

import io.github.lanewise.nn.lecture.Efficiency;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYChartBuilder;

/** Draws how accuracy depends on the number of training pictures, a line for each shift. */
public final class EfficiencyPlot {
  private EfficiencyPlot() {}

  /**
   * Draws results as lines, as a PNG file.
   *
   * @param results the results
   * @param shifts pixels that test pictures were moved by, in the order of the results' accuracies
   * @param file the PNG file
   * @throws IOException if it cannot be drawn or written
   */
  public static void draw(List<Efficiency.Result> results, List<Integer> shifts, Path file)
      throws IOException {
    XYChart chart =
        new XYChartBuilder()
            .width(900)
            .height(600)
            .title("Dense and convolutional")
            .xAxisTitle("training pictures")
            .yAxisTitle("accuracy, %")
            .build();
    chart.getStyler().setXAxisLogarithmic(true);
    for (Efficiency.Kind kind : Efficiency.Kind.values()) {
      List<Efficiency.Result> own = results.stream().filter(r -> r.kind() == kind).toList();
      double[] sizes = own.stream().mapToDouble(Efficiency.Result::examples).toArray();
      for (int i = 0; i < shifts.size(); i++) {
        int shift = i;
        chart.addSeries(
            kind.name().toLowerCase(Locale.ROOT) + ", moved by " + shifts.get(i),
            sizes,
            own.stream().mapToDouble(r -> 100 * r.accuracies().get(shift)).toArray());
      }
    }
    ChartFile.write(chart, file);
  }
}
