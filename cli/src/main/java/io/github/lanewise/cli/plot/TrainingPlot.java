package io.github.lanewise.cli.plot;

import io.github.lanewise.nn.train.Epoch;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYChartBuilder;

/** Draws how the accuracy grew, epoch by epoch. */
public final class TrainingPlot {
  private TrainingPlot() {}

  /**
   * Draws a training as lines, as a PNG file.
   *
   * @param history what each epoch came to
   * @param file the PNG file
   * @throws IOException if it cannot be drawn or written
   */
  public static void draw(List<Epoch> history, Path file) throws IOException {
    XYChart chart =
        new XYChartBuilder()
            .width(900)
            .height(600)
            .title("Learning")
            .xAxisTitle("epoch")
            .yAxisTitle("accuracy, %")
            .build();
    double[] epochs = history.stream().mapToDouble(Epoch::epoch).toArray();
    chart.addSeries(
        "training", epochs, history.stream().mapToDouble(e -> 100 * e.accuracy()).toArray());
    chart.addSeries(
        "test", epochs, history.stream().mapToDouble(e -> 100 * e.validationAccuracy()).toArray());
    ChartFile.write(chart, file);
  }
}
