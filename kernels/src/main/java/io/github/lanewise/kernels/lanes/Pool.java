package io.github.lanewise.kernels.lanes;

import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.function.Supplier;

/**
 * Objects kept for reuse by whichever thread asks next, without locks and, once warm, without
 * allocation. More objects than places are simply made anew.
 *
 * @param <T> what is kept
 */
public final class Pool<T> {
  /** More than the threads that compute at the same time on any machine of today's size. */
  private static final int PLACES = 128;

  private final AtomicReferenceArray<T> places = new AtomicReferenceArray<>(PLACES);
  private final Supplier<? extends T> maker;

  /**
   * An empty pool.
   *
   * @param maker makes an object when none is kept
   */
  public Pool(Supplier<? extends T> maker) {
    this.maker = maker;
  }

  /**
   * Takes an object that nobody else has.
   *
   * @return a kept one, or a new one
   */
  public T take() {
    for (int i = 0; i < PLACES; i++) {
      if (places.getPlain(i) != null) {
        T kept = places.getAndSet(i, null);
        if (kept != null) {
          return kept;
        }
      }
    }
    return maker.get();
  }

  /**
   * Gives an object back.
   *
   * @param object what {@link #take} returned; not to be used afterwards
   */
  public void give(T object) {
    for (int i = 0; i < PLACES; i++) {
      if (places.getPlain(i) == null && places.compareAndSet(i, null, object)) {
        return;
      }
    }
  }
}
