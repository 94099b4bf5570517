package io.github.lanewise.onnx.tensor;

import java.nio.FloatBuffer;

/**
 * Floats in an array or, until somebody asks for that, in the bytes of a file. Most weights are
 * never asked for: they are packed straight from those bytes.
 */
final class Floats {
  private final int length;

  /** Null once there is an array. */
  private FloatBuffer bytes;

  private volatile float[] values;

  Floats(float[] values) {
    this.length = values.length;
    this.values = values;
  }

  /** Of bytes that nobody changes. */
  Floats(FloatBuffer bytes) {
    this.length = bytes.remaining();
    this.bytes = bytes;
  }

  int length() {
    return length;
  }

  /** The array, always the same. */
  float[] values() {
    float[] there = values;
    return there == null ? copied() : there;
  }

  private synchronized float[] copied() {
    if (values == null) {
      float[] copy = new float[length];
      bytes.get(bytes.position(), copy);
      values = copy;
      bytes = null;
    }
    return values;
  }

  /** A view of the floats where they are. */
  synchronized FloatBuffer view() {
    return (bytes == null ? FloatBuffer.wrap(values) : bytes).asReadOnlyBuffer();
  }
}
