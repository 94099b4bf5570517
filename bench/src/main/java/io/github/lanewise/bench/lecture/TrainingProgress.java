package io.github.lanewise.bench.lecture;

import io.github.lanewise.nn.train.TrainingListener;

/** Tells how far trainings have come that follow each other, each an equal part of the whole. */
public final class TrainingProgress implements TrainingListener {
  private static final int PARTS = 1000;

  private final String task;
  private final int trainings;
  private final io.github.lanewise.bench.progress.Progress progress;
  private int over;

  /**
   * Nothing is trained yet.
   *
   * @param task what is being done, for people
   * @param trainings how many there will be, at least 1
   * @param progress is told of each step
   */
  public TrainingProgress(
      String task, int trainings, io.github.lanewise.bench.progress.Progress progress) {
    this.task = task;
    this.trainings = trainings;
    this.progress = progress;
  }

  @Override
  public void step(Progress step) {
    long steps = (long) step.epochs() * step.steps();
    long done = (step.epoch() - 1L) * step.steps() + step.step();
    progress.at(task, (long) over * PARTS + PARTS * done / steps, (long) trainings * PARTS);
    if (done == steps) {
      over++;
    }
  }
}
