package io.github.lanewise.cli.terminal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;

class ProgressLineTest {

  private final StringWriter err = new StringWriter();

  @Test
  void whereThereIsNoTerminalThereIsNoProgress() {
    try (ProgressLine line = new ProgressLine(new PrintWriter(err), false, true)) {
      line.at("dense", 1, 2);
    }
    assertThat(err.toString()).isEmpty();
  }

  @Test
  void aLineNamesTheTaskAndIsGoneAtTheEnd() throws InterruptedException {
    try (ProgressLine line = new ProgressLine(new PrintWriter(err), true, false)) {
      line.at("dense", 1, 2);
      Thread.sleep(500);
      line.at("sparse", 1, 4);
    }
    assertThat(err.toString()).contains("dense", "50%", "sparse").endsWith("\r\033[K");
    assertThat(err.toString()).doesNotContain("\n").doesNotContain("\033[3");
  }
}
