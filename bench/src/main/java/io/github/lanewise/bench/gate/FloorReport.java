package io.github.lanewise.bench.gate;

import java.util.List;
import java.util.Locale;

/**
 * What a run of the {@link FloorGate} found.
 *
 * @param laneBits width of the vectors; 0 without SIMD
 * @param floorsHold whether a share below the floor counted
 * @param verdicts one for each subject
 * @param rerun names of the subjects that failed at first and were measured again
 */
public record FloorReport(
    int laneBits, boolean floorsHold, List<Verdict> verdicts, List<String> rerun) {

  /** Keeps the lists. */
  public FloorReport {
    verdicts = List.copyOf(verdicts);
    rerun = List.copyOf(rerun);
  }

  /**
   * Whether every subject passed.
   *
   * @return true if nothing is held against any
   */
  public boolean passed() {
    return verdicts.stream().allMatch(Verdict::passed);
  }

  /**
   * Expectations that this run would meet with margin, in the form of the file.
   *
   * @param margin the floor's part of the share measured, over 0 and at most 1
   * @return a line for each subject
   */
  public List<String> proposal(double margin) {
    return verdicts.stream()
        .map(
            v ->
                String.format(
                    Locale.ROOT,
                    "%s,%d,%s,%.3f",
                    v.subject(),
                    laneBits,
                    v.algorithm(),
                    margin * v.share()))
        .toList();
  }
}
