package io.github.lanewise.bench.gate;

import java.util.List;

/**
 * What a run of the {@link BuildGate} found.
 *
 * @param laneBits width of the vectors; 0 without SIMD
 * @param comparisons one for each subject that both builds have
 * @param missing names of the subjects that the other build lacks
 * @param rerun names of the subjects that were slower at first and were measured again
 */
public record BuildReport(
    int laneBits, List<Comparison> comparisons, List<String> missing, List<String> rerun) {

  /** Keeps the lists. */
  public BuildReport {
    comparisons = List.copyOf(comparisons);
    missing = List.copyOf(missing);
    rerun = List.copyOf(rerun);
  }

  /**
   * Whether this build is not slower anywhere.
   *
   * @return true if it passes
   */
  public boolean passed() {
    return comparisons.stream().noneMatch(Comparison::slower);
  }
}
