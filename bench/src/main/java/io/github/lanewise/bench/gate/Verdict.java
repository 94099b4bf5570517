package io.github.lanewise.bench.gate;

import io.github.lanewise.bench.statistics.Statistics;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * What the gate found out about a subject.
 *
 * @param subject its name
 * @param algorithm the algorithm that the library chose
 * @param bytesPerCall bytes that a call allocates, in the fork that allocated most
 * @param share of the machine, the median of the forks
 * @param shares of the machine, one for each fork
 * @param expected what was expected, if anything
 * @param complaints what is held against it
 */
public record Verdict(
    String subject,
    String algorithm,
    double bytesPerCall,
    double share,
    List<Double> shares,
    Optional<Expectation> expected,
    Set<Complaint> complaints) {

  /** Keeps the lists. */
  public Verdict {
    shares = List.copyOf(shares);
    complaints = Set.copyOf(complaints);
  }

  /**
   * Judges a subject.
   *
   * @param samples one of each fork, at least one
   * @param expected what is expected, if anything
   * @param floorsHold whether a share below the floor counts; the other complaints always do
   */
  static Verdict of(List<Sample> samples, Optional<Expectation> expected, boolean floorsHold) {
    List<Double> shares = samples.stream().map(Sample::share).toList();
    double share = Statistics.median(shares);
    double bytes = samples.stream().mapToDouble(Sample::bytesPerCall).max().orElseThrow();
    String algorithm =
        samples.stream()
            .map(Sample::algorithm)
            .collect(Collectors.toCollection(TreeSet::new))
            .stream()
            .collect(Collectors.joining("|"));
    Set<Complaint> complaints = EnumSet.noneOf(Complaint.class);
    if (bytes > 0) {
      complaints.add(Complaint.ALLOCATES);
    }
    if (expected.isPresent()) {
      if (!algorithm.equals(expected.get().algorithm())) {
        complaints.add(Complaint.OTHER_ALGORITHM);
      }
      // Negated, so that a share that is no number fails.
      if (floorsHold && !(share >= expected.get().floor().orElse(Double.NEGATIVE_INFINITY))) {
        complaints.add(Complaint.BELOW_FLOOR);
      }
    }
    return new Verdict(
        samples.getFirst().subject(), algorithm, bytes, share, shares, expected, complaints);
  }

  /**
   * Whether nothing is held against it.
   *
   * @return true if it passes
   */
  public boolean passed() {
    return complaints.isEmpty();
  }

  /** This verdict with only those complaints that another run had, too. */
  Verdict confirmedBy(Verdict rerun) {
    Set<Complaint> both = new HashSet<>(complaints);
    both.retainAll(rerun.complaints());
    return new Verdict(subject, algorithm, bytesPerCall, share, shares, expected, both);
  }
}
