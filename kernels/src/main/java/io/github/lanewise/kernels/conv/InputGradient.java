package io.github.lanewise.kernels.conv;

import io.github.lanewise.kernels.lanes.Scratch;

/**
 * A way to compute a convolution's transpose, {@code dx = Jᵀ dy}: what the gradient with respect to
 * the input and the transposed convolution have in common. Arguments have been checked.
 */
abstract class InputGradient {
  private final ConvShape shape;

  InputGradient(ConvShape shape) {
    this.shape = shape;
  }

  /**
   * The fastest way for a shape; thresholds are backed by docs/design-notes.md.
   *
   * @param training whether weights change with every call, so that packing them counts
   */
  static InputGradient of(ConvShape shape, boolean training) {
    if (RowSumsInputGradient.pays(shape)) {
      return new RowSumsInputGradient(shape);
    }
    if (ScatterInputGradient.pays(shape)) {
      return new ScatterInputGradient(shape);
    }
    if (SlidingInputGradient.fewChannels(shape)) {
      return new SlidingInputGradient(shape);
    }
    if (RotatedInputGradient.supports(shape)) {
      RotatedInputGradient rotated = new RotatedInputGradient(shape, training);
      return training && WinogradInputGradient.pays(shape, rotated.convolution())
          ? new WinogradInputGradient(shape)
          : rotated;
    }
    return DepthwiseInputGradient.supports(shape)
        ? new DepthwiseInputGradient(shape)
        : new DirectInputGradient(shape);
  }

  final ConvShape shape() {
    return shape;
  }

  /** What the weights are packed for. */
  abstract ConvAlgorithm algorithm();

  /** What distinguishes the order of packed weights from others of the same algorithm. */
  String order() {
    return getClass().getSimpleName();
  }

  /** Scratch memory that a call uses in each thread that takes part, in bytes. */
  long workspaceBytes() {
    return 0;
  }

  /** Floats of the packed weights. */
  abstract long packedFloats();

  /** Parts that packing is shared out in, by shape alone. */
  int packParts() {
    return 1;
  }

  /** Packs a part of the weights. */
  abstract void pack(int part, float[] weights, float[] packed, Scratch scratch);

  /** Tiles that the work is cut into, by shape alone. */
  abstract int tiles();

  /**
   * Computes one tile of {@code dx}; the epilogue's bias has a value for each input channel, its
   * residual is laid out as {@code dx}.
   */
  abstract void tile(
      int tile, float[] dy, float[] weights, Epilogue epilogue, float[] dx, Scratch scratch);
}
