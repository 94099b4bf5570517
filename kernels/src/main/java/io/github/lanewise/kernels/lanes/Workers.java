package io.github.lanewise.kernels.lanes;

import io.github.lanewise.kernels.shape.Checks;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.locks.LockSupport;

/**
 * Threads that share the tiles of a kernel. Passed into every kernel that can use more than one:
 * the library has no hidden pool.
 *
 * <p>A kernel cuts its work into tiles by shape alone; which thread computes a tile never changes
 * its bits. The calling thread always takes part, so a run needs no free helper to finish, runs may
 * start from many threads at once, and a task may itself start a run.
 *
 * <p>Steady use allocates nothing (but what a caller's {@link Executor} allocates to take a task).
 */
public final class Workers implements AutoCloseable {
  /** A kernel's work on one tile. */
  @FunctionalInterface
  public interface Task {
    /**
     * Computes a tile.
     *
     * @param tile number of the tile, from 0
     * @param scratch memory of this participant for the length of the call
     */
    void run(int tile, Scratch scratch);
  }

  /** Runs in progress at the same time that helpers look at; further ones run on their caller. */
  private static final int JOBS = 16;

  /**
   * How long an idle helper looks for work before it parks. Waking a parked thread takes about 50
   * µs; what a network does on one thread between its layers, or a caller between two runs, mostly
   * takes less than this.
   */
  private static final long SPIN_NANOS = 200_000;

  private static final Workers SERIAL = new Workers(0, null);

  private final Job[] jobs = new Job[JOBS];
  private final Pool<Job> freeJobs;
  private final Pool<Scratch> scratches = new Pool<>(Scratch::new);
  private final Helper[] helpers;
  private final Executor executor;

  /** What an executor is given: a task for each helper. */
  private final Runnable[] tasks;

  private volatile boolean closed;

  private Workers(int helperCount, Executor executor) {
    this.executor = executor;
    tasks = new Runnable[executor == null ? 0 : helperCount];
    this.freeJobs = new Pool<>(() -> null);
    helpers = new Helper[executor == null ? helperCount : 0];
    if (helperCount > 0) {
      for (int i = 0; i < JOBS; i++) {
        jobs[i] = new Job(1 + helperCount);
        freeJobs.give(jobs[i]);
      }
    }
    for (int i = 0; i < helpers.length; i++) {
      helpers[i] = new Helper(i + 1);
    }
    for (int i = 0; i < tasks.length; i++) {
      int number = i + 1;
      tasks[i] = () -> helpOnce(number);
    }
    for (Helper helper : helpers) {
      helper.thread.start();
    }
  }

  /**
   * The calling thread alone. Shared by all callers; closing it does nothing.
   *
   * @return the one serial instance
   */
  public static Workers serial() {
    return SERIAL;
  }

  /**
   * The calling thread and {@code threads − 1} daemon threads of its own, which live until {@link
   * #close}.
   *
   * @param threads threads in all, at least 1
   * @return new workers
   * @throws IllegalArgumentException if {@code threads < 1}
   */
  public static Workers of(int threads) {
    Checks.atLeast(1, "threads", threads);
    return threads == 1 ? SERIAL : new Workers(threads - 1, null);
  }

  /**
   * The calling thread and, for each run, up to {@code threads − 1} tasks given to the caller's
   * executor. A task that the executor rejects or starts too late is not missed.
   *
   * @param executor the caller's; it stays the caller's to shut down
   * @param threads threads in all, at least 1
   * @return new workers
   * @throws IllegalArgumentException if {@code threads < 1} or the executor is null
   */
  public static Workers on(Executor executor, int threads) {
    Checks.atLeast(1, "threads", threads);
    if (executor == null) {
      throw new IllegalArgumentException(
          "executor is null, expected one; Workers.of(threads) brings its own threads");
    }
    return threads == 1 ? SERIAL : new Workers(threads - 1, executor);
  }

  /**
   * Threads that take part in a run, the caller included.
   *
   * @return at least 1
   */
  public int threads() {
    return 1 + helpers.length + tasks.length;
  }

  /**
   * Computes every tile and returns when all are done; what they wrote is visible to the caller.
   *
   * @param tiles number of tiles; nothing happens for 0 or fewer
   * @param task the work, called once for each tile, from several threads
   * @throws IllegalStateException if these workers are closed
   */
  public void run(int tiles, Task task) {
    if (closed) {
      throw new IllegalStateException("these workers are closed; make new ones for further runs");
    }
    Scratch scratch = scratches.take();
    scratch.beginRun();
    try {
      Job job = tiles > 1 && threads() > 1 ? freeJobs.take() : null;
      if (job == null) {
        for (int tile = 0; tile < tiles; tile++) {
          task.run(tile, scratch);
        }
      } else {
        share(job, tiles, task, scratch);
      }
    } finally {
      scratches.give(scratch);
    }
  }

  private void share(Job job, int tiles, Task task, Scratch scratch) {
    job.open(tiles, task);
    try {
      wake(Math.min(tiles, threads()) - 1);
      job.work(scratch);
    } finally {
      try {
        job.close();
      } finally {
        freeJobs.give(job);
      }
    }
  }

  private void wake(int count) {
    for (int i = 0; i < helpers.length && i < count; i++) {
      helpers[i].wake();
    }
    for (int i = 0; i < tasks.length && i < count; i++) {
      try {
        executor.execute(tasks[i]);
      } catch (RejectedExecutionException e) {
        return; // the caller computes the tiles itself
      }
    }
  }

  private void helpOnce(int number) {
    Scratch scratch = scratches.take();
    try {
      help(number, scratch);
    } finally {
      scratches.give(scratch);
    }
  }

  /** Helps the first job that has tiles; false if none has. Helpers are numbered from 1. */
  private boolean help(int number, Scratch scratch) {
    for (Job job : jobs) {
      if (job.hasTiles()) {
        job.help(number, scratch);
        return true;
      }
    }
    return false;
  }

  /** Ends the threads of {@link #of}; runs in progress finish on their callers. */
  @Override
  public void close() {
    if (this == SERIAL) {
      return;
    }
    closed = true;
    for (Helper helper : helpers) {
      LockSupport.unpark(helper.thread);
    }
  }

  /** A thread that looks for jobs, spins for a moment when there are none, then parks. */
  private final class Helper implements Runnable {
    private final int number;
    private final Thread thread;
    private volatile boolean parked;

    Helper(int number) {
      this.number = number;
      thread = Thread.ofPlatform().daemon().name("lanewise-worker-" + number).unstarted(this);
    }

    void wake() {
      if (parked) {
        LockSupport.unpark(thread);
      }
    }

    @Override
    public void run() {
      Scratch scratch = new Scratch();
      long idleSince = System.nanoTime();
      while (!closed) {
        if (help(number, scratch)) {
          idleSince = System.nanoTime();
        } else if (System.nanoTime() - idleSince < SPIN_NANOS) {
          Thread.onSpinWait();
        } else {
          parked = true;
          // A job opened before `parked` was seen would not wake this thread: look once more.
          if (!help(number, scratch) && !closed) {
            LockSupport.park(this);
          }
          parked = false;
          idleSince = System.nanoTime();
        }
      }
    }
  }
}
