package io.github.lanewise.bench.costtable;

import io.github.lanewise.bench.roofline.MemoryLevel;
import io.github.lanewise.bench.statistics.Statistics;
import java.util.List;
import java.util.function.ToDoubleFunction;

/**
 * One column of the table, filled in.
 *
 * @param column the column
 * @param cost what it costs by formula
 * @param how what was measured, in words
 * @param extrapolated whether the times are computed from those of smaller pictures
 * @param forks JVMs that measured
 * @param medianSeconds time of a product, median over the forks
 * @param minSeconds time of the fastest fork
 * @param maxSeconds time of the slowest fork
 * @param peakGigaflops multiply-adds that the machine could do, GFLOP/s, median over the forks
 * @param level the memory that feeds the product
 * @param reads whether the product mostly reads, so that it is held against the bandwidth of
 *     reading; else against that of copying
 */
public record Result(
    Column column,
    Cost cost,
    String how,
    boolean extrapolated,
    int forks,
    double medianSeconds,
    double minSeconds,
    double maxSeconds,
    double peakGigaflops,
    MemoryLevel level,
    boolean reads) {

  /** A column that was measured as it is. */
  static Result measured(Column column, Cost cost, String how, List<Sample> samples) {
    return of(column, cost, how, false, samples, cost.bytesMoved(), 1);
  }

  /**
   * A column that follows from a smaller picture.
   *
   * @param samples what was measured there
   * @param measured what a product costs there
   */
  static Result extrapolated(
      Column column, Cost cost, String how, List<Sample> samples, Cost measured) {
    double factor = (double) cost.operations() / measured.operations();
    return of(column, cost, how, true, samples, measured.bytesMoved(), factor);
  }

  private static Result of(
      Column column,
      Cost cost,
      String how,
      boolean extrapolated,
      List<Sample> samples,
      long workingSet,
      double factor) {
    return new Result(
        column,
        cost,
        how,
        extrapolated,
        samples.size(),
        factor * median(samples, Sample::seconds),
        factor * samples.stream().mapToDouble(Sample::seconds).min().orElseThrow(),
        factor * samples.stream().mapToDouble(Sample::seconds).max().orElseThrow(),
        median(samples, sample -> sample.roofline().gigaflops()),
        medianLevel(samples, workingSet),
        column != Column.CONVOLUTION);
  }

  private static MemoryLevel medianLevel(List<Sample> samples, long workingSet) {
    MemoryLevel first = samples.getFirst().roofline().levelOf(workingSet);
    return new MemoryLevel(
        first.name(),
        first.capacity(),
        median(samples, sample -> sample.roofline().levelOf(workingSet).readGigabytes()),
        median(samples, sample -> sample.roofline().levelOf(workingSet).copyGigabytes()));
  }

  private static double median(List<Sample> samples, ToDoubleFunction<Sample> figure) {
    return Statistics.median(samples.stream().mapToDouble(figure).boxed().toList());
  }

  /**
   * Float operations by the slide's count per second.
   *
   * @return GFLOP/s
   */
  public double gigaflops() {
    return 1e-9 * cost.operations() / medianSeconds;
  }

  /**
   * Bytes moved per second.
   *
   * @return GB/s
   */
  public double gigabytesPerSecond() {
    return 1e-9 * cost.bytesMoved() / medianSeconds;
  }

  /**
   * Share of the machine's multiply-adds.
   *
   * @return percent of {@link #peakGigaflops}
   */
  public double percentOfPeak() {
    return 100 * gigaflops() / peakGigaflops;
  }

  /**
   * Bandwidth that the product is held against.
   *
   * @return GB/s of {@link #level}
   */
  public double bandwidth() {
    return reads ? level.readGigabytes() : level.copyGigabytes();
  }

  /**
   * Share of the bandwidth.
   *
   * @return percent of {@link #bandwidth}
   */
  public double percentOfBandwidth() {
    return 100 * gigabytesPerSecond() / bandwidth();
  }
}
