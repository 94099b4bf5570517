package io.github.lanewise.nn.train;

import io.github.lanewise.nn.data.Augmentation;
import io.github.lanewise.nn.data.Dataset;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;

/**
 * The batches of an epoch, filled by a thread of their own while the network computes. What is in
 * them depends on the seed alone, never on the threads' speed.
 */
final class Batches implements AutoCloseable {
  /** One is being computed with, one is ready, one is being filled. */
  private static final int AHEAD = 3;

  private final BlockingQueue<Batch> free = new ArrayBlockingQueue<>(AHEAD);
  private final BlockingQueue<Filled> filled = new ArrayBlockingQueue<>(AHEAD + 1);
  private final Thread filler;

  /** A batch, or what stopped the filler. */
  private record Filled(Batch batch, RuntimeException failure) {}

  Batches(
      Dataset data,
      int classes,
      int[] order,
      int first,
      int size,
      Augmentation augmentation,
      long seed) {
    for (int i = 0; i < AHEAD; i++) {
      free.add(new Batch(classes));
    }
    filler =
        Thread.ofPlatform()
            .daemon()
            .name("lanewise-batches")
            .start(() -> fill(data, order, first, size, augmentation, seed));
  }

  private void fill(
      Dataset data, int[] order, int first, int size, Augmentation augmentation, long seed) {
    try {
      for (int from = first; from < order.length; from += size) {
        Batch batch = free.take();
        batch.fill(data, order, from, Math.min(order.length, from + size), augmentation, seed);
        filled.put(new Filled(batch, null));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt(); // closed: nobody wants more
    } catch (RuntimeException e) {
      filled.add(new Filled(null, e)); // there is a place more than there are batches
    }
  }

  /** The next batch, to be given back. */
  Batch take() throws InterruptedException {
    Filled next = filled.take();
    if (next.failure() != null) {
      throw next.failure();
    }
    return next.batch();
  }

  void giveBack(Batch batch) {
    free.add(batch);
  }

  @Override
  public void close() {
    filler.interrupt();
  }
}
