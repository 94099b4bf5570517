package io.github.lanewise.nn.data;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;

/** Copies what a server sends; the HTTP client waits for it without end. */
final class Transfer {
  private static final int BUFFER = 1 << 16;

  private Transfer() {}

  /**
   * Copies a stream to its end.
   *
   * @param most bytes to copy at most; the rest is left
   * @param patience how long nothing may come
   * @throws IOException if nothing came for that long, or reading or writing fails
   */
  static void copy(InputStream from, OutputStream to, long most, Duration patience)
      throws IOException {
    AtomicLong heard = new AtomicLong(System.nanoTime());
    AtomicBoolean silent = new AtomicBoolean();
    Thread watcher = Thread.ofVirtual().start(() -> watch(from, heard, silent, patience));
    try {
      byte[] buffer = new byte[BUFFER];
      long left = most;
      int count = 0;
      while (left > 0 && count >= 0) {
        count = from.read(buffer, 0, (int) Math.min(BUFFER, left));
        heard.set(System.nanoTime());
        if (count > 0) {
          to.write(buffer, 0, count);
          left -= count;
        }
      }
    } catch (IOException e) {
      throw silent.get() ? silence(patience, e) : e;
    } finally {
      watcher.interrupt();
    }
    if (silent.get()) {
      throw silence(patience, null);
    }
  }

  private static IOException silence(Duration patience, IOException cause) {
    return new IOException("nothing came for " + patience.toMillis() + " ms", cause);
  }

  /** Closes the stream, which ends it for its reader, when nothing has come for too long. */
  private static void watch(
      InputStream from, AtomicLong heard, AtomicBoolean silent, Duration patience) {
    try {
      long left = patience.toNanos();
      while (left > 0) {
        Thread.sleep(Duration.ofNanos(left));
        left = patience.toNanos() - (System.nanoTime() - heard.get());
      }
      silent.set(true);
      from.close();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt(); // all came in time
    } catch (IOException e) {
      throw new IllegalStateException("a stream that is given up can be closed", e);
    }
  }
}
