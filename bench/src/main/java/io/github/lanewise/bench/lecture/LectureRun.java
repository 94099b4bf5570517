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
  private final Effort effort;
  private final int threads;
  private final long seed;
  private final List<Own> own = new ArrayList<>();

  private record Own(String name, Picture picture) {}

  /**
   * A run that has not begun.
   *
   * @param picture the lecture's picture; a colour picture is taken in grey
   * @param effort how much to measure and train
   * @param threads threads to compute on, at least 1
   * @param seed where all random choices come from
   */
  public LectureRun(Picture picture, Effort effort, int threads, long seed) {
    this.picture = picture.grey();
    this.effort = effort;
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
    return with(Costs.measure(picture, effort, threads, progress), start, progress);
  }

  /**
   * Computes everything but the cost table.
   *
   * @param costs the cost table
   * @param progress is told how far it is
   * @return the lecture
   * @throws InterruptedException if the thread is interrupted
   */
  public Lecture with(Costs costs, Progress progress) throws InterruptedException {
    return with(costs, System.nanoTime(), progress);
  }

  private Lecture with(Costs costs, long start, Progress progress) throws InterruptedException {
    Plane plane = new Plane(picture.height(), picture.width(), picture.plane(0));
    try (Workers workers = Workers.of(threads)) {
      Recap recap = Recap.compute(workers);
      DigitProblem digits = DigitProblem.compute(seed, workers);
      Ideas ideas = Ideas.compute(plane, workers);
      Steps steps = Steps.compute(plane, workers);
      List<EdgeDetection> edges = new ArrayList<>();
      edges.add(EdgeDetection.compute("The default picture", picture, workers));
      for (Own one : own) {
        edges.add(EdgeDetection.compute(one.name(), one.picture(), workers));
      }
      Learned learned = Learned.train(effort, seed, workers, progress);
      return new Lecture(
          effort.quick(),
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
          Poolings.compute(plane, learned.unsure().scores(), workers),
          learned,
          AlexNets.compute());
    }
  }
}
