package io.github.lanewise.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A table that is stopped while it measures, in a process of its own. */
class StopTest {

  @TempDir Path folder;

  @Test
  @Timeout(60)
  void nothingIsLeftBehind() throws Exception {
    Process table = start("table", "--quick", "--temp=" + folder);
    List<ProcessHandle> forks = List.of();
    while (forks.isEmpty() && table.isAlive()) {
      Thread.sleep(Duration.ofMillis(50));
      forks = table.children().toList();
    }
    assertThat(folder).isNotEmptyDirectory();

    table.toHandle().destroy(); // SIGTERM; Ctrl-C runs the same hooks

    String said = new String(table.getErrorStream().readAllBytes(), UTF_8);
    assertThat(table.waitFor()).isEqualTo(143);
    assertThat(said).contains("lanewise: stopped").doesNotContain("failed");
    assertThat(folder).isEmptyDirectory();
    assertThat(forks).isNotEmpty().noneMatch(ProcessHandle::isAlive);
  }

  private static Process start(String... args) throws IOException {
    String path =
        Stream.of("jdk.module.path", "java.class.path")
            .map(System::getProperty)
            .filter(entries -> entries != null && !entries.isEmpty())
            .collect(Collectors.joining(File.pathSeparator));
    return new ProcessBuilder(
            Stream.concat(
                    Stream.of(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "--add-modules=jdk.incubator.vector",
                        "-Djmh.ignoreLock=true",
                        "-cp",
                        path,
                        Main.class.getName()),
                    Stream.of(args))
                .toList())
        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
        .start();
  }
}
