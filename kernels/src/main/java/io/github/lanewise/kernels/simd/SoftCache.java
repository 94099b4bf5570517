package io.github.lanewise.kernels.simd;

import java.lang.ref.SoftReference;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

/**
 * Kernels by what is constant in them: kept as long as somebody uses them or memory suffices, for
 * there are as many distances between pixels as widths of layers, and of a single channel's rows as
 * many kinds as sizes of pictures.
 */
final class SoftCache<K, V> {
  private final Map<K, SoftReference<V>> known = new ConcurrentHashMap<>();
  private final Function<K, V> maker;

  SoftCache(Function<K, V> maker) {
    this.maker = maker;
  }

  /** The value of a key; as a rule the same one for the same key. */
  V of(K key) {
    SoftReference<V> reference = known.get(key);
    V value = reference == null ? null : reference.get();
    if (value == null) {
      // Two threads may both make it; either will do.
      value = maker.apply(key);
      known.values().removeIf(dead -> dead.get() == null);
      known.put(key, new SoftReference<>(value));
    }
    return value;
  }
}
