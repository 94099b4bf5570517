package io.github.lanewise.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;

class BenchNetsCommandTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "--nets nosuch;1;no network is named 'nosuch'",
        "--threads 0;2;--threads is 0, expected at least 1",
        "--batch 64,0;2;--batch is 0, expected at least 1",
        "--inference-batch 0;2;--inference-batch is 0, expected at least 1",
        "--peers;1;`./lanewise bench nets --peers` builds one"
      })
  void aWrongCallIsRefusedBeforeAnythingIsMeasured(String args, int exitCode, String message) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    CommandLine commandLine = Main.commandLine();
    commandLine.setOut(new PrintWriter(out));
    commandLine.setErr(new PrintWriter(err));

    assertThat(commandLine.execute(("bench nets " + args).split(" "))).isEqualTo(exitCode);
    assertThat(err.toString()).contains(message);
    assertThat(out.toString()).isEmpty();
  }
}
