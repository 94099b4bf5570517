package io.github.lanewise.bench.costtable;

import io.github.lanewise.bench.jmh.ForkedJvm;
import io.github.lanewise.bench.jmh.QuietRunner;
import io.github.lanewise.bench.jmh.WorkFolder;
import io.github.lanewise.bench.picture.Picture;
import io.github.lanewise.bench.progress.Progress;
import io.github.lanewise.bench.roofline.RooflineProfiler;
import io.github.lanewise.bench.statistics.Statistics;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.results.BenchmarkResult;
import org.openjdk.jmh.runner.options.ChainedOptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;

/** Measures columns in JVMs of their own. */
final class Forks {
  private final WorkFolder work;
  private final int threads;
  private final Progress progress;

  /**
   * Forks that share a folder.
   *
   * @param work where pictures and outputs go
   * @param threads threads of each product
   * @param progress is told of each fork and, where a product takes long, of its rows
   */
  Forks(WorkFolder work, int threads, Progress progress) {
    this.work = work;
    this.threads = threads;
    this.progress = progress;
  }

  /**
   * Measures a column.
   *
   * @param column the column
   * @param place where a dense matrix lies
   * @param picture the picture, in grey
   * @param schedule how often
   * @return a sample for each fork, at least one
   * @throws IOException if a fork fails
   */
  List<Sample> measure(Column column, MatrixPlace place, Picture picture, Schedule schedule)
      throws IOException {
    return measure(
        column,
        picture,
        schedule,
        options(column, place, picture, schedule)
            .addProfiler(RooflineProfiler.class, Integer.toString(threads)),
        fork -> new Sample(seconds(fork), RooflineProfiler.of(fork)));
  }

  /**
   * Measures how long a column takes, and not what the machine could do.
   *
   * @param column the column
   * @param picture the picture, in grey; a dense matrix of it fits memory
   * @param schedule how often
   * @return time of a product in seconds, the median over the forks
   * @throws IOException if a fork fails
   */
  double seconds(Column column, Picture picture, Schedule schedule) throws IOException {
    return Statistics.median(
        measure(
            column,
            picture,
            schedule,
            options(column, inMemory(), picture, schedule),
            Forks::seconds));
  }

  private <T> List<T> measure(
      Column column,
      Picture picture,
      Schedule schedule,
      ChainedOptionsBuilder options,
      Function<BenchmarkResult, T> read)
      throws IOException {
    Floats.write(work.path().resolve(ProductBenchmark.PICTURE), picture.plane(0));
    String task = String.format("%s, %d×%d", column.title(), picture.width(), picture.height());
    long rows = Slide.shape(picture.width(), picture.height()).outputLength();
    List<T> samples = new ArrayList<>();
    long start = System.nanoTime();
    double longest = 0;
    for (int fork = 0; fork < schedule.forks(); fork++) {
      double elapsed = 1e-9 * (System.nanoTime() - start);
      if (fork > 0 && elapsed + longest > schedule.budget().toSeconds()) {
        break;
      }
      progress.at(task, fork, schedule.forks());
      try (RowWatch _ = watch(task, fork, rows, schedule)) {
        samples.add(read.apply(run(options)));
      }
      longest = Math.max(longest, 1e-9 * (System.nanoTime() - start) - elapsed);
    }
    progress.at(task, schedule.forks(), schedule.forks());
    return samples;
  }

  /** The place of a matrix that needs no file. */
  MatrixPlace inMemory() {
    return new MatrixPlace(DenseStorage.MEMORY, work.path());
  }

  /** What the last fork that measured a column computed. */
  float[] output(Column column) throws IOException {
    return Floats.read(work.path().resolve(ProductBenchmark.outputOf(column)));
  }

  /** Looks at the rows that the fork counts; there are some only where a product takes long. */
  private RowWatch watch(String task, int fork, long rows, Schedule schedule) throws IOException {
    long products = (long) schedule.warmups() + schedule.iterations();
    return new RowWatch(
        work.path().resolve(ProductBenchmark.ROWS),
        count ->
            progress.at(task, fork * products * rows + count, schedule.forks() * products * rows));
  }

  private ChainedOptionsBuilder options(
      Column column, MatrixPlace place, Picture picture, Schedule schedule) {
    boolean single = schedule.iteration().isZero();
    TimeValue iteration = TimeValue.milliseconds(Math.max(1, schedule.iteration().toMillis()));
    return ForkedJvm.options(ProductBenchmark.class)
        .param("column", column.name())
        .param("storage", place.storage().name())
        .param("width", Integer.toString(picture.width()))
        .param("height", Integer.toString(picture.height()))
        .param("threads", Integer.toString(threads))
        .param("folder", work.path().toString())
        .param("matrixFolder", place.folder().toString())
        .mode(single ? Mode.SingleShotTime : Mode.AverageTime)
        .warmupIterations(schedule.warmups())
        .warmupTime(iteration)
        .measurementIterations(schedule.iterations())
        .measurementTime(iteration)
        .timeout(TimeValue.hours(1));
  }

  private BenchmarkResult run(ChainedOptionsBuilder options) throws IOException {
    try {
      return QuietRunner.run(options.build(), progress);
    } catch (IOException e) {
      work.waitIfStopped();
      throw e;
    }
  }

  private static double seconds(BenchmarkResult fork) {
    return Statistics.median(
        fork.getIterationResults().stream()
            .map(iteration -> iteration.getPrimaryResult().getScore())
            .toList());
  }
}
