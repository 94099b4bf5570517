package io.github.lanewise.bench.jmh;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WorkFolderTest {

  @TempDir Path parent;

  @Test
  void nothingIsLeftWhenItIsClosed() throws IOException {
    try (WorkFolder work = WorkFolder.in(parent)) {
      Files.writeString(work.path().resolve("a"), "x");
      Files.writeString(work.path().resolve("b"), "y");
      assertThat(parent).isNotEmptyDirectory();
    }
    assertThat(parent).isEmptyDirectory();
  }

  @Test
  void aParentThatIsMissingIsNamed() {
    Path missing = parent.resolve("missing");
    assertThatThrownBy(() -> WorkFolder.in(missing))
        .isInstanceOf(IOException.class)
        .hasMessageContaining(missing.toString())
        .hasMessageContaining("--temp");
  }
}
