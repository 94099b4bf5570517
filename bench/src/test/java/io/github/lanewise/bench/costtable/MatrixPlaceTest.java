package io.github.lanewise.bench.costtable;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MatrixPlaceTest {

  private static final long GIB = 1L << 30;
  private static final long ROWS = 1000;

  @TempDir Path folder;

  @Test
  void aSmallMatrixIsKeptInMemory() throws IOException {
    assertThat(storage(GIB, 4 * GIB)).isEqualTo(DenseStorage.MEMORY);
    assertThat(storage(GIB, 3 * GIB)).isNotEqualTo(DenseStorage.MEMORY);
    assertThat(storage(GIB + 1, 100 * GIB)).isNotEqualTo(DenseStorage.MEMORY);
  }

  @Test
  void aFileIsMappedIfTheFileCacheCanHoldIt() throws IOException {
    boolean inMemory = MatrixPlace.inMemory(folder);
    assertThat(storage(32 * GIB, 48 * GIB))
        .isEqualTo(inMemory ? DenseStorage.FILE_STRIPS : DenseStorage.MAPPED_FILE);
    assertThat(storage(32 * GIB, 47 * GIB)).isEqualTo(DenseStorage.FILE_STRIPS);
  }

  @Test
  void aFolderThatTheUserNamesIsUsed() throws IOException {
    assertThat(MatrixPlace.choose(ROWS, 32 * GIB, 8 * GIB, Optional.of(folder)).folder())
        .isEqualTo(folder);
  }

  @Test
  void otherwiseTheFolderExists() throws IOException {
    assertThat(MatrixPlace.choose(ROWS, 32 * GIB, 8 * GIB, Optional.empty()).folder())
        .isDirectory();
  }

  private DenseStorage storage(long bytes, long memory) throws IOException {
    return MatrixPlace.choose(ROWS, bytes, memory, Optional.of(folder)).storage();
  }
}
