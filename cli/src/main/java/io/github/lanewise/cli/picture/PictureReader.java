package io.github.lanewise.cli.picture;

import io.github.lanewise.bench.picture.Picture;
import java.awt.color.ColorSpace;
import java.awt.image.BufferedImage;
import java.awt.image.ColorModel;
import java.awt.image.IndexColorModel;
import java.awt.image.Raster;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.Locale;
import java.util.Set;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.event.IIOReadWarningListener;
import javax.imageio.stream.ImageInputStream;
import javax.imageio.stream.MemoryCacheImageInputStream;

/**
 * Reads PNG and JPEG files that may be damaged or made to do harm: what a header says is believed
 * only as far as the file's length and this JVM's memory allow, before anything of that size is
 * allocated.
 */
public final class PictureReader {
  private static final Set<String> FORMATS = Set.of("png", "jpeg");

  /** Pixels that a byte of a file can hold at most: PNG, 1 bit a pixel, deflated 1032 to 1. */
  private static final long PIXELS_PER_BYTE = 8 * 1032;

  /** Bytes of memory that a pixel takes on its way: decoded, as floats, filtered, encoded. */
  private static final long MEMORY_PER_PIXEL = 40;

  private PictureReader() {}

  /**
   * Reads a picture.
   *
   * @param file a PNG or JPEG file
   * @return the picture, grey if the file is; what is transparent lies on white
   * @throws IOException if the file is missing, no picture, damaged, cut off or too large; the
   *     message names the file and the reason
   */
  public static Picture read(Path file) throws IOException {
    if (!Files.exists(file)) {
      throw new IOException(file + ": there is no such file");
    }
    if (!Files.isRegularFile(file)) {
      throw new IOException(file + ": not a file, expected a PNG or JPEG picture");
    }
    try (InputStream in = Files.newInputStream(file)) {
      return read(in, file.toString(), Files.size(file));
    }
  }

  /**
   * Reads a picture from a stream.
   *
   * @param in a PNG or JPEG file
   * @param name what messages call it
   * @param length its length, bytes
   * @return the picture
   * @throws IOException as {@link #read(Path)}
   */
  static Picture read(InputStream in, String name, long length) throws IOException {
    try (ImageInputStream stream = new MemoryCacheImageInputStream(in)) {
      ImageReader reader = reader(stream, name);
      try {
        reader.setInput(stream, true, true);
        checkSize(reader.getWidth(0), reader.getHeight(0), length, name);
        Damage damage = new Damage();
        reader.addIIOReadWarningListener(damage);
        BufferedImage image = reader.read(0);
        damage.check();
        return picture(image);
      } finally {
        reader.dispose();
      }
    } catch (PictureException e) {
      throw e;
    } catch (IOException | RuntimeException e) {
      throw new PictureException(
          name + ": damaged or cut off, the picture cannot be read (" + e.getMessage() + ")", e);
    }
  }

  private static ImageReader reader(ImageInputStream stream, String name) throws IOException {
    for (Iterator<ImageReader> readers = ImageIO.getImageReaders(stream); readers.hasNext(); ) {
      ImageReader reader = readers.next();
      if (FORMATS.contains(reader.getFormatName().toLowerCase(Locale.ROOT))) {
        return reader;
      }
    }
    throw new PictureException(name + ": not a picture, expected a PNG or JPEG file");
  }

  private static void checkSize(int width, int height, long length, String name)
      throws PictureException {
    long pixels = (long) width * height;
    if (width < 1 || height < 1 || pixels / PIXELS_PER_BYTE > length) {
      throw new PictureException(
          String.format(
              "%s: damaged, it says that it has %d×%d pixels, which its %d bytes cannot hold",
              name, width, height, length));
    }
    long memory = Runtime.getRuntime().maxMemory();
    if (pixels > memory / MEMORY_PER_PIXEL) {
      long megabytes = (pixels * MEMORY_PER_PIXEL) >> 20;
      throw new PictureException(
          String.format(
              "%s: %d×%d pixels need about %d MB of memory, but Java may use %d MB; shrink the"
                  + " picture, or give more by JDK_JAVA_OPTIONS=-Xmx%dm",
              name, width, height, megabytes, memory >> 20, megabytes + 1));
    }
  }

  private static Picture picture(BufferedImage image) {
    ColorModel colours = image.getColorModel();
    boolean grey =
        colours.getColorSpace().getType() == ColorSpace.TYPE_GRAY
            && !(colours instanceof IndexColorModel);
    return grey ? grey(image.getRaster()) : colour(image);
  }

  /** The samples as they are: {@code getRGB} would change their brightness. */
  private static Picture grey(Raster raster) {
    int width = raster.getWidth();
    int height = raster.getHeight();
    float[] plane = new float[width * height];
    float white = (1 << raster.getSampleModel().getSampleSize(0)) - 1;
    boolean alpha = raster.getNumBands() == 2;
    float[] row = new float[width];
    float[] opacity = new float[width];
    for (int y = 0; y < height; y++) {
      raster.getSamples(0, y, width, 1, 0, row);
      if (alpha) {
        raster.getSamples(0, y, width, 1, 1, opacity);
      }
      for (int x = 0; x < width; x++) {
        float value = row[x] * 255 / white;
        plane[y * width + x] = alpha ? onWhite(value, opacity[x] / white) : value;
      }
    }
    return new Picture(width, height, plane);
  }

  private static Picture colour(BufferedImage image) {
    int width = image.getWidth();
    int height = image.getHeight();
    float[][] planes = new float[3][width * height];
    int[] row = new int[width];
    for (int y = 0; y < height; y++) {
      image.getRGB(0, y, width, 1, row, 0, width);
      for (int x = 0; x < width; x++) {
        float opacity = (row[x] >>> 24) / 255f;
        for (int channel = 0; channel < 3; channel++) {
          int value = (row[x] >> (16 - 8 * channel)) & 255;
          planes[channel][y * width + x] = onWhite(value, opacity);
        }
      }
    }
    return new Picture(width, height, planes);
  }

  private static float onWhite(float value, float opacity) {
    return 255 + (value - 255) * opacity;
  }

  /** JPEG readers go on after damage with a warning, and grey for what is missing. */
  private static final class Damage implements IIOReadWarningListener {
    private String message;

    @Override
    public void warningOccurred(ImageReader source, String warning) {
      String lower = warning.toLowerCase(Locale.ROOT);
      if (lower.contains("premature") || lower.contains("corrupt") || lower.contains("eoi")) {
        message = warning;
      }
    }

    void check() throws IOException {
      if (message != null) {
        throw new IOException(message);
      }
    }
  }
}
