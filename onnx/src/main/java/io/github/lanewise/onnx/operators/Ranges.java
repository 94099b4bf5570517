package io.github.lanewise.onnx.operators;

import io.github.lanewise.kernels.lanes.Scratch;
import io.github.lanewise.kernels.lanes.Workers;

/** A loop over many alike, cut into ranges that threads share. */
final class Ranges {
  /** Elements of a range: several µs of work. */
  private static final int ELEMENTS = 1 << 13;

  /** Elements from which a second thread pays. */
  private static final int SHARED_FROM = 4 * ELEMENTS;

  private Ranges() {}

  /** What is done for all from one to before another. */
  @FunctionalInterface
  interface Loop {
    void run(int from, int to, Scratch scratch);
  }

  /**
   * A step that runs a loop, on more than one thread only if it pays.
   *
   * @param count how many there are
   * @param size elements that each of them stands for
   * @param loop what is done
   */
  static Step step(int count, int size, Loop loop) {
    int range = Math.max(1, ELEMENTS / Math.max(1, size));
    int tiles = Math.ceilDiv(count, range);
    boolean shared = (long) count * size >= SHARED_FROM;
    Workers.Task task =
        (tile, scratch) ->
            loop.run(tile * range, (int) Math.min(count, (tile + 1L) * range), scratch);
    return workers -> (shared ? workers : Workers.serial()).run(tiles, task);
  }
}
