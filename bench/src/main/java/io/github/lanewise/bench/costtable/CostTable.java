package io.github.lanewise.bench.costtable;

import io.github.lanewise.bench.machine.Machine;
import java.util.List;

/**
 * The table, filled in.
 *
 * @param width width of the picture, pixels
 * @param height height of the picture, pixels
 * @param threads threads that each product ran on
 * @param results the columns, in the order of {@link Column}
 * @param maxDifference largest difference between the outputs of the three columns
 * @param compared which outputs were compared, in words
 * @param dense sizes that the dense matrix was measured at, smallest first
 * @param machine where it was measured
 */
public record CostTable(
    int width,
    int height,
    int threads,
    List<Result> results,
    double maxDifference,
    String compared,
    List<DenseSize> dense,
    Machine machine) {

  /**
   * A size that the dense matrix was measured at.
   *
   * @param width width of the picture, pixels
   * @param height height of the picture, pixels
   * @param seconds time of a product, median over the forks
   */
  public record DenseSize(int width, int height, double seconds) {
    /**
     * Area of the picture.
     *
     * @return pixels
     */
    public long area() {
      return (long) width * height;
    }
  }

  /** Keeps the lists. */
  public CostTable {
    results = List.copyOf(results);
    dense = List.copyOf(dense);
  }

  /**
   * One column.
   *
   * @param column which
   * @return what it costs
   */
  public Result result(Column column) {
    return results.stream().filter(r -> r.column() == column).findFirst().orElseThrow();
  }

  /**
   * How many times as long as the convolution a column takes.
   *
   * @param column which
   * @return ratio of the medians
   */
  public double ratioToConvolution(Column column) {
    return result(column).medianSeconds() / result(Column.CONVOLUTION).medianSeconds();
  }

  /**
   * The power of the picture's area that the dense matrix's time grows with.
   *
   * @return the exponent fitted to {@link #dense}, which needs at least two sizes
   */
  public double denseExponent() {
    return PowerLaw.exponent(
        dense.stream().map(size -> new PowerLaw.Point(size.area(), size.seconds())).toList());
  }
}
