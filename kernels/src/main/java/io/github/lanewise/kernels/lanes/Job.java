package io.github.lanewise.kernels.lanes;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/**
 * One run of tiles that several threads share: each claims the next tile until none is left. Reused
 * for run after run.
 *
 * <p>A helper announces itself before it looks whether the job is open, and the owner closes the
 * job before it waits for the announced helpers to leave: so no helper touches a job that has been
 * handed to its next run, and a helper that comes late finds it closed.
 */
final class Job {
  /** About 100 µs: longer than most tiles, shorter than a time slice. */
  private static final int SPINS_BEFORE_PARK = 10_000;

  /** A helper that is not done by now has lost its core: leave it ours for a moment. */
  private static final long PARK_NANOS = 20_000;

  private final AtomicInteger next = new AtomicInteger();
  private final AtomicInteger helpers = new AtomicInteger();
  private Workers.Task task;
  private int tiles;
  private volatile boolean open;
  private volatile Throwable failure;

  /** Whether a helper that came now would find a tile. */
  boolean hasTiles() {
    return open && next.get() < tiles;
  }

  /** Offers the tiles to helpers. Called by the owner. */
  void open(int tiles, Workers.Task task) {
    this.tiles = tiles;
    this.task = task;
    next.set(0);
    open = true;
  }

  /** Claims tiles until none is left. Called by the owner. */
  void work(Scratch scratch) {
    try {
      for (int tile; (tile = next.getAndIncrement()) < tiles; ) {
        task.run(tile, scratch);
      }
    } catch (RuntimeException | Error e) {
      failure = e;
      next.set(tiles); // the others stop after their present tile
    }
  }

  /** Claims tiles if the job is still open. Called by anyone else. */
  void help(Scratch scratch) {
    helpers.incrementAndGet();
    try {
      if (open) {
        work(scratch);
      }
    } finally {
      helpers.decrementAndGet();
    }
  }

  /** Waits until every tile is done, and throws what a tile threw. Called by the owner. */
  void close() {
    open = false;
    for (int spins = 0; helpers.get() > 0; spins++) {
      if (spins < SPINS_BEFORE_PARK) {
        Thread.onSpinWait();
      } else {
        LockSupport.parkNanos(PARK_NANOS);
      }
    }
    task = null;
    Throwable thrown = failure;
    failure = null;
    if (thrown instanceof RuntimeException e) {
      throw e;
    }
    if (thrown instanceof Error e) {
      throw e;
    }
  }
}
