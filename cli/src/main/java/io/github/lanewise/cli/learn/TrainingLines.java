package io.github.lanewise.cli.learn;

import io.github.lanewise.cli.terminal.ProgressLine;
import io.github.lanewise.nn.train.Epoch;
import io.github.lanewise.nn.train.TrainingListener;
import java.io.PrintWriter;
import java.util.Locale;

/** Shows how training goes on: a progress bar within an epoch, a line for each that is over. */
public final class TrainingLines implements TrainingListener {
  private static final long REDRAW_NANOS = 200_000_000;

  private final PrintWriter err;
  private final ProgressLine bar;
  private final int epochs;
  private final long start = System.nanoTime();
  private long shown;

  /**
   * Lines for one training.
   *
   * @param err standard error
   * @param bar the line at the bottom of the terminal
   * @param epochs epochs in all
   */
  public TrainingLines(PrintWriter err, ProgressLine bar, int epochs) {
    this.err = err;
    this.bar = bar;
    this.epochs = epochs;
  }

  @Override
  public void step(Progress progress) {
    long now = System.nanoTime();
    if (now - shown < REDRAW_NANOS) {
      return;
    }
    shown = now;
    long steps = (long) progress.steps() * progress.epochs();
    long done = (progress.epoch() - 1L) * progress.steps() + progress.step();
    bar.at("training", done, steps);
    double spent = (now - start) / 1e9;
    bar.note(
        String.format(
            Locale.ROOT,
            "loss %.4f, %.1f %%, %,.0f/s, %.0f s left",
            progress.loss(),
            100 * progress.accuracy(),
            progress.imagesPerSecond(),
            spent / done * (steps - done)));
  }

  @Override
  public void epoch(Epoch epoch) {
    double spent = (System.nanoTime() - start) / 1e9;
    bar.close();
    err.println(
        String.format(
            Locale.ROOT,
            "epoch %d/%d: loss %.4f, accuracy %.2f %%, test %.2f %%, %,.0f images/s, %.0f s left",
            epoch.epoch(),
            epochs,
            epoch.loss(),
            100 * epoch.accuracy(),
            100 * epoch.validationAccuracy(),
            epoch.imagesPerSecond(),
            spent / epoch.epoch() * (epochs - epoch.epoch())));
    err.flush();
  }
}
