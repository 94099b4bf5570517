package io.github.lanewise.bench.costtable;

import java.util.Arrays;
import java.util.stream.DoubleStream;

/** Medians, which a disturbed sample does not move. */
final class Statistics {
  private Statistics() {}

  static double median(DoubleStream values) {
    double[] sorted = values.sorted().toArray();
    if (sorted.length == 0) {
      throw new IllegalArgumentException("no values, expected at least one");
    }
    int middle = sorted.length / 2;
    return sorted.length % 2 == 1
        ? sorted[middle]
        : Arrays.stream(sorted, middle - 1, middle + 1).sum() / 2;
  }
}
