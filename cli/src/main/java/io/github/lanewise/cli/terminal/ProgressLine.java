package io.github.lanewise.cli.terminal;

import io.github.lanewise.bench.progress.Progress;
import java.io.PrintWriter;
import java.time.Duration;
import java.time.Instant;
import me.tongfei.progressbar.DelegatingProgressBarConsumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;

/**
 * One line at the bottom of a terminal that tells what is being done and how far it is. It is gone
 * when closed; where standard error is no terminal, there is none.
 */
public final class ProgressLine implements Progress, AutoCloseable {
  /** Narrow enough for any terminal. */
  private static final int COLUMNS = 78;

  private static final String CLEAR = "\r\033[K";

  private final PrintWriter err;
  private final boolean shown;
  private final boolean colours;
  private ProgressBar bar;
  private String task = "";
  private final Instant start = Instant.now();

  /**
   * A line that shows nothing yet.
   *
   * @param err standard error
   * @param shown whether standard error is a terminal
   * @param colours whether the user wants colours
   */
  ProgressLine(PrintWriter err, boolean shown, boolean colours) {
    this.err = err;
    this.shown = shown;
    this.colours = colours;
  }

  /**
   * The line of this process: shown if the launcher found standard error to be a terminal, without
   * colours if the environment has NO_COLOR.
   *
   * @param err standard error
   * @return a line that shows nothing yet
   */
  public static ProgressLine on(PrintWriter err) {
    String noColour = System.getenv("NO_COLOR");
    return new ProgressLine(
        err, Boolean.getBoolean("lanewise.terminal"), noColour == null || noColour.isEmpty());
  }

  @Override
  public synchronized void at(String newTask, long done, long total) {
    if (!shown) {
      return;
    }
    if (bar == null || !newTask.equals(task)) {
      closeBar();
      task = newTask;
      bar = bar(newTask, total);
    }
    bar.maxHint(total);
    bar.stepTo(done);
  }

  /**
   * Tells more of what is being done, behind the bar.
   *
   * @param text a few words
   */
  public synchronized void note(String text) {
    if (bar != null) {
      bar.setExtraMessage(text);
    }
  }

  private ProgressBar bar(String name, long total) {
    return new ProgressBarBuilder()
        .setTaskName(name)
        .setInitialMax(total)
        .startsFrom(0, Duration.between(start, Instant.now()))
        .setStyle(colours ? ProgressBarStyle.COLORFUL_UNICODE_BLOCK : ProgressBarStyle.ASCII)
        .setUpdateIntervalMillis(200)
        .hideEta()
        .setConsumer(
            new DelegatingProgressBarConsumer(
                line -> {
                  err.print(CLEAR + line);
                  err.flush();
                },
                COLUMNS))
        .build();
  }

  /** Takes the line away until there is something new to tell. */
  public synchronized void clear() {
    closeBar();
  }

  private void closeBar() {
    if (bar != null) {
      bar.close();
      bar = null;
      err.print(CLEAR);
      err.flush();
    }
  }

  @Override
  public synchronized void close() {
    closeBar();
  }
}
