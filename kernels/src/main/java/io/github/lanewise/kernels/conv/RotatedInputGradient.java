package io.github.lanewise.kernels.conv;

import io.github.lanewise.kernels.lanes.Scratch;
import io.github.lanewise.kernels.shape.Window;

/**
 * At stride 1 the transpose of a convolution is a convolution: of {@code dy}, padded by what the
 * kernel's span has beyond the padding, with the kernel rotated by 180° and its channels exchanged
 * (Dumoulin, Visin 2016, section 4.3). So every algorithm serves.
 */
final class RotatedInputGradient extends InputGradient {
  private final Convolution convolution;

  /**
   * The transpose by the algorithm that is fastest for such a convolution.
   *
   * @param training whether {@link Convolution#forTraining} chooses, because weights change
   */
  RotatedInputGradient(ConvShape shape, boolean training) {
    super(shape);
    ConvShape turned =
        new ConvShape(
            shape.batch(),
            rotated(shape.height()),
            rotated(shape.width()),
            shape.outChannels(),
            shape.inChannels(),
            shape.groups());
    convolution = training ? Convolution.forTraining(turned) : Convolution.of(turned);
  }

  /** What computes it. */
  Convolution convolution() {
    return convolution;
  }

  /** Whether the padding that is needed is not negative. */
  static boolean supports(ConvShape shape) {
    return supports(shape.height()) && supports(shape.width());
  }

  private static boolean supports(Window window) {
    return window.stride() == 1
        && window.padBefore() < window.span()
        && window.padAfter() < window.span();
  }

  private static Window rotated(Window window) {
    return new Window(
        window.output(),
        window.kernel(),
        1,
        window.dilation(),
        window.span() - 1 - window.padBefore(),
        window.span() - 1 - window.padAfter());
  }

  @Override
  ConvAlgorithm algorithm() {
    return convolution.algorithm();
  }

  @Override
  String order() {
    return super.order() + convolution.order();
  }

  @Override
  long workspaceBytes() {
    return convolution.workspaceBytes();
  }

  @Override
  long packedFloats() {
    return convolution.packedFloats();
  }

  @Override
  int packParts() {
    return convolution.packParts();
  }

  @Override
  void pack(int part, float[] weights, float[] packed, Scratch scratch) {
    convolution.packRotated(part, weights, packed, scratch);
  }

  @Override
  int tiles() {
    return convolution.tiles();
  }

  @Override
  void tile(int tile, float[] dy, float[] weights, Epilogue epilogue, float[] dx, Scratch scratch) {
    convolution.tile(tile, dy, weights, epilogue, dx, scratch);
  }
}
