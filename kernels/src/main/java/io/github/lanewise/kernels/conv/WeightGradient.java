package io.github.lanewise.kernels.conv;

import io.github.lanewise.kernels.lanes.Scratch;

/**
 * A way to compute the gradients with respect to weights and bias, sums over all pixels. Arguments
 * have been checked.
 *
 * <p>The sums are cut into tiles that own some of the weights. Where that gives too few tiles, the
 * pixels are cut, too, into chunks with sums of their own, which are then added in order. Both cuts
 * are by shape alone.
 */
abstract class WeightGradient {
  private final ConvShape shape;

  WeightGradient(ConvShape shape) {
    this.shape = shape;
  }

  /** The fastest way for a shape. */
  static WeightGradient of(ConvShape shape) {
    if (DepthwiseWeightGradient.supports(shape)) {
      return new DepthwiseWeightGradient(shape);
    }
    if (WinogradWeightGradient.pays(shape, ConvAlgorithm.STRICT)) {
      return new WinogradWeightGradient(shape);
    }
    if (SingleInputWeightGradient.supports(shape)) {
      return new SingleInputWeightGradient(shape);
    }
    if (InPlaceWeightGradient.supports(shape)) {
      return new InPlaceWeightGradient(shape);
    }
    return KernelRowWeightGradient.supports(shape)
        ? new KernelRowWeightGradient(shape)
        : new DirectWeightGradient(shape);
  }

  final ConvShape shape() {
    return shape;
  }

  /** Where a share begins, of shares that differ by at most one. */
  static int share(int count, int share, int shares) {
    return (int) ((long) count * share / shares);
  }

  /** The algorithm of a convolution that it is the counterpart of. */
  abstract ConvAlgorithm algorithm();

  /** Scratch memory that a call uses in each thread that takes part, in bytes. */
  long workspaceBytes() {
    return 0;
  }

  /** Chunks that the pixels are cut into; their sums are added in order. */
  int chunks() {
    return 1;
  }

  /** Tiles that the weights are cut into. */
  abstract int tiles();

  /**
   * Sums the pixels of a chunk for the weights of a tile; the tiles of a chunk overwrite all of
   * {@code dWeights} and {@code dBias}.
   *
   * @param weightsAt index in {@code dWeights} of the chunk's first weight
   * @param dBias where the sums of {@code dy} go, or null
   * @param biasAt index in {@code dBias} of the chunk's first sum
   */
  abstract void tile(
      int tile,
      int chunk,
      float[] x,
      float[] dy,
      float[] dWeights,
      int weightsAt,
      float[] dBias,
      int biasAt,
      Scratch scratch);
}
