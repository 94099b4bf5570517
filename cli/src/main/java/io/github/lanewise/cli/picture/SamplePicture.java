package io.github.lanewise.cli.picture;

import io.github.lanewise.bench.picture.Picture;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;

/** The picture of the default run: a flower, of the size on the lecture's slide. */
public final class SamplePicture {
  private static final String FILE = "flower-320x280.png";

  private SamplePicture() {}

  /**
   * Reads the picture, which comes with the program.
   *
   * @return 320×280 pixels of grey
   * @throws IOException if it is missing from the program
   */
  public static Picture read() throws IOException {
    try (InputStream in = SamplePicture.class.getResourceAsStream(FILE)) {
      if (in == null) {
        throw new IOException(FILE + " is missing from the program; build it again");
      }
      byte[] bytes = in.readAllBytes();
      return PictureReader.read(new ByteArrayInputStream(bytes), FILE, bytes.length);
    }
  }
}
