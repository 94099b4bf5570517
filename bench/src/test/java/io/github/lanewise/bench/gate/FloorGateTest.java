package io.github.lanewise.bench.gate;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.lanewise.bench.progress.Progress;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.junit.jupiter.api.Test;

/** When the gate fails, shown on made-up figures. */
class FloorGateTest {
  private static final Expectations EXPECTED =
      Expectations.parse(
          List.of("subject,laneBits,algorithm,floor", "a,512,DIRECT,0.5", "b,512,DIRECT,0.5"));

  private final List<List<String>> asked = new ArrayList<>();

  @Test
  void whatPassesIsMeasuredOnce() throws Exception {
    assertThat(gate(512, 0.9, 0.1, 0.9).passed()).isTrue();
    assertThat(asked).hasSize(3).allMatch(names -> names.equals(List.of("a", "b")));
  }

  @Test
  void oneBadRunIsForgivenByTheNext() throws Exception {
    FloorReport report = gate(512, 0.1, 0.1, 0.9, 0.9, 0.9, 0.9);
    assertThat(report.passed()).isTrue();
    assertThat(report.rerun()).containsExactly("b");
    assertThat(report.verdicts()).extracting(Verdict::share).containsExactly(0.9, 0.9);
  }

  @Test
  void onlyWhatFailedIsMeasuredAgainAndFailsIfItFailsAgain() throws Exception {
    FloorReport report = gate(512, 0.1, 0.1, 0.9, 0.2, 0.2, 0.9);
    assertThat(report.passed()).isFalse();
    assertThat(report.verdicts()).extracting(Verdict::passed).containsExactly(true, false);
    assertThat(asked.subList(3, 6)).allMatch(names -> names.equals(List.of("b")));
  }

  @Test
  void vectorsOfAnUnknownWidthAreReported() throws Exception {
    FloorReport report = gate(1024, 0.1, 0.1, 0.1);
    assertThat(report.passed()).isTrue();
    assertThat(report.laneBits()).isEqualTo(1024);
  }

  @Test
  void proposesFloorsInTheFormOfTheFile() throws Exception {
    assertThat(gate(512, 0.8, 0.8, 0.8).proposal(0.5))
        .containsExactly("a,512,DIRECT,0.450", "b,512,DIRECT,0.400");
  }

  /** Subject a always has a share of 0.9, subject b the given ones, fork by fork. */
  private FloorReport gate(int laneBits, double... sharesOfB) throws Exception {
    Deque<Double> shares = new ArrayDeque<>();
    for (double share : sharesOfB) {
      shares.add(share);
    }
    Measurer measurer =
        names -> {
          asked.add(names);
          double share = shares.remove();
          return new ForkResult(
              laneBits,
              names.stream()
                  .map(n -> new Sample(n, "DIRECT", 0, 1, 1, n.equals("a") ? 0.9 : share))
                  .toList());
        };
    FloorReport report =
        new FloorGate(measurer, 3, EXPECTED, true).run(List.of("a", "b"), Progress.NONE);
    assertThat(shares).as("forks not run").isEmpty();
    return report;
  }
}
