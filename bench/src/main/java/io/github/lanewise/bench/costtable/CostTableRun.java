package io.github.lanewise.bench.costtable;

import io.github.lanewise.bench.jmh.WorkFolder;
import io.github.lanewise.bench.machine.Machine;
import io.github.lanewise.bench.picture.Picture;
import io.github.lanewise.bench.progress.Progress;
import io.github.lanewise.kernels.conv.ConvShape;
import io.github.lanewise.kernels.lanes.Workers;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** Measures the table. */
public final class CostTableRun {
  private final Picture picture;
  private final DenseMode mode;
  private final boolean quick;
  private final int threads;
  private final Optional<Path> temp;
  private final ConvShape shape;

  /**
   * A run that has not begun.
   *
   * @param picture the picture; a colour picture is taken in grey
   * @param mode what to measure for a dense matrix that is too large for memory
   * @param quick whether one fork has to do
   * @param threads threads of each product, at least 1
   * @param temp folder for temporary files; if empty, the best there is
   * @throws IllegalArgumentException if the picture is narrower than the kernel
   */
  public CostTableRun(
      Picture picture, DenseMode mode, boolean quick, int threads, Optional<Path> temp) {
    this.picture = picture.grey();
    this.mode = mode;
    this.quick = quick;
    this.threads = threads;
    this.temp = temp;
    this.shape = Slide.shape(picture.width(), picture.height());
  }

  /**
   * Measures all columns.
   *
   * @param progress is told how far it is
   * @return the table
   * @throws IOException if a dense matrix that was asked for in full does not fit, or a fork fails
   */
  public CostTable run(Progress progress) throws IOException {
    Machine machine = Machine.here();
    try (WorkFolder work =
        WorkFolder.in(temp.orElse(Path.of(System.getProperty("java.io.tmpdir"))))) {
      Forks forks = new Forks(work, threads, progress);
      Result convolution = measured(Column.CONVOLUTION, forks);
      Result sparse = measured(Column.SPARSE, forks);
      DenseRun.Dense dense =
          new DenseRun(forks, picture, mode, quick, machine.memoryBytes(), temp).run();
      boolean whole = !dense.result().extrapolated();
      float[] slid = forks.output(Column.CONVOLUTION);
      float[] multiplied = forks.output(Column.DENSE);
      return new CostTable(
          picture.width(),
          picture.height(),
          threads,
          List.of(dense.result(), sparse, convolution),
          Math.max(
              Floats.largestDifference(slid, forks.output(Column.SPARSE)),
              whole
                  ? Floats.largestDifference(slid, multiplied)
                  : difference(dense.measured(), multiplied)),
          whole
              ? "all three at full size"
              : "sparse and convolution at full size, all three at "
                  + dense.measured().width()
                  + "×"
                  + dense.measured().height(),
          dense.sizes(),
          machine);
    }
  }

  /**
   * Whether the slide's dense matrix can be measured at full size here.
   *
   * @param temp folder for temporary files; if empty, the best there is
   * @return how it would be kept, in words
   * @throws IOException if it cannot; the message says what helps
   */
  public static String denseAtFullSize(Optional<Path> temp) throws IOException {
    ConvShape slide = Slide.shape(Slide.WIDTH, Slide.HEIGHT);
    long rows = slide.outputLength();
    MatrixPlace place =
        MatrixPlace.choose(
            rows, Cost.of(Column.DENSE, slide).bytes(), Machine.here().memoryBytes(), temp);
    MatrixFile.check(place.folder(), place.storage(), rows);
    return place.storage().words() + ", in " + place.folder();
  }

  private Result measured(Column column, Forks forks) throws IOException {
    List<Sample> samples =
        forks.measure(column, forks.inMemory(), picture, Schedule.repeated(quick ? 1 : 5));
    return Result.measured(column, Cost.of(column, shape), "measured", samples);
  }

  /** Compares the dense output of a smaller picture with the other two, computed here. */
  private static double difference(Picture smaller, float[] multiplied) throws IOException {
    ConvShape shape = Slide.shape(smaller.width(), smaller.height());
    float[] y = new float[shape.outputLength()];
    double largest = 0;
    for (Product product : List.of(Product.convolution(shape), Product.sparse(shape))) {
      product.compute(smaller.plane(0), y, Workers.serial());
      largest = Math.max(largest, Floats.largestDifference(multiplied, y));
    }
    return largest;
  }
}
