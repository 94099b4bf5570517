package io.github.lanewise.bench.peers;

/** Checks array arguments. */
final class Lengths {
  private Lengths() {}

  static void check(String name, float[] values, long expected) {
    if (values.length != expected) {
      throw new IllegalArgumentException(
          "%s has %d floats; the shape needs %d".formatted(name, values.length, expected));
    }
  }
}
