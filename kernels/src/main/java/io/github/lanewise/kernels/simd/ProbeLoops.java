package io.github.lanewise.kernels.simd;

import static io.github.lanewise.kernels.simd.Simd.FLOATS;
import static io.github.lanewise.kernels.simd.Simd.L;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;

/**
 * Loops that do nothing but multiply and add, read, or copy: what the processor can do at most.
 *
 * <p>Sums start from vectors made on the spot: from a constant, C2 keeps the loop's vectors as
 * objects, and the loop is ten times slower.
 */
public final class ProbeLoops {
  private ProbeLoops() {}

  /**
   * Twelve independent sums in registers: with a latency of 4 cycles and two multiply-adds a cycle
   * 8 are needed, and the 16 registers of AVX2 hold no more than 14.
   *
   * @param rounds rounds of 12 vector multiply-adds
   * @param value a small number; the sums stay finite and normal
   * @return a number that depends on all sums
   */
  public static float multiplyAdd(int rounds, float value) {
    FloatVector a = FloatVector.broadcast(FLOATS, value);
    FloatVector s0 = FloatVector.zero(FLOATS);
    FloatVector s1 = FloatVector.broadcast(FLOATS, 1);
    FloatVector s2 = FloatVector.broadcast(FLOATS, 2);
    FloatVector s3 = FloatVector.broadcast(FLOATS, 3);
    FloatVector s4 = FloatVector.broadcast(FLOATS, 4);
    FloatVector s5 = FloatVector.broadcast(FLOATS, 5);
    FloatVector s6 = FloatVector.broadcast(FLOATS, 6);
    FloatVector s7 = FloatVector.broadcast(FLOATS, 7);
    FloatVector s8 = FloatVector.broadcast(FLOATS, 8);
    FloatVector s9 = FloatVector.broadcast(FLOATS, 9);
    FloatVector s10 = FloatVector.broadcast(FLOATS, 10);
    FloatVector s11 = FloatVector.broadcast(FLOATS, 11);
    for (int i = 0; i < rounds; i++) {
      s0 = s0.fma(a, a);
      s1 = s1.fma(a, a);
      s2 = s2.fma(a, a);
      s3 = s3.fma(a, a);
      s4 = s4.fma(a, a);
      s5 = s5.fma(a, a);
      s6 = s6.fma(a, a);
      s7 = s7.fma(a, a);
      s8 = s8.fma(a, a);
      s9 = s9.fma(a, a);
      s10 = s10.fma(a, a);
      s11 = s11.fma(a, a);
    }
    return s0.add(s1)
        .add(s2)
        .add(s3)
        .add(s4)
        .add(s5)
        .add(s6)
        .add(s7)
        .add(s8)
        .add(s9)
        .add(s10)
        .add(s11)
        .reduceLanes(VectorOperators.ADD);
  }

  /**
   * Adds up an array, eight vectors at a time.
   *
   * @param x any length
   * @return the sum
   */
  public static float read(float[] x) {
    FloatVector s0 = FloatVector.zero(FLOATS);
    FloatVector s1 = FloatVector.zero(FLOATS);
    FloatVector s2 = FloatVector.zero(FLOATS);
    FloatVector s3 = FloatVector.zero(FLOATS);
    FloatVector s4 = FloatVector.zero(FLOATS);
    FloatVector s5 = FloatVector.zero(FLOATS);
    FloatVector s6 = FloatVector.zero(FLOATS);
    FloatVector s7 = FloatVector.zero(FLOATS);
    int i = 0;
    for (; i <= x.length - 8 * L; i += 8 * L) {
      s0 = s0.add(FloatVector.fromArray(FLOATS, x, i));
      s1 = s1.add(FloatVector.fromArray(FLOATS, x, i + L));
      s2 = s2.add(FloatVector.fromArray(FLOATS, x, i + 2 * L));
      s3 = s3.add(FloatVector.fromArray(FLOATS, x, i + 3 * L));
      s4 = s4.add(FloatVector.fromArray(FLOATS, x, i + 4 * L));
      s5 = s5.add(FloatVector.fromArray(FLOATS, x, i + 5 * L));
      s6 = s6.add(FloatVector.fromArray(FLOATS, x, i + 6 * L));
      s7 = s7.add(FloatVector.fromArray(FLOATS, x, i + 7 * L));
    }
    for (; i < x.length; i += L) {
      VectorMask<Float> mask = FLOATS.indexInRange(i, x.length);
      s0 = s0.add(FloatVector.fromArray(FLOATS, x, i, mask));
    }
    return s0.add(s1)
        .add(s2)
        .add(s3)
        .add(s4)
        .add(s5)
        .add(s6)
        .add(s7)
        .reduceLanes(VectorOperators.ADD);
  }

  /**
   * Copies an array, four vectors at a time.
   *
   * @param from the values
   * @param to overwritten; at least as long
   */
  public static void copy(float[] from, float[] to) {
    int i = 0;
    for (; i <= from.length - 4 * L; i += 4 * L) {
      FloatVector.fromArray(FLOATS, from, i).intoArray(to, i);
      FloatVector.fromArray(FLOATS, from, i + L).intoArray(to, i + L);
      FloatVector.fromArray(FLOATS, from, i + 2 * L).intoArray(to, i + 2 * L);
      FloatVector.fromArray(FLOATS, from, i + 3 * L).intoArray(to, i + 3 * L);
    }
    for (; i < from.length; i += L) {
      VectorMask<Float> mask = FLOATS.indexInRange(i, from.length);
      FloatVector.fromArray(FLOATS, from, i, mask).intoArray(to, i, mask);
    }
  }
}
