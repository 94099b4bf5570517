package io.github.lanewise.bench.costtable;

import java.io.IOException;
import java.nio.file.Path;
import java.util.function.LongConsumer;

/** Looks at a {@link RowCounter} a few times a second, on a thread of its own. */
final class RowWatch implements AutoCloseable {
  private static final long PAUSE_MILLIS = 200;

  private final RowCounter counter;
  private final Thread thread;

  /**
   * Starts to watch.
   *
   * @param file the counter's file; it starts at 0
   * @param tell is told each new count
   */
  RowWatch(Path file, LongConsumer tell) throws IOException {
    counter = RowCounter.in(file);
    counter.reset();
    thread = Thread.ofPlatform().daemon().name("lanewise-progress").start(() -> watch(tell));
  }

  private void watch(LongConsumer tell) {
    long told = 0;
    try {
      while (true) {
        Thread.sleep(PAUSE_MILLIS);
        long count = counter.get();
        if (count != told) {
          tell.accept(count);
          told = count;
        }
      }
    } catch (InterruptedException e) {
      return; // closed
    }
  }

  @Override
  public void close() {
    thread.interrupt();
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    counter.close();
  }
}
