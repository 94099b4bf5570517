package io.github.lanewise.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

class MainTest {

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  @Test
  void versionComesFromTheBuild() {
    assertThat(lanewise("--version")).isZero();
    assertThat(out.toString()).matches("(?s)lanewise \\d+\\.\\d+\\.\\d+(-SNAPSHOT)?\\R.*");
    assertThat(err.toString()).isEmpty();
  }

  @Test
  void helpShowsAnExampleOnStandardOutput() {
    assertThat(lanewise("--help")).isZero();
    assertThat(out.toString()).contains("Usage: lanewise").contains("Examples:");
    assertThat(err.toString()).isEmpty();
  }

  @Test
  void noCommandIsAUsageError() {
    assertThat(lanewise()).isEqualTo(2);
    assertThat(out.toString()).isEmpty();
    assertThat(err.toString()).contains("Missing command").contains("Usage: lanewise");
  }

  @Test
  void anUnknownCommandIsAUsageErrorThatNamesIt() {
    assertThat(lanewise("tabel")).isEqualTo(2);
    assertThat(err.toString()).contains("tabel");
  }

  private int lanewise(String... args) {
    CommandLine commandLine = Main.commandLine(args);
    commandLine.setOut(new PrintWriter(out));
    commandLine.setErr(new PrintWriter(err));
    return commandLine.execute(args);
  }
}
