package io.github.lanewise.cli;

import java.io.PrintStream;

/**
 * One line on standard error that tells what is being done; nothing unless that is a terminal,
 * which the launcher finds out.
 */
final class StatusLine implements AutoCloseable {
  private static final boolean TERMINAL = Boolean.getBoolean("lanewise.terminal");
  private static final String ERASE = "\r\033[K";

  private final PrintStream err = System.err;
  private final long start = System.nanoTime();
  private final String total;

  /**
   * A line that is empty so far.
   *
   * @param total how long all will take, for people
   */
  StatusLine(String total) {
    this.total = total;
  }

  void show(String task) {
    if (TERMINAL) {
      long seconds = (System.nanoTime() - start) / 1_000_000_000;
      err.printf("%s%d min %02d s: %s. %s", ERASE, seconds / 60, seconds % 60, task, total);
      err.flush();
    }
  }

  void clear() {
    if (TERMINAL) {
      err.print(ERASE);
      err.flush();
    }
  }

  @Override
  public void close() {
    clear();
  }
}
