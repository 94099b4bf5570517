package io.github.lanewise.kernels.conv;

import io.github.lanewise.kernels.lanes.Scratch;
import io.github.lanewise.kernels.simd.Panels;

/** A convolution that reads its weights in the order of {@link KernelPanels}. */
abstract class KernelPanelsConvolution extends Convolution {
  /** How the weights lie. */
  final Panels panels;

  private final KernelPanels kernel;

  KernelPanelsConvolution(ConvShape shape, ConvAlgorithm algorithm, Panels panels) {
    this(shape, algorithm, "", panels);
  }

  KernelPanelsConvolution(ConvShape shape, ConvAlgorithm algorithm, String order, Panels panels) {
    super(shape, algorithm, order);
    this.panels = panels;
    this.kernel = KernelPanels.of(shape, panels);
  }

  @Override
  long packedFloats() {
    return kernel.floats();
  }

  @Override
  int packParts() {
    return kernel.parts();
  }

  @Override
  void pack(int part, float[] weights, float[] packed, Scratch scratch) {
    kernel.pack(part, weights, packed);
  }

  @Override
  void packRotated(int part, float[] weights, float[] packed, Scratch scratch) {
    kernel.packExchanged(part, true, weights, packed, scratch);
  }
}
