package io.github.lanewise.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;

class BenchConvCommandTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "--layers nosuch;1;no layer is named 'nosuch'",
        "--layers-file nosuch.csv;1;nosuch.csv",
        "--threads 0;2;--threads is 0, expected at least 1",
        "--algorithm WINO;2;no algorithm is named 'WINO'",
        "--algorithm depthwise --layers lenet1;1;DEPTHWISE does not support",
        "--peers;1;built without native libraries"
      })
  void aWrongCallIsRefusedBeforeAnythingIsMeasured(String args, int exitCode, String message) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    CommandLine commandLine = Main.commandLine();
    commandLine.setOut(new PrintWriter(out));
    commandLine.setErr(new PrintWriter(err));

    assertThat(commandLine.execute(("bench conv " + args).split(" "))).isEqualTo(exitCode);
    assertThat(err.toString()).contains(message);
    assertThat(out.toString()).isEmpty();
  }
}
