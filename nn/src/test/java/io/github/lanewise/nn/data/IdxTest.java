package io.github.lanewise.nn.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class IdxTest {
  private static final byte[] PICTURES = {
    0, 0, 8, 3, 0, 0, 0, 2, 0, 0, 0, 1, 0, 0, 0, 3, 0, 51, 102, (byte) 153, (byte) 204, (byte) 255
  };
  private static final byte[] LABELS = {0, 0, 8, 1, 0, 0, 0, 2, 7, 3};

  @TempDir Path folder;

  private void write(String name, byte[] bytes) throws IOException {
    Files.write(folder.resolve(name), bytes);
  }

  private Dataset read() throws IOException {
    return Idx.train(folder, Scaling.UNIT);
  }

  @Test
  void picturesAndLabelsComeAsTheyWereWritten() throws IOException {
    write("train-images-idx3-ubyte", PICTURES);
    try (OutputStream out =
        new GZIPOutputStream(Files.newOutputStream(folder.resolve("train-labels-idx1-ubyte.gz")))) {
      out.write(LABELS);
    }
    Dataset data = read();
    assertThat(data.size()).isEqualTo(2);
    assertThat(data.shape()).hasToString("1×3×1");
    assertThat(data.label(0)).isEqualTo(7);
    assertThat(data.label(1)).isEqualTo(3);
    float[] x = new float[4];
    data.copy(1, x, 1);
    assertThat(x).containsExactly(0, 0.6f, 0.8f, 1);
    assertThat(data.classSizes()).containsExactly(0, 0, 0, 1, 0, 0, 0, 1, 0, 0);
    assertThat(data.subset(1).label(0)).isEqualTo(3);
  }

  @Test
  void missingAndDamagedFilesAreNamed() throws IOException {
    assertThatThrownBy(this::read)
        .isInstanceOf(IOException.class)
        .hasMessageContaining("has neither train-images-idx3-ubyte nor");
    write("train-labels-idx1-ubyte", LABELS);
    write("train-images-idx3-ubyte", LABELS);
    assertThatThrownBy(this::read)
        .hasMessageContaining("begins with 0x00000801, expected 0x00000803");
    write("train-images-idx3-ubyte", Arrays.copyOf(PICTURES, PICTURES.length - 1));
    assertThatThrownBy(this::read).hasMessageContaining("ends before its sizes and values do");
    write("train-images-idx3-ubyte", new byte[] {0, 0});
    assertThatThrownBy(this::read).isInstanceOf(IOException.class);
    write("train-images-idx3-ubyte", new byte[] {0x1f, (byte) 0x8b, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10});
    assertThatThrownBy(this::read).isInstanceOf(IOException.class).hasMessageContaining("train-");
  }

  @Test
  void sizesThatLieAllocateLittle() throws IOException {
    write("train-labels-idx1-ubyte", LABELS);
    byte[] huge = PICTURES.clone();
    huge[4] = 0x7f; // 2 billion pictures
    write("train-images-idx3-ubyte", huge);
    assertThatThrownBy(this::read).hasMessageContaining("more than a Java array holds");
    huge[4] = 0x20; // half a billion pictures of three pixels
    write("train-images-idx3-ubyte", huge);
    assertThatThrownBy(this::read).hasMessageContaining("ends before");
    huge[4] = (byte) 0x80; // negative
    write("train-images-idx3-ubyte", huge);
    assertThatThrownBy(this::read).hasMessageContaining("more than a Java array holds");
  }

  @Test
  void filesThatDoNotFitEachOtherAreNamed() throws IOException {
    write("train-images-idx3-ubyte", PICTURES);
    write("train-labels-idx1-ubyte", new byte[] {0, 0, 8, 1, 0, 0, 0, 1, 7});
    assertThatThrownBy(this::read)
        .hasMessageContaining("has 2 pictures")
        .hasMessageContaining("1 labels");
    write("train-labels-idx1-ubyte", new byte[] {0, 0, 8, 1, 0, 0, 0, 2, 7, 10});
    assertThatThrownBy(this::read).hasMessageContaining("label 1 is 10, expected 0 to 9");
  }
}
