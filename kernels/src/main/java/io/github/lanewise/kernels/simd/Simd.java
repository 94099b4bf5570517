package io.github.lanewise.kernels.simd;

import io.github.lanewise.kernels.lanes.Lanes;
import jdk.incubator.vector.VectorShape;
import jdk.incubator.vector.VectorSpecies;

/**
 * The one species that every kernel uses, as a constant that C2 folds.
 *
 * <p>There are no constant vectors beside it: an accumulator that starts from a static {@code
 * FloatVector} is an object to C2 and stays boxed, ten times slower. {@code
 * FloatVector.zero(FLOATS)} is free.
 */
public final class Simd {
  /** Floats, {@link Lanes#bits} wide. */
  public static final VectorSpecies<Float> FLOATS =
      VectorSpecies.of(float.class, VectorShape.forBitSize(Lanes.bits()));

  /** Ints, as many as floats. */
  public static final VectorSpecies<Integer> INTS =
      VectorSpecies.of(int.class, FLOATS.vectorShape());

  /** Lanes of a vector. */
  public static final int L = FLOATS.length();

  private Simd() {}

  /**
   * The sum of a vector's lanes, stored in memory, always in the same order: {@code reduceLanes}
   * leaves the order open, and C2 takes another one than the interpreter. In memory, because a
   * vector that is handed to a method which C2 does not inline is put on the heap.
   *
   * @param lanes where a vector was stored
   * @param at index of its first lane
   * @return every fourth lane first, then the four sums
   */
  public static float sum(float[] lanes, int at) {
    float s0 = lanes[at];
    float s1 = lanes[at + 1];
    float s2 = lanes[at + 2];
    float s3 = lanes[at + 3];
    for (int i = at + 4; i < at + L; i += 4) {
      s0 += lanes[i];
      s1 += lanes[i + 1];
      s2 += lanes[i + 2];
      s3 += lanes[i + 3];
    }
    return (s0 + s1) + (s2 + s3);
  }

  /**
   * Vectors that hold a number of floats.
   *
   * @param floats floats, at least 0
   * @return {@code ceil(floats / L)}
   */
  public static int vectors(int floats) {
    return (floats + L - 1) / L;
  }
}
