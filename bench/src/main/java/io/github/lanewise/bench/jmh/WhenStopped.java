package io.github.lanewise.bench.jmh;

/** What is to be done if the program is stopped by Ctrl-C or a signal before this is closed. */
public final class WhenStopped implements AutoCloseable {
  private final Thread hook;

  /**
   * From now on, a stop does something.
   *
   * @param action what; it runs on a thread of its own
   */
  public WhenStopped(Runnable action) {
    hook = new Thread(action, "lanewise-stopped");
    Runtime.getRuntime().addShutdownHook(hook);
  }

  /** From now on, it does not. */
  @Override
  public void close() {
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException e) {
      return; // stopping already
    }
  }
}
