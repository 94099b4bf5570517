package io.github.lanewise.cli.report;

import io.github.lanewise.bench.gate.BuildReport;
import io.github.lanewise.bench.gate.Comparison;
import io.github.lanewise.bench.gate.Complaint;
import io.github.lanewise.bench.gate.Expectation;
import io.github.lanewise.bench.gate.FloorReport;
import io.github.lanewise.bench.gate.Verdict;
import java.util.Formatter;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.Collectors;

/** Reports of the gate for people. */
public final class GateText {
  private GateText() {}

  /**
   * Shares against floors.
   *
   * @param report what was found
   * @return the report, written down
   */
  public static String of(FloorReport report) {
    Formatter text = new Formatter(Locale.ROOT);
    text.format(
        "%d-bit vectors; share of the machine's limit, median of forks%n", report.laneBits());
    text.format("%-14s %-15s %8s %8s %8s%n", "layer", "algorithm", "B/call", "share", "floor");
    for (Verdict v : report.verdicts()) {
      text.format(
          "%-14s %-15s %8.1f %8s %8s  %s%n",
          v.subject(),
          v.algorithm(),
          v.bytesPerCall(),
          percent(v.share()),
          v.expected()
              .map(Expectation::floor)
              .flatMap(GateText::boxed)
              .map(GateText::percent)
              .orElse("–"),
          v.passed()
              ? "ok"
              : v.complaints().stream()
                  .sorted()
                  .map(complaint -> words(complaint, v))
                  .collect(Collectors.joining(", ", "FAILED: ", "")));
    }
    if (!report.floorsHold()) {
      text.format("Shares are only reported: floors hold where the JVM has two processors.%n");
    } else if (report.verdicts().stream().noneMatch(v -> v.expected().isPresent())) {
      text.format("Shares are only reported: there are no floors for vectors of this width.%n");
    }
    end(text, report.passed(), report.rerun());
    return text.toString();
  }

  private static Optional<Double> boxed(OptionalDouble floor) {
    return floor.isPresent() ? Optional.of(floor.getAsDouble()) : Optional.empty();
  }

  private static String words(Complaint complaint, Verdict v) {
    return switch (complaint) {
      case ALLOCATES -> "allocates";
      case OTHER_ALGORITHM -> "expected " + v.expected().orElseThrow().algorithm();
      case BELOW_FLOOR -> "below its floor";
    };
  }

  /**
   * A build against another.
   *
   * @param report what was found
   * @return the report, written down
   */
  public static String of(BuildReport report) {
    Formatter text = new Formatter(Locale.ROOT);
    text.format("%d-bit vectors; time of a call, median of forks%n", report.laneBits());
    text.format("%-14s %7s %12s %12s %7s %9s%n", "layer", "forks", "this", "other", "ratio", "p");
    for (Comparison c : report.comparisons()) {
      text.format(
          "%-14s %3d/%-3d %9.2f µs %9.2f µs %7.3f %9.4f  %s%n",
          c.subject(),
          c.seconds().size(),
          c.otherSeconds().size(),
          1e6 * c.medianSeconds(),
          1e6 * c.otherMedianSeconds(),
          c.ratio(),
          c.pValue(),
          c.slower() ? "SLOWER" : "ok");
    }
    if (!report.missing().isEmpty()) {
      text.format("The other build lacks: %s%n", String.join(", ", report.missing()));
    }
    end(text, report.passed(), report.rerun());
    return text.toString();
  }

  private static void end(Formatter text, boolean passed, List<String> rerun) {
    if (!rerun.isEmpty()) {
      text.format("Measured again: %s%n", String.join(", ", rerun));
    }
    text.format(
        "%s%n", passed ? "The gate passed." : "The gate FAILED, confirmed by a second run.");
  }

  private static String percent(double share) {
    return String.format(Locale.ROOT, "%.1f %%", 100 * share);
  }
}
