package io.github.lanewise.bench.gate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.lanewise.bench.progress.Progress;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.IntToDoubleFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** When a build counts as slower, shown on made-up figures. */
class BuildGateTest {
  private final StringBuilder order = new StringBuilder();

  @Test
  void forksTakeTurns() throws Exception {
    assertThat(gate(round -> 1 + 0.01 * round, round -> 1 + 0.011 * round).passed()).isTrue();
    assertThat(order).hasToString("ABBAABBAAB");
  }

  @Test
  void aBuildSlowerInBothRunsFails() throws Exception {
    BuildReport report = gate(round -> 1.2 + 0.001 * round, round -> 1 + 0.001 * round);
    assertThat(report.passed()).isFalse();
    assertThat(report.rerun()).containsExactly("a");
    assertThat(order).hasSize(20);
    assertThat(report.comparisons().getFirst().pValue()).isLessThan(0.01);
  }

  @Test
  void aBuildSlowerInTheFirstRunOnlyPasses() throws Exception {
    BuildReport report =
        gate(round -> (round < 5 ? 1.2 : 1) + 0.001 * round, round -> 1 + 0.001 * round);
    assertThat(report.passed()).isTrue();
    assertThat(report.rerun()).containsExactly("a");
  }

  @Test
  void whatIsSurelySlowerButHardlyPasses() throws Exception {
    BuildReport report = gate(round -> 1.05 + 0.001 * round, round -> 1 + 0.001 * round);
    assertThat(report.passed()).isTrue();
    assertThat(report.comparisons().getFirst().pValue()).isLessThan(0.01);
  }

  @Test
  void whatIsMuchSlowerButNotSurelyPasses() throws Exception {
    BuildReport report =
        gate(round -> round == 0 ? 0.5 : 1.5 + 0.001 * round, round -> 1 + 0.001 * round);
    assertThat(report.passed()).isTrue();
    assertThat(report.comparisons().getFirst().ratio()).isGreaterThan(1.4);
  }

  @Test
  void aFasterBuildPasses() throws Exception {
    assertThat(gate(round -> 0.5 + 0.001 * round, round -> 1 + 0.001 * round).passed()).isTrue();
  }

  @Test
  void whatTheOtherBuildLacksIsNamed() throws Exception {
    Measurer own = names -> result(names, 1 + 0.001 * order.append('A').length());
    BuildReport report =
        new BuildGate(own, names -> new ForkResult(512, List.of()), 5)
            .run(List.of("a"), Progress.NONE);
    assertThat(report.missing()).containsExactly("a");
    assertThat(report.comparisons()).isEmpty();
  }

  @Test
  void tooFewForksAreRefused(@TempDir Path folder) {
    assertThatThrownBy(() -> BuildGate.against(folder.resolve("any.jar"), 4))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("4 forks")
        .hasMessageContaining("at least 5");
  }

  @Test
  void aFileThatIsNoJarIsNamed(@TempDir Path folder) throws IOException {
    Path file = Files.writeString(folder.resolve("kernels.jar"), "no jar");
    assertThatThrownBy(() -> BuildGate.against(file, 5))
        .isInstanceOf(IOException.class)
        .hasMessageContaining(file.toString())
        .hasMessageContaining("not a jar");
  }

  /** Runs the gate on subject a; each build's seconds follow from the number of its fork. */
  private BuildReport gate(IntToDoubleFunction own, IntToDoubleFunction other) throws Exception {
    return new BuildGate(
            names -> result(names, own.applyAsDouble(next('A'))),
            names -> result(names, other.applyAsDouble(next('B'))),
            5)
        .run(List.of("a"), Progress.NONE);
  }

  private int next(char build) {
    int before = (int) order.chars().filter(c -> c == build).count();
    order.append(build);
    return before;
  }

  private static ForkResult result(List<String> names, double seconds) {
    return new ForkResult(
        512,
        names.stream().map(n -> new Sample(n, "DIRECT", 0, seconds, seconds, Double.NaN)).toList());
  }
}
