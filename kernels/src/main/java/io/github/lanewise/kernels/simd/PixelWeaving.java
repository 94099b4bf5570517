package io.github.lanewise.kernels.simd;

import static io.github.lanewise.kernels.simd.Simd.FLOATS;
import static io.github.lanewise.kernels.simd.Simd.L;

import jdk.incubator.vector.FloatVector;

/**
 * Turns rows of six or eight channels into pixels, a vector of pixels at a time, within registers:
 * what goes through memory between two steps waits until vectors that cross lines of the cache have
 * been written. Lines of channel {@code i} and {@code i + n / 2} of n are woven into one, whose
 * elements alternate, until one is left, or three, of which each vector takes its lanes from two,
 * then from the third.
 */
public final class PixelWeaving {
  /** Which lanes of two vectors alternate in the lower and in the upper half of both. */
  private static final float[] ALTERNATING = new float[2 * L];

  /**
   * {@code [vector][2][lane]}: for each vector woven from three, lanes of the first two, one behind
   * the other, then of those and the third.
   */
  private static final float[] THREE = new float[6 * L];

  static {
    for (int i = 0; i < 2 * L; i++) {
      ALTERNATING[i] = i / 2 + i % 2 * L;
    }
    for (int i = 0; i < 3 * L; i++) {
      int at = i / L * 2 * L + i % L;
      int line = i % 3;
      THREE[at] = i / 3 + line % 2 * L;
      THREE[at + L] = line == 2 ? L + i / 3 : i % L;
    }
  }

  private PixelWeaving() {}

  /**
   * Whether there is code for a number of channels.
   *
   * @param channels channels
   * @return true if {@link #run} takes them
   */
  public static boolean has(int channels) {
    return channels == 6 || channels == 8;
  }

  /**
   * Turns a row: {@code to[toAt + i · channels + c] = from[c · count + i]}.
   *
   * @param channels channels, of which {@link #has} tells
   * @param count pixels, at least one vector
   * @param from {@code [channels][count]}
   * @param to {@code [count][channels]}; overwritten
   * @param toAt index of its first element
   */
  public static void run(int channels, int count, float[] from, float[] to, int toAt) {
    if (channels == 8) {
      eight(count, from, to, toAt);
    } else {
      six(count, from, to, toAt);
    }
  }

  private static void eight(int step, float[] from, float[] to, int first) {
    FloatVector lower = FloatVector.fromArray(FLOATS, ALTERNATING, 0);
    FloatVector upper = FloatVector.fromArray(FLOATS, ALTERNATING, L);
    for (int i = 0; i < step; i += L) {
      int at = Math.min(i, step - L); // the last block ends with the row
      int toAt = first + at * 8;
      FloatVector x0 = FloatVector.fromArray(FLOATS, from, at);
      FloatVector x1 = FloatVector.fromArray(FLOATS, from, at + step);
      FloatVector x2 = FloatVector.fromArray(FLOATS, from, at + 2 * step);
      FloatVector x3 = FloatVector.fromArray(FLOATS, from, at + 3 * step);
      FloatVector x4 = FloatVector.fromArray(FLOATS, from, at + 4 * step);
      FloatVector x5 = FloatVector.fromArray(FLOATS, from, at + 5 * step);
      FloatVector x6 = FloatVector.fromArray(FLOATS, from, at + 6 * step);
      FloatVector x7 = FloatVector.fromArray(FLOATS, from, at + 7 * step);
      FloatVector a0 = lower.selectFrom(x0, x4);
      FloatVector a1 = upper.selectFrom(x0, x4);
      FloatVector a2 = lower.selectFrom(x1, x5);
      FloatVector a3 = upper.selectFrom(x1, x5);
      FloatVector a4 = lower.selectFrom(x2, x6);
      FloatVector a5 = upper.selectFrom(x2, x6);
      FloatVector a6 = lower.selectFrom(x3, x7);
      FloatVector a7 = upper.selectFrom(x3, x7);
      FloatVector b0 = lower.selectFrom(a0, a4);
      FloatVector b1 = upper.selectFrom(a0, a4);
      FloatVector b2 = lower.selectFrom(a1, a5);
      FloatVector b3 = upper.selectFrom(a1, a5);
      FloatVector b4 = lower.selectFrom(a2, a6);
      FloatVector b5 = upper.selectFrom(a2, a6);
      FloatVector b6 = lower.selectFrom(a3, a7);
      FloatVector b7 = upper.selectFrom(a3, a7);
      lower.selectFrom(b0, b4).intoArray(to, toAt);
      upper.selectFrom(b0, b4).intoArray(to, toAt + L);
      lower.selectFrom(b1, b5).intoArray(to, toAt + 2 * L);
      upper.selectFrom(b1, b5).intoArray(to, toAt + 3 * L);
      lower.selectFrom(b2, b6).intoArray(to, toAt + 4 * L);
      upper.selectFrom(b2, b6).intoArray(to, toAt + 5 * L);
      lower.selectFrom(b3, b7).intoArray(to, toAt + 6 * L);
      upper.selectFrom(b3, b7).intoArray(to, toAt + 7 * L);
    }
  }

  private static void six(int step, float[] from, float[] to, int first) {
    FloatVector lower = FloatVector.fromArray(FLOATS, ALTERNATING, 0);
    FloatVector upper = FloatVector.fromArray(FLOATS, ALTERNATING, L);
    FloatVector two0 = FloatVector.fromArray(FLOATS, THREE, 0);
    FloatVector third0 = FloatVector.fromArray(FLOATS, THREE, L);
    FloatVector two1 = FloatVector.fromArray(FLOATS, THREE, 2 * L);
    FloatVector third1 = FloatVector.fromArray(FLOATS, THREE, 3 * L);
    FloatVector two2 = FloatVector.fromArray(FLOATS, THREE, 4 * L);
    FloatVector third2 = FloatVector.fromArray(FLOATS, THREE, 5 * L);
    for (int i = 0; i < step; i += L) {
      int at = Math.min(i, step - L); // the last block ends with the row
      int toAt = first + at * 6;
      FloatVector x0 = FloatVector.fromArray(FLOATS, from, at);
      FloatVector x1 = FloatVector.fromArray(FLOATS, from, at + step);
      FloatVector x2 = FloatVector.fromArray(FLOATS, from, at + 2 * step);
      FloatVector x3 = FloatVector.fromArray(FLOATS, from, at + 3 * step);
      FloatVector x4 = FloatVector.fromArray(FLOATS, from, at + 4 * step);
      FloatVector x5 = FloatVector.fromArray(FLOATS, from, at + 5 * step);
      FloatVector a0 = lower.selectFrom(x0, x3);
      FloatVector b0 = upper.selectFrom(x0, x3);
      FloatVector a1 = lower.selectFrom(x1, x4);
      FloatVector b1 = upper.selectFrom(x1, x4);
      FloatVector a2 = lower.selectFrom(x2, x5);
      FloatVector b2 = upper.selectFrom(x2, x5);
      third0.selectFrom(two0.selectFrom(a0, a1), a2).intoArray(to, toAt);
      third1.selectFrom(two1.selectFrom(a0, a1), a2).intoArray(to, toAt + L);
      third2.selectFrom(two2.selectFrom(a0, a1), a2).intoArray(to, toAt + 2 * L);
      third0.selectFrom(two0.selectFrom(b0, b1), b2).intoArray(to, toAt + 3 * L);
      third1.selectFrom(two1.selectFrom(b0, b1), b2).intoArray(to, toAt + 4 * L);
      third2.selectFrom(two2.selectFrom(b0, b1), b2).intoArray(to, toAt + 5 * L);
    }
  }
}
