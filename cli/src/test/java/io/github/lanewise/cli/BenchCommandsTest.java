package io.github.lanewise.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;

class BenchCommandsTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "conv --layers nosuch;1;no layer is named 'nosuch'",
        "conv --layers-file nosuch.csv;1;nosuch.csv",
        "conv --threads 0;2;--threads is 0, expected at least 1",
        "conv --algorithm WINO;2;no algorithm is named 'WINO'",
        "conv --algorithm depthwise --layers lenet1;1;DEPTHWISE does not support",
        "conv --peers;1;built without native libraries",
        "train-ops --layers nosuch;1;no layer is named 'nosuch'",
        "train-ops --layers-file nosuch.csv;1;nosuch.csv",
        "train-ops --threads 0;2;--threads is 0, expected at least 1",
        "train-ops --batch 1,0;2;--batch is 0, expected at least 1",
        "train-ops --peers;1;`./lanewise bench train-ops --peers` builds one",
        "ops --ops nosuch;1;no operator is named 'nosuch'",
        "ops --threads 0;2;--threads is 0, expected at least 1",
        "ops --peers;1;`./lanewise bench ops --peers` builds one",
        "nets --nets nosuch;1;no network is named 'nosuch'",
        "nets --threads 0;2;--threads is 0, expected at least 1",
        "nets --batch 64,0;2;--batch is 0, expected at least 1",
        "nets --inference-batch 0;2;--inference-batch is 0, expected at least 1",
        "nets --peers;1;`./lanewise bench nets --peers` builds one",
        "model nosuch;1;'nosuch' is neither a file nor one of lecture, lenet",
        "model pom.xml;1;pom.xml: not a whole ONNX model",
        "model lenet --threads 0;2;--threads is 0, expected at least 1",
        "model lenet --batch 0;2;--batch is 0, expected at least 1",
        "model lenet --peers;1;`./lanewise bench model --peers` builds one"
      })
  void aWrongCallIsRefusedBeforeAnythingIsMeasured(String args, int exitCode, String message) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    CommandLine commandLine = Main.commandLine();
    commandLine.setOut(new PrintWriter(out));
    commandLine.setErr(new PrintWriter(err));

    assertThat(commandLine.execute(("bench " + args).split(" "))).isEqualTo(exitCode);
    assertThat(err.toString()).contains(message);
    assertThat(out.toString()).isEmpty();
  }
}
