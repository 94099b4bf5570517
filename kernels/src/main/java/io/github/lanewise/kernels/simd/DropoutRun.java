package io.github.lanewise.kernels.simd;

import static io.github.lanewise.kernels.simd.Simd.FLOATS;
import static io.github.lanewise.kernels.simd.Simd.L;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.LongVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/**
 * Multiplies runs of values by random factors, 0 or not: sixteen bits of SplitMix64 (Steele, Lea,
 * Flood 2014, "Fast splittable pseudorandom number generators") decide on each.
 */
public final class DropoutRun {
  private static final VectorSpecies<Long> LONGS =
      VectorSpecies.of(long.class, FLOATS.vectorShape());

  private DropoutRun() {}

  /**
   * Computes {@code y[i] = x[i] · factor}, where the factor is 0 if the value's bits are below the
   * threshold. Two neighbouring lanes of 64 bits make the same draw and take half of it each, so
   * that nothing has to change its lane: a draw serves four values.
   *
   * @param from first value, a multiple of four
   * @param to one past the last; what fills no vector is left out
   * @param seed of all draws
   * @param threshold of 16 bits
   * @param scale the factor of values that are kept
   * @param x values
   * @param y overwritten, may be {@code x}
   * @return one past the last value that was computed
   */
  public static int run(
      int from, int to, long seed, int threshold, float scale, float[] x, float[] y) {
    LongVector lanes = LongVector.zero(LONGS).addIndex(1);
    LongVector half = lanes.and(1).mul(32);
    LongVector draw = lanes.lanewise(VectorOperators.LSHR, 1).add(from / 4 + 1);
    int i = from;
    for (; i <= to - L; i += L) {
      LongVector z = draw.mul(0x9E3779B97F4A7C15L).add(seed);
      z = z.lanewise(VectorOperators.XOR, z.lanewise(VectorOperators.LSHR, 30));
      z = z.mul(0xBF58476D1CE4E5B9L);
      z = z.lanewise(VectorOperators.XOR, z.lanewise(VectorOperators.LSHR, 27));
      z = z.mul(0x94D049BB133111EBL);
      z = z.lanewise(VectorOperators.XOR, z.lanewise(VectorOperators.LSHR, 31));
      z = z.lanewise(VectorOperators.LSHR, half);
      LongVector low = z.and(0xffffL);
      LongVector high = z.and(0xffff0000L).lanewise(VectorOperators.LSHL, 16);
      FloatVector factor =
          FloatVector.broadcast(FLOATS, scale)
              .blend(
                  0,
                  low.or(high)
                      .reinterpretAsInts()
                      .compare(VectorOperators.LT, threshold)
                      .cast(FLOATS));
      FloatVector.fromArray(FLOATS, x, i).mul(factor).intoArray(y, i);
      draw = draw.add(L / 4);
    }
    return i;
  }
}
