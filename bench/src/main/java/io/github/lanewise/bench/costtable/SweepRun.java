package io.github.lanewise.bench.costtable;

import io.github.lanewise.bench.jmh.WorkFolder;
import io.github.lanewise.bench.machine.Machine;
import io.github.lanewise.bench.picture.Picture;
import io.github.lanewise.bench.progress.Progress;
import io.github.lanewise.kernels.conv.ConvShape;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.ToDoubleFunction;

/** Measures a {@link Sweep} over square pictures. */
public final class SweepRun {
  private final Picture picture;
  private final int from;
  private final int to;
  private final boolean quick;
  private final int threads;
  private final Schedule schedule;
  private final Path temp;

  /**
   * A run that has not begun.
   *
   * @param picture what the pictures are cut from; it repeats itself where they are larger
   * @param from side of the smallest picture, at least 2 pixels
   * @param to side of the largest picture, over {@code from}
   * @param quick whether to double the side at each step, else the area, and to measure each size
   *     for a moment only
   * @param threads threads of each product, at least 1
   * @param temp folder for temporary files; if empty, the system's
   * @throws IllegalArgumentException if the sides are out of range
   */
  public SweepRun(
      Picture picture, int from, int to, boolean quick, int threads, Optional<Path> temp) {
    this(picture, from, to, quick, threads, temp, quick ? Schedule.brief() : Schedule.repeated(1));
  }

  /** A run with a schedule of its own. */
  SweepRun(
      Picture picture,
      int from,
      int to,
      boolean quick,
      int threads,
      Optional<Path> temp,
      Schedule schedule) {
    if (from < 2 || to <= from) {
      throw new IllegalArgumentException(
          "the sizes are "
              + from
              + ".."
              + to
              + ", expected two sides, the first at least 2 and"
              + " the second larger, such as 32..512");
    }
    Slide.shape(to, to); // a picture that is too large says so before anything is measured
    this.picture = picture.grey();
    this.from = from;
    this.to = to;
    this.quick = quick;
    this.threads = threads;
    this.schedule = schedule;
    this.temp = temp.orElse(Path.of(System.getProperty("java.io.tmpdir")));
  }

  /**
   * Measures all columns at all sizes.
   *
   * @param progress is told how far it is
   * @return the sweep
   * @throws IOException if a fork fails
   */
  public Sweep run(Progress progress) throws IOException {
    Machine machine = Machine.here();
    try (WorkFolder work = WorkFolder.in(temp)) {
      Forks forks = new Forks(work, threads, progress);
      List<Sweep.Series> series = new ArrayList<>();
      for (Column column : Column.values()) {
        series.add(series(column, forks, machine.memoryBytes()));
      }
      return new Sweep(threads, series, machine);
    }
  }

  /** Sides in steps of √2, or of 2; the last is {@code to}. */
  private List<Integer> sides() {
    double step = quick ? 2 : Math.sqrt(2);
    List<Integer> sides = new ArrayList<>();
    for (double side = from; side < to / Math.sqrt(step); side *= step) {
      sides.add((int) Math.round(side));
    }
    sides.add(to);
    return sides;
  }

  private Sweep.Series series(Column column, Forks forks, long memory) throws IOException {
    List<Sweep.Time> times = new ArrayList<>();
    List<Integer> tooLarge = new ArrayList<>();
    for (int side : sides()) {
      ConvShape shape = Slide.shape(side, side);
      Cost cost = Cost.of(column, shape);
      if (MatrixPlace.fitsMemory(cost.bytes(), memory)) {
        double seconds = forks.seconds(column, picture.tiledTo(side, side), schedule);
        times.add(new Sweep.Time(side, cost.operations(), seconds, false));
      } else {
        tooLarge.add(side);
      }
    }
    if (times.size() < 2) {
      throw new IOException(
          String.format(
              "the %s fits memory at fewer than two of the sizes %s, so that nothing can be"
                  + " fitted; start with a smaller size",
              column.title(), sides()));
    }
    List<Sweep.Time> larger =
        times.subList(Math.min(times.size() / 2, times.size() - 2), times.size());
    double exponent = exponent(larger, Sweep.Time::seconds);
    double counted = exponent(larger, time -> time.operations());
    Sweep.Time largest = times.getLast();
    for (int side : tooLarge) {
      long operations = Cost.of(column, Slide.shape(side, side)).operations();
      double seconds = largest.seconds() * operations / largest.operations();
      times.add(new Sweep.Time(side, operations, seconds, true));
    }
    return new Sweep.Series(column, times, exponent, counted);
  }

  private static double exponent(List<Sweep.Time> times, ToDoubleFunction<Sweep.Time> figure) {
    return PowerLaw.exponent(
        times.stream()
            .map(time -> new PowerLaw.Point(time.area(), figure.applyAsDouble(time)))
            .toList());
  }
}
