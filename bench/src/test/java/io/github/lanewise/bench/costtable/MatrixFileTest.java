package io.github.lanewise.bench.costtable;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.lanewise.kernels.linalg.CsrMatrix;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MatrixFileTest {

  private static final ValueLayout.OfFloat FLOAT =
      ValueLayout.JAVA_FLOAT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

  @TempDir Path folder;

  /** Rows of whole blocks, of parts of blocks, and of many blocks. */
  @ParameterizedTest
  @CsvSource({"2,1", "33,3", "64,16", "37,41", "3,700"})
  void everyValueAndEveryZeroCanBeRead(int width, int height) throws IOException {
    CsrMatrix matrix = CsrMatrix.fromConvolution(Slide.shape(width, height), Slide.weights());
    float[] dense = matrix.toDense();

    try (MatrixFile file = MatrixFile.write(folder, DenseStorage.MAPPED_FILE, matrix);
        Arena arena = Arena.ofConfined()) {
      assertThat(file.map(arena).toArray(FLOAT)).isEqualTo(dense);
    }
    try (MatrixFile file = MatrixFile.write(folder, DenseStorage.FILE_STRIPS, matrix);
        Arena arena = Arena.ofConfined()) {
      int step = Math.max(1, matrix.rows() / 3);
      MemorySegment buffer = arena.allocate(file.bufferBytes(step), MatrixFile.BLOCK);
      for (int from = 0; from < matrix.rows(); from += step) {
        int rows = Math.min(step, matrix.rows() - from);
        float[] strip = new float[rows * matrix.columns()];
        System.arraycopy(dense, from * matrix.columns(), strip, 0, strip.length);
        assertThat(file.read(from, rows, buffer).toArray(FLOAT)).isEqualTo(strip);
      }
    }
  }

  @Test
  void theFileHasNoNameWhileItIsOpen() throws IOException {
    CsrMatrix matrix = CsrMatrix.fromConvolution(Slide.shape(64, 64), Slide.weights());
    try (MatrixFile _ = MatrixFile.write(folder, DenseStorage.FILE_STRIPS, matrix)) {
      assertThat(folder).isEmptyDirectory();
    }
  }

  @Test
  void aFolderWithRoomPassesTheCheckAndStaysEmpty() throws IOException {
    MatrixFile.check(folder, DenseStorage.MAPPED_FILE, 1000);
    MatrixFile.check(folder, DenseStorage.FILE_STRIPS, 1000);
    assertThat(folder).isEmptyDirectory();
  }

  @Test
  void aFolderWithoutRoomSaysWhatHelps() {
    assertThatThrownBy(() -> MatrixFile.check(folder, DenseStorage.MAPPED_FILE, 1L << 40))
        .isInstanceOf(IOException.class)
        .hasMessageContaining(folder.toString())
        .hasMessageContaining("MB free")
        .hasMessageContaining("--dense scaled");
    assertThat(folder).isEmptyDirectory();
  }
}
