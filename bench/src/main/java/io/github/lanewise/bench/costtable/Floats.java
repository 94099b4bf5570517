package io.github.lanewise.bench.costtable;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.file.Files;
import java.nio.file.Path;

/** Arrays of floats as files: how the program and its forks pass pictures and results. */
final class Floats {
  private Floats() {}

  static void write(Path file, float[] values) throws IOException {
    ByteBuffer bytes =
        ByteBuffer.allocate(Math.multiplyExact(Float.BYTES, values.length))
            .order(ByteOrder.LITTLE_ENDIAN);
    bytes.asFloatBuffer().put(values);
    Files.write(file, bytes.array());
  }

  static float[] read(Path file) throws IOException {
    FloatBuffer floats =
        ByteBuffer.wrap(Files.readAllBytes(file)).order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer();
    float[] values = new float[floats.remaining()];
    floats.get(values);
    return values;
  }

  /** The largest difference between two results; NaN if a value of either is. */
  static double largestDifference(float[] a, float[] b) {
    if (a.length != b.length) {
      throw new IllegalArgumentException(
          "one result has " + a.length + " floats, the other " + b.length);
    }
    double largest = 0;
    for (int i = 0; i < a.length; i++) {
      largest = Math.max(largest, Math.abs((double) a[i] - b[i])); // NaN wins
    }
    return largest;
  }
}
