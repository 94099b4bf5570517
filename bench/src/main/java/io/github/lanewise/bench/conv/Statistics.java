package io.github.lanewise.bench.conv;

import java.util.Collection;

/** Middle values of figures. */
final class Statistics {
  private Statistics() {}

  /** Which a disturbed sample does not move. */
  static double median(Collection<Double> values) {
    double[] sorted = values.stream().mapToDouble(Double::doubleValue).sorted().toArray();
    if (sorted.length == 0) {
      throw new IllegalArgumentException("no values, expected at least one");
    }
    int middle = sorted.length / 2;
    return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
  }

  /** Of ratios: that of a list and that of their reciprocals are reciprocals. */
  static double geometricMean(Collection<Double> values) {
    return Math.exp(
        values.stream()
            .mapToDouble(Math::log)
            .average()
            .orElseThrow(() -> new IllegalArgumentException("no values, expected at least one")));
  }

  /** How far apart the values are: the largest less the smallest, as a share of the median. */
  static double spread(Collection<Double> values) {
    double max = values.stream().mapToDouble(Double::doubleValue).max().orElseThrow();
    double min = values.stream().mapToDouble(Double::doubleValue).min().orElseThrow();
    return (max - min) / median(values);
  }
}
