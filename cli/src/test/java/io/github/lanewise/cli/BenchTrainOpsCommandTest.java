package io.github.lanewise.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;

class BenchTrainOpsCommandTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "--layers nosuch;1;no layer is named 'nosuch'",
        "--layers-file nosuch.csv;1;nosuch.csv",
        "--threads 0;2;--threads is 0, expected at least 1",
        "--batch 1,0;2;--batch is 0, expected at least 1",
        "--peers;1;`./lanewise bench train-ops --peers` builds one"
      })
  void aWrongCallIsRefusedBeforeAnythingIsMeasured(String args, int exitCode, String message) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    CommandLine commandLine = Main.commandLine();
    commandLine.setOut(new PrintWriter(out));
    commandLine.setErr(new PrintWriter(err));

    assertThat(commandLine.execute(("bench train-ops " + args).split(" "))).isEqualTo(exitCode);
    assertThat(err.toString()).contains(message);
    assertThat(out.toString()).isEmpty();
  }
}
