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

  /** What has to come before patience is renewed: drops would take a file for days. */
  private static final int LEAST = 1 << 16;

  private Transfer() {}

  /**
   * Copies a stream to its end.
   *
   * @param most bytes to copy at most; the rest is left
   * @param patience how long {@value #LEAST} bytes may take
   * @throws IOException if fewer came in that time, or reading or writing fails
   */
  static void copy(InputStream from, OutputStream to, long most, Duration patience)
      throws IOException {
    AtomicLong heard = new AtomicLong(System.nanoTime());
    AtomicBoolean slow = new AtomicBoolean();
    Thread watcher = Thread.ofVirtual().start(() -> watch(from, heard, slow, patience));
    try {
      byte[] buffer = new byte[BUFFER];
      long left = most;
      int come = 0;
      int count = 0;
      while (left > 0 && count >= 0) {
        count = from.read(buffer, 0, (int) Math.min(BUFFER, left));
        if (count > 0) {
          to.write(buffer, 0, count);
          left -= count;
          come += count;
        }
        if (come >= LEAST) {
          come = 0;
          heard.set(System.nanoTime());
        }
      }
    } catch (IOException e) {
      throw slow.get() ? tooSlow(patience, e) : e;
    } finally {
      watcher.interrupt();
    }
    if (slow.get()) {
      throw tooSlow(patience, null);
    }
  }

  private static IOException tooSlow(Duration patience, IOException cause) {
    return new IOException(
        "less than %d bytes came in %d ms".formatted(LEAST, patience.toMillis()), cause);
  }

  /** Closes the stream, which ends it for its reader, when too little has come for too long. */
  private static void watch(
      InputStream from, AtomicLong heard, AtomicBoolean slow, Duration patience) {
    try {
      long left = patience.toNanos();
      while (left > 0) {
        Thread.sleep(Duration.ofNanos(left));
        left = patience.toNanos() - (System.nanoTime() - heard.get());
      }
      slow.set(true);
      from.close();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt(); // all came in time
    } catch (IOException e) {
      throw new IllegalStateException("a stream that is given up can be closed", e);
    }
  }
}
