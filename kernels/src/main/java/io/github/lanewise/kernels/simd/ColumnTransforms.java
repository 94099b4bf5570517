package io.github.lanewise.kernels.simd;

/** The transforms along one dimension, one class for each number of elements. */
final class ColumnTransforms {
  /**
   * What distinguishes one from another, constant within its code.
   *
   * @param elements rows that are read
   */
  record Kind(int elements) {}

  private static final ColumnTransform[] ALL =
      new ColumnTransform[ColumnTransform.MAX_ELEMENTS + 1];

  private ColumnTransforms() {}

  static ColumnTransform of(int elements) {
    ColumnTransform transform = ALL[elements];
    if (transform == null) {
      // Two threads may both define it; either will do.
      transform = Templates.define("ColumnTemplate", ColumnTransform.class, new Kind(elements));
      ALL[elements] = transform;
    }
    return transform;
  }
}
