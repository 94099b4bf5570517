package io.github.lanewise.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.lanewise.bench.gate.BuildReport;
import io.github.lanewise.bench.gate.Comparison;
import io.github.lanewise.bench.gate.Complaint;
import io.github.lanewise.bench.gate.Expectation;
import io.github.lanewise.bench.gate.FloorReport;
import io.github.lanewise.bench.gate.Verdict;
import io.github.lanewise.cli.report.GateJson;
import io.github.lanewise.cli.report.GateText;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;

/** How the gate is called, and how it shows what it found. */
class GateCommandTest {
  private static final FloorReport FLOORS =
      new FloorReport(
          512,
          true,
          List.of(
              new Verdict(
                  "res2_3x3",
                  "DIRECT",
                  16,
                  0.25,
                  List.of(0.2, 0.25, 0.3),
                  Optional.of(
                      new Expectation("res2_3x3", 512, "WINOGRAD_4X4", OptionalDouble.of(0.5))),
                  Set.of(Complaint.values())),
              new Verdict("new", "DIRECT", 0, 0.75, List.of(0.75), Optional.empty(), Set.of())),
          List.of("res2_3x3"));

  private static final BuildReport BUILDS =
      new BuildReport(
          512,
          List.of(new Comparison("lenet1", List.of(3e-6), List.of(2e-6), 3e-6, 2e-6, 0.008, true)),
          List.of("lecture_csr"),
          List.of("lenet1"));

  private final StringWriter err = new StringWriter();

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "--layers=lenet9           | 'lenet9', expected some of [resnet_conv1",
        "--forks=0                 | 0, expected at least 1",
        "--against=a.jar --forks=4 | 4, expected at least 5",
        "--against=a.jar --measure | expected one of them",
        "--format=xml              | expected one of [text, json]",
      })
  void wrongUseIsToldWithExitCode2(String arguments, String message) {
    assertThat(gate(arguments.split(" "))).isEqualTo(2);
    assertThat(err.toString()).contains(message);
  }

  @Test
  void aJarThatIsNotThereIsNamed(@TempDir Path folder) {
    Path jar = folder.resolve("none.jar");
    assertThat(gate("--against", jar.toString())).isEqualTo(1);
    assertThat(err.toString()).contains(jar.toString());
  }

  @Test
  void showsWhatIsHeldAgainstALayer() {
    assertThat(GateText.of(FLOORS))
        .contains(
            "allocates, expected WINOGRAD_4X4, below its floor",
            "25.0 %",
            "50.0 %",
            "75.0 %",
            "Measured again: res2_3x3",
            "FAILED, confirmed");
  }

  @Test
  void showsWhichLayerBecameSlower() {
    assertThat(GateText.of(BUILDS))
        .contains("3.00 µs", "2.00 µs", "1.500", "0.0080", "SLOWER", "lacks: lecture_csr");
  }

  @Test
  void writesFloorsAsJson() {
    assertThat(GateJson.of(FLOORS))
        .contains("\"passed\" : false", "\"laneBits\" : 512", "\"BELOW_FLOOR\"")
        .containsSubsequence("\"floor\" : 0.5", "\"new\"", "\"floor\" : null");
  }

  @Test
  void writesComparisonsAsJson() {
    assertThat(GateJson.of(BUILDS))
        .contains("\"passed\" : false", "\"lecture_csr\"", "\"slower\" : true")
        .containsPattern("\"ratio\" : 1\\.(5|49)");
  }

  private int gate(String... args) {
    CommandLine commandLine = Main.commandLine();
    commandLine.setErr(new PrintWriter(err));
    String[] all = new String[args.length + 1];
    all[0] = "gate";
    System.arraycopy(args, 0, all, 1, args.length);
    return commandLine.execute(all);
  }
}
