package io.github.lanewise.nn.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.lanewise.nn.Shape;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CsvTest {
  private static final Shape SHAPE = new Shape(1, 2, 1);

  @TempDir Path folder;

  private Path file(String text) throws IOException {
    return Files.writeString(folder.resolve("x.csv"), text);
  }

  private static Dataset read(Path file) throws IOException {
    return Csv.read(file, SHAPE, 3, new Scaling(1, 2));
  }

  @Test
  void linesAreExamples() throws IOException {
    Dataset data = read(file("a,b,class\n1, 3.5,2\n\n-1,5,0\r\n"));
    assertThat(data.size()).isEqualTo(2);
    assertThat(data.classSizes()).containsExactly(1, 0, 1);
    float[] x = new float[4];
    data.copy(0, x, 0);
    data.copy(1, x, 2);
    assertThat(x).containsExactly(0, 1.25f, -1, 2);
  }

  @Test
  void theFileMayBeGzipped() throws IOException {
    Path file = folder.resolve("x.csv.gz");
    try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(file))) {
      out.write("1,1,1\n".getBytes(StandardCharsets.UTF_8));
    }
    assertThat(read(file).label(0)).isEqualTo(1);
  }

  @Test
  void wrongLinesAreNamed() {
    refused("1,2,0\n1,2\n", "line 2 has 2 columns, expected the 2 values of 1×2×1 and a class");
    refused("3\n", "line 1 has one column, expected the values and the class, with commas between");
    refused("1,2,3\n", "line 1 has the class 3, expected 0 to 2");
    refused("1,2,1\n1,x,1\n", "line 2: For input string: \"x\" is no number");
  }

  private void refused(String text, String message) {
    assertThatThrownBy(() -> read(file(text)))
        .isInstanceOf(IOException.class)
        .hasMessageContaining(message);
  }
}
