package io.github.lanewise.bench.statistics;

import java.util.Collection;
import org.apache.commons.statistics.descriptive.Median;

/** Middle values of figures. */
public final class Statistics {
  private Statistics() {}

  /**
   * The middle value, which a disturbed sample does not move.
   *
   * @param values at least one
   * @return the middle one; the mean of the middle two, if there are two
   * @throws IllegalArgumentException if there are no values
   */
  public static double median(Collection<Double> values) {
    if (values.isEmpty()) {
      throw new IllegalArgumentException("no values, expected at least one");
    }
    return Median.withDefaults()
        .evaluate(values.stream().mapToDouble(Double::doubleValue).toArray());
  }

  /**
   * The mean of ratios: that of a list and that of their reciprocals are reciprocals.
   *
   * @param values at least one, above 0
   * @return the mean
   * @throws IllegalArgumentException if there are no values
   */
  public static double geometricMean(Collection<Double> values) {
    return Math.exp(
        values.stream()
            .mapToDouble(Math::log)
            .average()
            .orElseThrow(() -> new IllegalArgumentException("no values, expected at least one")));
  }

  /**
   * How far apart the values are.
   *
   * @param values at least one
   * @return the largest less the smallest, as a share of the median
   * @throws IllegalArgumentException if there are no values
   */
  public static double spread(Collection<Double> values) {
    double median = median(values);
    double max = values.stream().mapToDouble(Double::doubleValue).max().orElseThrow();
    double min = values.stream().mapToDouble(Double::doubleValue).min().orElseThrow();
    return (max - min) / median;
  }
}
