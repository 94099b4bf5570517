package io.github.lanewise.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.CommandLine;

/** The manners that all commands share. */
class CommandsTest {

  static Stream<String> commands() {
    return commands("", Main.commandLine());
  }

  private static Stream<String> commands(String path, CommandLine command) {
    return command.getSubcommands().entrySet().stream()
        .filter(sub -> !sub.getKey().equals("generate-completion")) // picocli's own
        .flatMap(
            sub ->
                Stream.concat(
                    Stream.of(path + sub.getKey()),
                    commands(path + sub.getKey() + " ", sub.getValue())));
  }

  @Test
  void aCommandThatIsCalledIsMadeReadyAlone() {
    Main.commandLine()
        .getSubcommands()
        .forEach(
            (name, all) -> {
              assertThat(all.getCommandSpec().name()).isEqualTo(name);
              if (!name.equals("generate-completion")) {
                assertThat(Main.commandLine(name, "--help").getSubcommands().keySet())
                    .containsExactly(name);
              }
            });
  }

  @ParameterizedTest
  @MethodSource("commands")
  void helpShowsAnExampleThatNamesTheCommand(String command) {
    Lanewise call = Lanewise.call((command + " --help").split(" "));
    assertThat(call.exitCode()).isZero();
    assertThat(call.out()).contains("Usage: lanewise " + command).contains("Examples:");
    assertThat(call.out().substring(call.out().indexOf("Examples:")))
        .contains("  lanewise " + command);
    assertThat(call.err()).isEmpty();
  }

  @Test
  void completionKnowsTheCommands() {
    Lanewise call = Lanewise.call("generate-completion");
    assertThat(call.exitCode()).isZero();
    assertThat(call.out()).contains("table", "edges", "doctor", "--sizes");
  }

  @Test
  void theDoctorMeasuresAndSaysWhatRuns() {
    Lanewise call = Lanewise.call("doctor");
    assertThat(call.exitCode()).isIn(0, 1);
    assertThat(call.out())
        .contains("Java: " + Runtime.version(), "GFLOP/s", "What runs", "memory")
        .contains(call.exitCode() == 0 ? "ok   Lanes" : "FIX  ");
    assertThat(call.err()).isEmpty();
  }

  @Test
  void enumsAreReadInAnyCase() {
    assertThat(
            Main.commandLine("table")
                .parseArgs("table", "--format", "MarkDown", "--dense", "Full")
                .hasSubcommand())
        .isTrue();
  }
}
