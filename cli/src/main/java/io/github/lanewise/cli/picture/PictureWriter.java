package io.github.lanewise.cli.picture;

import io.github.lanewise.bench.picture.Picture;
import io.github.lanewise.nn.files.AtomicFile;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Base64;
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
    BufferedImage image = image(picture);
    AtomicFile.write(file, out -> encode(image, out));
  }

  /**
   * A picture as a part of a page.
   *
   * @param picture grey or colour; values are rounded
   * @return a PNG file as an address of its own: {@code data:image/png;base64,…}
   */
  public static String dataUri(Picture picture) {
    ByteArrayOutputStream png = new ByteArrayOutputStream();
    try {
      encode(image(picture), png);
    } catch (IOException e) {
      throw new UncheckedIOException("memory is always written to", e);
    }
    return "data:image/png;base64," + Base64.getEncoder().encodeToString(png.toByteArray());
  }

  private static void encode(BufferedImage image, OutputStream out) throws IOException {
    if (!ImageIO.write(image, "png", out)) {
      throw new IOException("this JVM cannot write PNG files");
    }
  }

  private static BufferedImage image(Picture picture) {
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
    return image;
  }
}
