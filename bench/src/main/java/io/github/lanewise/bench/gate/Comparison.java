package io.github.lanewise.bench.gate;

import io.github.lanewise.bench.statistics.Statistics;
import java.util.List;
import org.apache.commons.statistics.inference.MannWhitneyUTest;

/**
 * A subject in two builds.
 *
 * @param subject its name
 * @param seconds a call in this build, the median of each fork
 * @param otherSeconds a call in the other build, the median of each fork
 * @param medianSeconds the median of this build's forks
 * @param otherMedianSeconds the median of the other build's forks
 * @param pValue how likely forks of equal builds differ as much or more, by the two-sided
 *     Mann–Whitney U test
 * @param slower whether this build counts as slower
 */
public record Comparison(
    String subject,
    List<Double> seconds,
    List<Double> otherSeconds,
    double medianSeconds,
    double otherMedianSeconds,
    double pValue,
    boolean slower) {
  /** A slow-down that is smaller than this is not worth an alarm, however certain it is. */
  private static final double RATIO = 1.10;

  /** Five forks each can show 0.008; fewer cannot get below this. */
  private static final double SIGNIFICANCE = 0.01;

  /** Keeps the lists. */
  public Comparison {
    seconds = List.copyOf(seconds);
    otherSeconds = List.copyOf(otherSeconds);
  }

  /** Compares the forks' medians. */
  static Comparison of(String subject, List<Double> seconds, List<Double> otherSeconds) {
    double p =
        MannWhitneyUTest.withDefaults().test(array(seconds), array(otherSeconds)).getPValue();
    Comparison comparison =
        new Comparison(
            subject,
            seconds,
            otherSeconds,
            Statistics.median(seconds),
            Statistics.median(otherSeconds),
            p,
            false);
    return comparison.slower(p < SIGNIFICANCE && comparison.ratio() > RATIO);
  }

  private static double[] array(List<Double> values) {
    return values.stream().mapToDouble(Double::doubleValue).toArray();
  }

  /**
   * This build against the other.
   *
   * @return the quotient of the medians: over 1 where this build is slower
   */
  public double ratio() {
    return medianSeconds / otherMedianSeconds;
  }

  /** This comparison, slower only if the run before said so, too. */
  Comparison confirming(Comparison before) {
    return slower(slower && before.slower());
  }

  private Comparison slower(boolean counts) {
    return new Comparison(
        subject, seconds, otherSeconds, medianSeconds, otherMedianSeconds, pValue, counts);
  }
}
