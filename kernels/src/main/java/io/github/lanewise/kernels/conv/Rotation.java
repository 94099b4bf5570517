package io.github.lanewise.kernels.conv;

import io.github.lanewise.kernels.lanes.Scratch;
import io.github.lanewise.kernels.simd.Transposition;

/** The weights of a convolution as those of its transpose, before they are packed. */
final class Rotation {
  private Rotation() {}

  /**
   * Rotates kernels by 180° and exchanges input and output channels.
   *
   * @param shape of the transpose
   * @param weights {@code [kernelHeight][kernelWidth][outChannels / groups][inChannels]}
   * @return {@code [kernelHeight][kernelWidth][inChannels / groups][outChannels]}, in scratch
   *     memory
   */
  static float[] exchanged(ConvShape shape, float[] weights, Scratch scratch) {
    float[] rotated = scratch.floats(0, weights.length);
    float[] square = scratch.floats(1, Transposition.SQUARE_FLOATS);
    int taps = shape.kernelHeight() * shape.kernelWidth();
    int perTap = weights.length / taps;
    for (int tap = 0; tap < taps; tap++) {
      if (shape.depthwise()) { // one by one there is nothing to exchange
        System.arraycopy(weights, tap * perTap, rotated, (taps - 1 - tap) * perTap, perTap);
        continue;
      }
      for (int g = 0; g < shape.groups(); g++) {
        Transposition.run(
            shape.groupOutChannels(),
            shape.groupInChannels(),
            weights,
            tap * perTap + g * shape.groupInChannels(),
            shape.inChannels(),
            rotated,
            (taps - 1 - tap) * perTap + g * shape.groupOutChannels(),
            shape.outChannels(),
            square,
            0);
      }
    }
    return rotated;
  }
}
