package io.github.lanewise.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** No file without a word on where it came from. */
class TestDataTest {

  @Test
  void everyDataFileIsListedWithItsSource() throws Exception {
    Path data = Path.of("..", "src-test-data");
    List<String> readme = Files.readAllLines(data.resolve("README.md"));
    try (Stream<Path> files = Files.walk(data)) {
      files
          .filter(Files::isRegularFile)
          .map(file -> data.relativize(file).toString())
          .filter(name -> !name.equals("README.md"))
          .map(name -> name.replaceFirst("/.*", "/")) // a folder has one line
          .distinct()
          .forEach(
              name -> assertThat(readme).anyMatch(line -> line.startsWith("| `" + name + "` | ")));
    }
  }
}
