package io.github.lanewise.nn.data;

import io.github.lanewise.nn.Shape;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.zip.GZIPInputStream;

/**
 * The 1,797 handwritten digits of 8×8 pixels that come with Lanewise: the test set of "Optical
 * Recognition of Handwritten Digits" (E. Alpaydin, C. Kaynak, UCI Machine Learning Repository 1998,
 * <a href="https://doi.org/10.24432/C50P49">doi:10.24432/C50P49</a>, CC BY 4.0).
 */
public final class Digits {
  /** Pixels are from 0 to 16; their mean and deviation, rounded. */
  public static final Scaling SCALING = new Scaling(5, 6);

  private static final int COUNT = 1797;
  private static final int PIXELS = 64;

  private Digits() {}

  /**
   * All of them, in the order of the file.
   *
   * @return 1,797 pictures of ten classes
   */
  public static Dataset all() {
    byte[] pixels = new byte[COUNT * PIXELS];
    byte[] labels = new byte[COUNT];
    try (InputStream file = Digits.class.getResourceAsStream("digits.csv.gz");
        BufferedReader lines =
            new BufferedReader(
                new InputStreamReader(new GZIPInputStream(file), StandardCharsets.US_ASCII))) {
      for (int i = 0; i < COUNT; i++) {
        String[] values = lines.readLine().split(",", -1);
        for (int j = 0; j < PIXELS; j++) {
          pixels[i * PIXELS + j] = Byte.parseByte(values[j]);
        }
        labels[i] = Byte.parseByte(values[PIXELS]);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("digits.csv.gz is part of this module", e);
    }
    return new BytePictures(new Shape(8, 8, 1), 10, pixels, labels, SCALING);
  }

  /**
   * The first four fifths, to learn from.
   *
   * @return 1,437 pictures
   */
  public static Dataset train() {
    return all().range(0, COUNT * 4 / 5);
  }

  /**
   * The last fifth, by writers that the first part mostly lacks.
   *
   * @return 360 pictures
   */
  public static Dataset test() {
    return all().range(COUNT * 4 / 5, COUNT);
  }
}
