package io.github.lanewise.bench.peers;

import java.lang.foreign.Arena;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;

/**
 * Buffers outside the Java heap that native code reads and writes in place. They begin on a cache
 * line, so that no full vector straddles two; garbage collection frees them.
 */
final class DirectFloats {
  private static final long CACHE_LINE = 64;

  private DirectFloats() {}

  static FloatBuffer zeros(int length) {
    return Arena.ofAuto()
        .allocate((long) length * Float.BYTES, CACHE_LINE)
        .asByteBuffer()
        .order(ByteOrder.nativeOrder())
        .asFloatBuffer();
  }

  static FloatBuffer copyOf(float[] values) {
    return zeros(values.length).put(0, values);
  }

  static float[] toArray(FloatBuffer buffer) {
    float[] values = new float[buffer.capacity()];
    buffer.get(0, values);
    return values;
  }
}
