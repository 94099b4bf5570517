package io.github.lanewise.bench.costtable;

import io.github.lanewise.bench.machine.Machine;
import java.util.List;

/**
 * How the cost of each column grows with the picture.
 *
 * @param threads threads that each product ran on
 * @param series a series for each column, in the order of {@link Column}
 * @param machine where it was measured
 */
public record Sweep(int threads, List<Series> series, Machine machine) {

  /**
   * One column over all sizes.
   *
   * @param column the column
   * @param times times, smallest picture first
   * @param exponent the power of the picture's area that the measured time grows with, over the
   *     larger half of the measured sizes
   * @param countedExponent the power that the number of operations grows with, over the same sizes
   */
  public record Series(Column column, List<Time> times, double exponent, double countedExponent) {
    /** Keeps the list. */
    public Series {
      times = List.copyOf(times);
    }
  }

  /**
   * The time of one size.
   *
   * @param side width and height of the picture, pixels
   * @param operations float multiplies or adds of a product
   * @param seconds time of a product
   * @param extrapolated whether the time follows from that of the largest matrix that fits memory,
   *     by the number of operations
   */
  public record Time(int side, long operations, double seconds, boolean extrapolated) {
    /**
     * Area of the picture.
     *
     * @return pixels
     */
    public long area() {
      return (long) side * side;
    }
  }

  /** Keeps the list. */
  public Sweep {
    series = List.copyOf(series);
  }
}
