package io.github.lanewise.nn.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.lanewise.nn.Shape;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class Cifar10Test {
  @TempDir Path folder;

  /** Records whose labels count on and whose values tell channel, row and column. */
  private static byte[] records(int first, int count) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    for (int i = first; i < first + count; i++) {
      out.write(i % 10);
      for (int at = 0; at < 3072; at++) {
        out.write(at / 1024 * 64 + at / 32 % 32 + at % 32 / 16);
      }
    }
    return out.toByteArray();
  }

  private void write() throws IOException {
    for (int i = 0; i < 5; i++) {
      Files.write(folder.resolve("data_batch_" + (i + 1) + ".bin"), records(2 * i, 2));
    }
    Files.write(folder.resolve("test_batch.bin"), records(7, 1));
  }

  @Test
  void recordsAreTurned() throws IOException {
    write();
    Dataset train = Cifar10.train(folder, new Scaling(0, 1));
    assertThat(train.size()).isEqualTo(10);
    assertThat(train.shape()).isEqualTo(new Shape(32, 32, 3));
    assertThat(train.classSizes()).containsOnly(1);
    float[] x = new float[3072];
    train.copy(3, x, 0);
    for (int at = 0; at < x.length; at++) {
      int pixel = at / 3;
      assertThat(x[at]).isEqualTo(at % 3 * 64 + pixel / 32 + pixel % 32 / 16);
    }
    assertThat(Cifar10.test(folder, Cifar10.SCALING).label(0)).isEqualTo(7);
  }

  @Test
  void damagedFilesAreNamed() throws IOException {
    write();
    Files.write(folder.resolve("data_batch_4.bin"), new byte[3072]);
    assertThatThrownBy(() -> Cifar10.train(folder, Cifar10.SCALING))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("data_batch_4.bin has 3072 bytes, expected a multiple of 3073");
    byte[] wrong = records(0, 1);
    wrong[0] = 10;
    Files.write(folder.resolve("test_batch.bin"), wrong);
    assertThatThrownBy(() -> Cifar10.test(folder, Cifar10.SCALING))
        .hasMessageContaining("label 0 is 10, expected 0 to 9");
    Files.delete(folder.resolve("test_batch.bin"));
    assertThatThrownBy(() -> Cifar10.test(folder, Cifar10.SCALING))
        .hasMessageContaining("test_batch.bin does not exist");
  }

  private static void entry(OutputStream out, String name, char type, byte[] contents)
      throws IOException {
    byte[] header = new byte[512];
    byte[] path = name.getBytes(StandardCharsets.US_ASCII);
    System.arraycopy(path, 0, header, 0, path.length);
    byte[] size = String.format("%011o", contents.length).getBytes(StandardCharsets.US_ASCII);
    System.arraycopy(size, 0, header, 124, size.length);
    header[156] = (byte) type;
    out.write(header);
    out.write(contents);
    out.write(new byte[(512 - contents.length % 512) % 512]);
  }

  @Test
  void theArchiveIsUnpacked() throws IOException {
    Path archive = folder.resolve("cifar.tar.gz");
    try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(archive))) {
      entry(out, "cifar-10-batches-bin/", '5', new byte[0]);
      entry(out, "cifar-10-batches-bin/readme.html", '0', new byte[700]);
      entry(out, "../../test_batch.bin", '0', records(7, 1));
      out.write(new byte[1024]);
    }
    Cifar10.unpack(archive, folder);
    assertThat(Cifar10.test(folder, Cifar10.SCALING).label(0)).isEqualTo(7);
    assertThat(folder.toFile().list()).containsExactlyInAnyOrder("cifar.tar.gz", "test_batch.bin");
    byte[] whole = Files.readAllBytes(archive);
    Files.write(archive, Arrays.copyOf(whole, whole.length / 2));
    assertThatThrownBy(() -> Cifar10.unpack(archive, folder)).isInstanceOf(IOException.class);
  }
}
