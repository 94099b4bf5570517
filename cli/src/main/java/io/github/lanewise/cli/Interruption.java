package io.github.lanewise.cli;

import java.io.PrintWriter;

/** Says that a long command was stopped by Ctrl-C or a signal, and what that left behind. */
final class Interruption implements AutoCloseable {
  private final Thread hook;

  private Interruption(PrintWriter err) {
    hook =
        new Thread(
            () -> {
              err.println("\nlanewise: stopped; nothing was written, temporary files are removed");
              err.flush();
            },
            "lanewise-stopped");
  }

  /** From now on, a stop is announced. */
  static Interruption announced(PrintWriter err) {
    Interruption interruption = new Interruption(err);
    Runtime.getRuntime().addShutdownHook(interruption.hook);
    return interruption;
  }

  /** From now on, it is not. */
  @Override
  public void close() {
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException e) {
      // stopping already
    }
  }
}
