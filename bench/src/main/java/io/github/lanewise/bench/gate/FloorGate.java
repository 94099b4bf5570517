package io.github.lanewise.bench.gate;

import io.github.lanewise.bench.progress.Progress;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * Holds each kernel's share of the machine against a floor, what a call allocates against 0, and
 * the algorithm chosen against the one expected. What fails is measured again in new forks, and
 * only a complaint that both runs have counts.
 */
public final class FloorGate {
  /** Forks of a run that is to be fast and to survive one disturbed fork. */
  public static final int FORKS = 3;

  private final Measurer fork;
  private final int count;
  private final Expectations expectations;
  private final boolean floorsHold;

  FloorGate(Measurer fork, int count, Expectations expectations, boolean floorsHold) {
    this.fork = fork;
    this.count = count;
    this.expectations = expectations;
    this.floorsHold = floorsHold;
  }

  /**
   * The gate of this build. Floors hold where the JVM has a second processor for its compilers and
   * its collector; with a single one, shares are only reported.
   *
   * @param forks JVMs that measure; at least 1
   * @return the gate
   */
  public static FloorGate ofThisBuild(int forks) {
    return new FloorGate(
        Forks.ofThisBuild(true),
        forks,
        Expectations.ofThisBuild(),
        Runtime.getRuntime().availableProcessors() > 1);
  }

  /**
   * Names of all that the gate watches.
   *
   * @return names, in the order of measuring
   */
  public static List<String> subjects() {
    return Subjects.names();
  }

  /**
   * Measures and judges.
   *
   * @param subjects names of what is measured
   * @param progress is told how far it is
   * @return the verdicts
   * @throws IOException if a fork fails
   */
  public FloorReport run(List<String> subjects, Progress progress) throws IOException {
    FloorReport first = measure(subjects, "gate", progress);
    List<String> failed =
        first.verdicts().stream().filter(v -> !v.passed()).map(Verdict::subject).toList();
    if (failed.isEmpty()) {
      return first;
    }
    FloorReport second = measure(failed, "again " + String.join(", ", failed), progress);
    List<Verdict> verdicts = new ArrayList<>(first.verdicts());
    verdicts.replaceAll(
        verdict ->
            second.verdicts().stream()
                .filter(again -> again.subject().equals(verdict.subject()))
                .findFirst()
                .map(again -> again.confirmedBy(verdict))
                .orElse(verdict));
    return new FloorReport(first.laneBits(), floorsHold, verdicts, failed);
  }

  private FloorReport measure(List<String> subjects, String what, Progress progress)
      throws IOException {
    List<ForkResult> results = new ArrayList<>();
    for (int round = 0; round < count; round++) {
      progress.at(what, round, count);
      results.add(fork.measure(subjects));
    }
    int laneBits = results.getFirst().laneBits();
    List<Verdict> verdicts =
        subjects.stream()
            .map(
                subject ->
                    Verdict.of(
                        samplesOf(subject, results),
                        expectations.of(subject, laneBits),
                        floorsHold))
            .toList();
    return new FloorReport(laneBits, floorsHold, verdicts, List.of());
  }

  private static List<Sample> samplesOf(String subject, List<ForkResult> results) {
    return results.stream()
        .flatMap(result -> result.samples().stream())
        .filter(sample -> sample.subject().equals(subject))
        .toList();
  }
}
