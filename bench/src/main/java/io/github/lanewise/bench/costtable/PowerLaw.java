package io.github.lanewise.bench.costtable;

import java.util.List;

/** A law {@code y = factor · xᵉ} behind measured points. */
final class PowerLaw {
  private PowerLaw() {}

  /**
   * A measured point.
   *
   * @param x above 0
   * @param y above 0
   */
  record Point(double x, double y) {}

  /**
   * Fits the exponent, by least squares between the logarithms.
   *
   * @param points at least two with different x
   * @return the exponent
   * @throws IllegalArgumentException if fewer than two x differ
   */
  static double exponent(List<Point> points) {
    double n = points.size();
    double meanX = points.stream().mapToDouble(p -> Math.log(p.x)).sum() / n;
    double meanY = points.stream().mapToDouble(p -> Math.log(p.y)).sum() / n;
    double xx = 0;
    double xy = 0;
    for (Point point : points) {
      double dx = Math.log(point.x) - meanX;
      xx += dx * dx;
      xy += dx * (Math.log(point.y) - meanY);
    }
    if (!(xx > 0)) {
      throw new IllegalArgumentException(
          points.size() + " points with one x, expected at least two different ones");
    }
    return xy / xx;
  }
}
