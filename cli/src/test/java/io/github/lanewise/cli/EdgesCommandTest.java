package io.github.lanewise.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.lanewise.bench.picture.Picture;
import io.github.lanewise.cli.picture.PictureReader;
import io.github.lanewise.cli.picture.PictureWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EdgesCommandTest {

  @TempDir Path folder;
  private Path image;
  private Path output;

  @BeforeEach
  void makePicture() throws IOException {
    image = folder.resolve("in.png");
    output = folder.resolve("out.png");
    float[] red = new float[60];
    float[] green = new float[60];
    float[] blue = new float[60];
    for (int i = 0; i < 60; i++) {
      red[i] = i % 10 < 5 ? 200 : 20; // an edge down the middle
      green[i] = 4 * i;
      blue[i] = 100;
    }
    PictureWriter.write(image, new Picture(10, 6, red, green, blue));
  }

  @ParameterizedTest
  @CsvSource({
    "sobel, 8, 4, 1",
    "laplacian, 8, 4, 1",
    "blur, 6, 2, 3",
    "sharpen, 8, 4, 3",
    "-1 1, 9, 6, 1",
    "0 1 0; 0 0 0, 8, 5, 3"
  })
  void everyKernelGivesAPictureSmallerByItsSize(String kernel, int width, int height, int channels)
      throws IOException {
    Lanewise call =
        Lanewise.call("edges", image.toString(), "-o", output.toString(), "--kernel", kernel);
    assertThat(call).isEqualTo(new Lanewise(0, "", ""));
    Picture result = PictureReader.read(output);
    assertThat(result.width()).isEqualTo(width);
    assertThat(result.height()).isEqualTo(height);
    assertThat(result.channels()).isEqualTo(channels);
  }

  @Test
  void theLecturesKernelFindsTheEdge() throws IOException {
    assertThat(
            Lanewise.call("edges", image.toString(), "-o", output.toString(), "--kernel=-1 1")
                .exitCode())
        .isZero();
    Picture edges = PictureReader.read(output);
    for (int y = 0; y < 6; y++) {
      for (int x = 0; x < 9; x++) {
        // luma: 0.299 · 180 down and 0.587 · 4 up at the edge, the latter alone elsewhere
        assertThat(edges.plane(0)[9 * y + x]).isEqualTo(x == 4 ? 51 : 2);
      }
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "--kernel=sobol | 2 | has 'sobol'",
        "--kernel=1 2; 3 | 2 | row 2 of the kernel",
        "--threads=-1 | 2 | --threads is -1",
        "--kernel=1 1 1 1 1 1 1 1 1 1 1 | 1 | at least 11×1"
      })
  void aWrongCallIsRefused(String arg, int exitCode, String message) {
    Lanewise call = Lanewise.call("edges", image.toString(), "-o", output.toString(), arg);
    assertThat(call.exitCode()).isEqualTo(exitCode);
    assertThat(call.err()).contains(message);
    assertThat(output).doesNotExist();
  }

  @Test
  void whatIsNoPictureIsNamedAndLeavesTheOutputAsItWas() throws IOException {
    Files.writeString(image, "not a picture");
    Files.writeString(output, "as it was");
    Lanewise call = Lanewise.call("edges", image.toString(), "-o", output.toString());
    assertThat(call.exitCode()).isEqualTo(1);
    assertThat(call.err())
        .isEqualToNormalizingNewlines(
            "lanewise: " + image + ": not a picture, expected a PNG or JPEG file\n");
    assertThat(output).hasContent("as it was");
  }

  @Test
  void anOutputIsNeeded() {
    Lanewise call = Lanewise.call("edges", image.toString());
    assertThat(call.exitCode()).isEqualTo(2);
    assertThat(call.err()).contains("--output");
  }
}
