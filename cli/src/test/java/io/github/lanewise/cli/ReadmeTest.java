package io.github.lanewise.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The README's Java programs compile, run, and print what stands below them. */
class ReadmeTest {

  /** A block of Java, then some words, then the block of text that it prints. */
  private static final Pattern PROGRAM =
      Pattern.compile("```java\\n(.*?)```\\n[^`]*```text\\n(.*?)```", Pattern.DOTALL);

  @TempDir Path folder;

  @Test
  void everyProgramPrintsWhatIsPromised() throws Exception {
    String readme = Files.readString(Path.of("..", "README.md"));
    List<MatchResult> programs = PROGRAM.matcher(readme).results().toList();

    assertThat(programs).hasSize(readme.split("```java", -1).length - 1).isNotEmpty();
    for (MatchResult program : programs) {
      assertThat(run(program.group(1))).isEqualTo(program.group(2));
    }
  }

  /** Compiles and runs in one go, on the class path, with the flag that the README names. */
  private String run(String program) throws Exception {
    Path source = Files.writeString(folder.resolve("Example.java"), program);
    Process java =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--add-modules=jdk.incubator.vector",
                "-cp",
                classPath(),
                source.toString())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    String printed = new String(java.getInputStream().readAllBytes(), UTF_8);
    assertThat(java.waitFor()).isZero();
    return printed;
  }

  /** What a user of the library has there: its modules, and the JSON library that nn needs. */
  private static String classPath() {
    return Stream.of(
            "io.github.lanewise.kernels",
            "io.github.lanewise.nn",
            "com.fasterxml.jackson.annotation",
            "com.fasterxml.jackson.core",
            "com.fasterxml.jackson.databind")
        .map(name -> ModuleLayer.boot().configuration().findModule(name).orElseThrow())
        .map(module -> Path.of(module.reference().location().orElseThrow()).toString())
        .collect(Collectors.joining(File.pathSeparator));
  }
}
