package io.github.lanewise.bench.lecture;

import io.github.lanewise.bench.machine.Machine;
import io.github.lanewise.bench.picture.Picture;
import io.github.lanewise.bench.progress.Progress;
import io.github.lanewise.kernels.lanes.Workers;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Computes the lecture. */
public final class LectureRun {
  private final Picture picture;
  private final boolean quick;
  private final int threads;
  private final long seed;
  private final List<Own> own = new ArrayList<>();

  private record Own(String name, Picture picture) {}

  /**
   * A run that has not begun.
   *
   * @param picture the lecture's picture; a colour picture is taken in grey
   * @param quick whether to measure and train less
   * @param threads threads to compute on, at least 1
   * @param seed where all random choices come from
   */
  public LectureRun(Picture picture, boolean quick, int threads, long seed) {
    this.picture = picture.grey();
    this.quick = quick;
    this.threads = threads;
    this.seed = seed;
  }

  /**
   * Adds a picture for the section on edge detection.
   *
   * @param name what it is called
   * @param more the picture, at least 5×5, grey or colour
   * @throws IllegalArgumentException if it is smaller than the largest kernel
   */
  public void addPicture(String name, Picture more) {
    if (more.width() < 5 || more.height() < 5) {
      throw new IllegalArgumentException(
          "%s has %d×%d pixels, expected at least 5×5, the size of the largest kernel"
              .formatted(name, more.width(), more.height()));
    }
    own.add(new Own(name, more));
  }

  /**
   * Computes everything.
   *
   * @param progress is told how far it is
   * @return the lecture
   * @throws IOException if a measuring JVM fails
   * @throws InterruptedException if the thread is interrupted
   */
  public Lecture run(Progress progress) throws IOException, InterruptedException {
    long start = System.nanoTime();
    Plane plane = new Plane(picture.height(), picture.width(), picture.plane(0));
    try (Workers workers = Workers.of(threads)) {
      Recap recap = Recap.compute(workers);
      DigitProblem digits = DigitProblem.compute(seed, workers);
      Ideas ideas = Ideas.compute(plane, workers);
      Steps steps = Steps.compute(plane, workers);
      List<EdgeDetection> edges = new ArrayList<>();
      edges.add(EdgeDetection.compute("the default picture", picture, workers));
      for (Own one : own) {
        edges.add(EdgeDetection.compute(one.name(), one.picture(), workers));
      }
      Costs costs = Costs.measure(picture, quick, threads, progress);
      Learned learned = Learned.train(quick, seed, workers, progress);
      return new Lecture(
          quick,
          threads,
          seed,
          1e-9 * (System.nanoTime() - start),
          Machine.here(),
          recap,
          digits,
          ideas,
          steps,
          edges,
          costs,
          Poolings.compute(plane, learned.scores(), workers),
          learned,
          AlexNets.compute());
    }
  }
}
