package io.github.lanewise.bench.costtable;

import io.github.lanewise.bench.picture.Picture;
import io.github.lanewise.bench.statistics.Statistics;
import io.github.lanewise.kernels.conv.ConvShape;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Measures the dense column: at full size, or at smaller ones. */
final class DenseRun {
  /** What {@link DenseMode#AUTO} measures in full: about a minute of reading at 1 GB/s. */
  private static final long AUTO_BYTES = 64L << 30;

  private final Forks forks;
  private final Picture picture;
  private final DenseMode mode;
  private final boolean quick;
  private final ConvShape shape;
  private final Cost cost;
  private final long memory;
  private final MatrixPlace place;

  /**
   * A run that has not begun.
   *
   * @param forks where to measure
   * @param picture the picture, in grey
   * @param mode what to measure if the matrix is too large for memory
   * @param quick whether one fork has to do
   * @param memoryBytes memory of the machine
   * @param temp folder for a matrix file, if the user names one
   */
  DenseRun(
      Forks forks,
      Picture picture,
      DenseMode mode,
      boolean quick,
      long memoryBytes,
      Optional<Path> temp)
      throws IOException {
    this.forks = forks;
    this.picture = picture;
    this.mode = mode;
    this.quick = quick;
    this.shape = Slide.shape(picture.width(), picture.height());
    this.memory = memoryBytes;
    this.cost = Cost.of(Column.DENSE, shape);
    this.place = MatrixPlace.choose(shape.outputLength(), cost.bytes(), memoryBytes, temp);
  }

  /**
   * The dense column, filled in.
   *
   * @param result the column
   * @param sizes what was measured, smallest first
   * @param measured the largest picture that was measured; its output is in the folder
   */
  record Dense(Result result, List<CostTable.DenseSize> sizes, Picture measured) {}

  Dense run() throws IOException {
    if (place.storage() == DenseStorage.MEMORY) {
      return full(Schedule.repeated(quick ? 1 : 5));
    }
    return switch (mode) {
      case SCALED, LARGEST -> scaled("as asked");
      case FULL -> {
        MatrixFile.check(place.folder(), place.storage(), shape.outputLength());
        yield full(Schedule.single(quick ? 1 : 3));
      }
      case AUTO -> auto();
    };
  }

  private Dense auto() throws IOException {
    if (cost.bytes() > AUTO_BYTES) {
      return scaled(gigabytes() + " would take long; --dense full tries it");
    }
    try {
      MatrixFile.check(place.folder(), place.storage(), shape.outputLength());
    } catch (IOException e) {
      return scaled(e.getMessage());
    }
    return full(Schedule.single(quick ? 1 : 3));
  }

  private Dense full(Schedule schedule) throws IOException {
    List<Sample> samples = forks.measure(Column.DENSE, place, picture, schedule);
    String how = "measured at full size: " + gigabytes() + " " + place.storage().words();
    return new Dense(
        Result.measured(Column.DENSE, cost, how, samples),
        List.of(size(picture, median(samples))),
        picture);
  }

  private Dense scaled(String reason) throws IOException {
    Schedule schedule = Schedule.repeated(quick ? 1 : 3);
    List<Picture> pictures = ScaledSizes.of(picture, MatrixPlace.largestInMemory(memory));
    Picture largest = pictures.getLast();
    List<CostTable.DenseSize> sizes = new ArrayList<>();
    int smallerOnes = mode == DenseMode.LARGEST ? 0 : pictures.size() - 1;
    for (Picture smaller : pictures.subList(0, smallerOnes)) {
      sizes.add(size(smaller, forks.seconds(Column.DENSE, smaller, schedule)));
    }
    List<Sample> samples = forks.measure(Column.DENSE, forks.inMemory(), largest, schedule);
    sizes.add(size(largest, median(samples)));
    String how =
        String.format(
            "extrapolated from %d×%d by the number of operations (%s)",
            largest.width(), largest.height(), reason);
    Cost measured = Cost.of(Column.DENSE, Slide.shape(largest.width(), largest.height()));
    return new Dense(
        Result.extrapolated(Column.DENSE, cost, how, samples, measured), sizes, largest);
  }

  private static double median(List<Sample> samples) {
    return Statistics.median(samples.stream().map(Sample::seconds).toList());
  }

  private static CostTable.DenseSize size(Picture picture, double seconds) {
    return new CostTable.DenseSize(picture.width(), picture.height(), seconds);
  }

  private String gigabytes() {
    return String.format(Locale.ROOT, "%.1f GB", 1e-9 * cost.bytes());
  }
}
