package io.github.lanewise.kernels.lanes;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.concurrent.locks.LockSupport;

/**
 * One run of tiles that several threads share. Each claims tiles of its own share, neighbouring
 * ones, and then what is left of the others'. A participant has the same share in run after run: so
 * what a layer of a network has written mostly lies in the cache of the core that reads it in the
 * next one, and not every core reads all weights. Reused for run after run.
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

  /** Distance of two shares' counters, in ints: two cache lines, as lines are read in pairs. */
  private static final int APART = 32;

  /** The next tile of each share. */
  private final AtomicIntegerArray next;

  private final int shares;
  private final AtomicInteger helpers = new AtomicInteger();
  private Workers.Task task;
  private int tiles;
  private volatile boolean open;
  private volatile Throwable failure;

  Job(int participants) {
    shares = participants;
    next = new AtomicIntegerArray(shares * APART);
  }

  /** The first tile of a share, or one past the last of the share before. */
  private int from(int share) {
    return (int) ((long) tiles * share / shares);
  }

  /** Whether a helper that came now would find a tile. */
  boolean hasTiles() {
    if (open) {
      for (int share = 0; share < shares; share++) {
        if (next.get(share * APART) < from(share + 1)) {
          return true;
        }
      }
    }
    return false;
  }

  /** Offers the tiles to helpers. Called by the owner. */
  void open(int tiles, Workers.Task task) {
    this.tiles = tiles;
    this.task = task;
    for (int share = 0; share < shares; share++) {
      next.set(share * APART, from(share));
    }
    open = true;
  }

  /** Claims tiles until none is left. Called by the owner, whose share is the first. */
  void work(Scratch scratch) {
    work(0, scratch);
  }

  private void work(int first, Scratch scratch) {
    try {
      for (int i = 0; i < shares; i++) {
        int share = (first + i) % shares;
        int end = from(share + 1);
        for (int tile; (tile = next.getAndIncrement(share * APART)) < end; ) {
          task.run(tile, scratch);
        }
      }
    } catch (RuntimeException | Error e) {
      failure = e;
      for (int share = 0; share < shares; share++) { // the others stop after their present tile
        next.set(share * APART, from(share + 1));
      }
    }
  }

  /**
   * Claims tiles if the job is still open. Called by anyone else.
   *
   * @param share number of the helper, from 1: the share that it begins with
   */
  void help(int share, Scratch scratch) {
    helpers.incrementAndGet();
    try {
      if (open) {
        scratch.beginRun();
        work(share, scratch);
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
