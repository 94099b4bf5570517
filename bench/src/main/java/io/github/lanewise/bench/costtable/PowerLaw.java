package io.github.lanewise.bench.costtable;

import java.util.List;

/**
 * A law {@code y = factor · xᵉ} fitted to measured points.
 *
 * @param factor the factor
 * @param exponent the exponent
 */
public record PowerLaw(double factor, double exponent) {

  /**
   * A measured point.
   *
   * @param x above 0
   * @param y above 0
   */
  public record Point(double x, double y) {}

  /**
   * Fits by least squares between the logarithms.
   *
   * @param points at least two with different x
   * @return the law
   * @throws IllegalArgumentException if fewer than two x differ
   */
  public static PowerLaw fit(List<Point> points) {
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
    double exponent = xy / xx;
    return new PowerLaw(Math.exp(meanY - exponent * meanX), exponent);
  }
}
