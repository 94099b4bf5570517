package io.github.lanewise.kernels.probe;

/** The loops of {@link Probe} one float at a time, for a JVM without the Vector API. */
final class ScalarLoops {
  private ScalarLoops() {}

  static float multiplyAdd(int rounds, float a) {
    float s0 = 0;
    float s1 = 1;
    float s2 = 2;
    float s3 = 3;
    float s4 = 4;
    float s5 = 5;
    float s6 = 6;
    float s7 = 7;
    float s8 = 8;
    float s9 = 9;
    float s10 = 10;
    float s11 = 11;
    for (int i = 0; i < rounds; i++) {
      s0 = s0 * a + a;
      s1 = s1 * a + a;
      s2 = s2 * a + a;
      s3 = s3 * a + a;
      s4 = s4 * a + a;
      s5 = s5 * a + a;
      s6 = s6 * a + a;
      s7 = s7 * a + a;
      s8 = s8 * a + a;
      s9 = s9 * a + a;
      s10 = s10 * a + a;
      s11 = s11 * a + a;
    }
    return s0 + s1 + s2 + s3 + s4 + s5 + s6 + s7 + s8 + s9 + s10 + s11;
  }

  static float read(float[] x) {
    float s0 = 0;
    float s1 = 0;
    float s2 = 0;
    float s3 = 0;
    int i = 0;
    for (; i <= x.length - 4; i += 4) {
      s0 += x[i];
      s1 += x[i + 1];
      s2 += x[i + 2];
      s3 += x[i + 3];
    }
    for (; i < x.length; i++) {
      s0 += x[i];
    }
    return s0 + s1 + s2 + s3;
  }

  @SuppressWarnings("ManualArrayCopy") // loads and stores are what is measured
  static void copy(float[] from, float[] to) {
    for (int i = 0; i < from.length; i++) {
      to[i] = from[i];
    }
  }
}
