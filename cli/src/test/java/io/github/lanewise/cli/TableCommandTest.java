package io.github.lanewise.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.github.lanewise.bench.picture.Picture;
import io.github.lanewise.cli.picture.PictureReader;
import io.github.lanewise.cli.picture.PictureWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TableCommandTest {

  @TempDir Path folder;

  /** A picture so small that its dense matrix is measured whole. */
  @Test
  void measuresAnyPictureAndWritesAllThatIsAskedFor() throws IOException {
    Path image = picture(12, 9);
    Path edges = folder.resolve("edges.png");
    Path plot = folder.resolve("plot.png");

    Lanewise call =
        Lanewise.call(
            "table",
            "--quick",
            "--format=json",
            "--image=" + image,
            "--edges=" + edges,
            "--plot=" + plot,
            "--temp=" + folder);

    assertThat(call.err()).isEmpty();
    assertThat(call.exitCode()).isZero();
    JsonNode table = JsonMapper.builder().build().readTree(call.out());
    assertColumn(table.get("dense"), 11L * 9 * 12 * 9, 11L * 9 * (2 * 12 * 9 - 1));
    assertColumn(table.get("sparse"), 2 * 11 * 9, 3 * 11 * 9);
    assertColumn(table.get("convolution"), 2, 3 * 11 * 9);
    assertThat(table.get("dense").get("extrapolated").booleanValue()).isFalse();
    assertThat(table.get("maxDifference").doubleValue()).isZero();
    assertThat(table.get("machine").get("processors").intValue()).isPositive();
    assertThat(PictureReader.read(edges).width()).isEqualTo(11);
    assertThat(PictureReader.read(edges).height()).isEqualTo(9);
    assertThat(PictureReader.read(plot).width()).isEqualTo(900);
    try (var files = Files.list(folder)) {
      assertThat(files).containsExactlyInAnyOrder(image, edges, plot); // nothing temporary
    }
  }

  private static void assertColumn(JsonNode column, long storedFloats, long flops) {
    assertThat(column.get("storedFloats").longValue()).isEqualTo(storedFloats);
    assertThat(column.get("flops").longValue()).isEqualTo(flops);
    assertThat(column.get("bytes").longValue()).isGreaterThanOrEqualTo(4 * storedFloats);
    double seconds = column.get("medianSeconds").doubleValue();
    assertThat(seconds).isPositive();
    assertThat(column.get("gflops").doubleValue())
        .isCloseTo(1e-9 * flops / seconds, within(1e-9 * flops / seconds * 1e-6));
    assertThat(column.get("percentOfPeak").doubleValue()).isPositive();
    assertThat(column.get("percentOfBandwidth").doubleValue()).isPositive();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "--threads=0 | 2 | --threads is 0",
        "--sizes=9 | 2 | '9' is no range",
        "--sizes=9..9 | 2 | '9..9' is no range",
        "--format=xml | 2 | xml",
        "--dense=half | 2 | half",
        "--image=nosuch.png | 1 | nosuch.png: there is no such file",
        "--plot=nosuch/p.png | 1 | nosuch does not exist",
        "--temp=nosuch | 1 | nosuch: cannot make a folder",
        "--sizes=40000..80000 | 1 | 2147483647"
      })
  void aWrongCallIsRefusedBeforeAnythingIsMeasured(String arg, int exitCode, String message) {
    Lanewise call = Lanewise.call("table", arg);
    assertThat(call.exitCode()).isEqualTo(exitCode);
    assertThat(call.err()).contains(message);
    assertThat(call.out()).isEmpty();
  }

  @Test
  void aPictureNarrowerThanTheKernelIsRefused() throws IOException {
    Lanewise call = Lanewise.call("table", "--image=" + picture(1, 5));
    assertThat(call.exitCode()).isEqualTo(1);
    assertThat(call.err()).contains("the picture is 1 pixel wide", "at least 2");
  }

  private Path picture(int width, int height) throws IOException {
    float[] plane = new float[width * height];
    for (int i = 0; i < plane.length; i++) {
      plane[i] = i * 31 % 256;
    }
    Path file = folder.resolve("picture.png");
    PictureWriter.write(file, new Picture(width, height, plane));
    return file;
  }
}
