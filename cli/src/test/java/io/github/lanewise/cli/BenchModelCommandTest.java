package io.github.lanewise.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;

class BenchModelCommandTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "nosuch;1;'nosuch' is neither a file nor one of lecture, lenet",
        "pom.xml;1;pom.xml: not a whole ONNX model",
        "lenet --threads 0;2;--threads is 0, expected at least 1",
        "lenet --batch 0;2;--batch is 0, expected at least 1",
        "lenet --peers;1;`./lanewise bench model --peers` builds one"
      })
  void aWrongCallIsRefusedBeforeAnythingIsMeasured(String args, int exitCode, String message) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    CommandLine commandLine = Main.commandLine();
    commandLine.setOut(new PrintWriter(out));
    commandLine.setErr(new PrintWriter(err));

    assertThat(commandLine.execute(("bench model " + args).split(" "))).isEqualTo(exitCode);
    assertThat(err.toString()).contains(message);
    assertThat(out.toString()).isEmpty();
  }
}
