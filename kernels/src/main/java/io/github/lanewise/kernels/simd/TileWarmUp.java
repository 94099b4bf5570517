package io.github.lanewise.kernels.simd;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;

/**
 * Has the JVM compile register tiles, those first that most was asked of, on a thread of its own,
 * while {@link PlainTiles} stand for them.
 *
 * <p>Left to itself the JVM compiles a tile from within its loops, which takes it several times as
 * long as the method as a whole, and all that time each vector is an object.
 */
final class TileWarmUp {
  /** Whether tiles are warmed up; if not, they are used at once, as tests of them want it. */
  static final boolean ON = !"off".equals(System.getProperty("lanewise.warmUp"));

  /** Tiles that are warmed up side by side, so that the compiler need not wait. */
  private static final int SIDE_BY_SIDE = 3;

  /** Time for the compiler, which may have no other processor than the one that waits for it. */
  private static final long PAUSE_NANOS = 500_000;

  /** Where the JVM will not compile a tile, it is used all the same. */
  private static final long GIVE_UP_NANOS = 3_000_000_000L;

  private static final List<Warming> ASKED = new ArrayList<>();
  private static boolean running;

  private TileWarmUp() {}

  /** Has a tile compiled. Does not wait. */
  static void ask(Warming tile) {
    synchronized (ASKED) {
      ASKED.add(tile);
      if (!running) {
        start();
      }
    }
  }

  /** Starts the thread, which has nothing of the one that happens to need it first. */
  private static void start() {
    Thread thread =
        Thread.ofPlatform()
            .daemon()
            .name("lanewise-tiles")
            .inheritInheritableThreadLocals(false)
            .unstarted(TileWarmUp::run);
    thread.setContextClassLoader(null);
    try {
      thread.start();
      running = true;
    } catch (OutOfMemoryError e) { // no more threads: then the JVM compiles tiles as it runs them
      for (Warming tile : ASKED) {
        tile.warmUp(true);
      }
      ASKED.clear();
    }
  }

  private static void run() {
    try {
      PlainWarmUp.run();
    } catch (RuntimeException | Error e) {
      // float by float, then
    }
    Warming[] now = new Warming[SIDE_BY_SIDE];
    long[] ends = new long[SIDE_BY_SIDE];
    while (take(now, ends)) {
      for (int i = 0; i < SIDE_BY_SIDE; i++) {
        if (now[i] != null && warmUp(now[i], System.nanoTime() > ends[i])) {
          now[i] = null;
        }
      }
      LockSupport.parkNanos(PAUSE_NANOS);
    }
  }

  /** A round for a tile; one that fails, as for want of memory, is left to the JVM. */
  static boolean warmUp(Warming tile, boolean last) {
    try {
      return tile.warmUp(last);
    } catch (RuntimeException | Error e) {
      return tile.warmUp(true);
    }
  }

  /** Fills free places; false, and the thread ends, if there is nothing to do. */
  private static boolean take(Warming[] now, long[] ends) {
    boolean some = false;
    synchronized (ASKED) {
      for (int i = 0; i < now.length; i++) {
        if (now[i] == null && !ASKED.isEmpty()) {
          now[i] = most();
          ends[i] = System.nanoTime() + GIVE_UP_NANOS;
        }
        some |= now[i] != null;
      }
      running = some;
    }
    return some;
  }

  private static Warming most() {
    Warming most = ASKED.getFirst();
    for (Warming tile : ASKED) {
      if (tile.work() > most.work()) {
        most = tile;
      }
    }
    ASKED.remove(most);
    return most;
  }
}
