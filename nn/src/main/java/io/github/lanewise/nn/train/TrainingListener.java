package io.github.lanewise.nn.train;

/** Told how training goes on, on the thread that trains. */
public interface TrainingListener {
  /**
   * A step was made.
   *
   * @param progress how far it is
   */
  default void step(Progress progress) {}

  /**
   * An epoch is over.
   *
   * @param epoch what it came to
   */
  default void epoch(Epoch epoch) {}

  /**
   * How far an epoch is.
   *
   * @param epoch its number, from 1
   * @param epochs epochs in all
   * @param step steps made in it
   * @param steps steps of it
   * @param loss average loss so far in it
   * @param accuracy share of its examples taken for what they are so far
   * @param imagesPerSecond examples per second so far in it
   */
  record Progress(
      int epoch,
      int epochs,
      int step,
      int steps,
      double loss,
      double accuracy,
      double imagesPerSecond) {}
}
