package io.github.lanewise.cli.plot;

import io.github.lanewise.nn.files.AtomicFile;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Path;
import javax.imageio.ImageIO;
import org.knowm.xchart.BitmapEncoder;
import org.knowm.xchart.internal.chartpart.IChart;

/** A chart as a PNG file. */
final class ChartFile {
  private ChartFile() {}

  /** Draws and writes a chart; the error says what to install where text cannot be drawn. */
  static void write(IChart chart, Path file) throws IOException {
    BufferedImage image;
    try {
      image = BitmapEncoder.getBufferedImage(chart);
    } catch (RuntimeException | LinkageError | InternalError e) {
      throw new IOException(
          file
              + ": this system cannot draw text ("
              + e
              + "); install fonts (Debian and Ubuntu: apt install fontconfig fonts-dejavu-core)",
          e);
    }
    AtomicFile.write(file, out -> ImageIO.write(image, "png", out));
  }
}
