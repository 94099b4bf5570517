package io.github.lanewise.cli.picture;

import io.github.lanewise.bench.picture.Picture;
import io.github.lanewise.nn.files.AtomicFile;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Path;
import javax.imageio.ImageIO;

/** Writes PNG files. */
public final class PictureWriter {
  private PictureWriter() {}

  /**
   * Writes a picture.
   *
   * @param file the PNG file
   * @param picture grey or colour; values are rounded
   * @throws IOException if the file cannot be written
   */
  public static void write(Path file, Picture picture) throws IOException {
    int channels = picture.channels();
    BufferedImage image =
        new BufferedImage(
            picture.width(),
            picture.height(),
            channels == 1 ? BufferedImage.TYPE_BYTE_GRAY : BufferedImage.TYPE_3BYTE_BGR);
    int[] row = new int[picture.width()];
    for (int channel = 0; channel < channels; channel++) {
      float[] plane = picture.plane(channel);
      for (int y = 0; y < picture.height(); y++) {
        for (int x = 0; x < row.length; x++) {
          row[x] = Math.round(plane[y * row.length + x]);
        }
        image.getRaster().setSamples(0, y, row.length, 1, channel, row);
      }
    }
    AtomicFile.write(
        file,
        out -> {
          if (!ImageIO.write(image, "png", out)) {
            throw new IOException(file + ": this JVM cannot write PNG files");
          }
        });
  }
}
