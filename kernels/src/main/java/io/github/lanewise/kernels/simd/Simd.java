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

  /** Lanes of a vector. */
  public static final int L = FLOATS.length();

  private Simd() {}

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
