package io.github.lanewise.kernels.conv;

import io.github.lanewise.kernels.lanes.Lanes;

/**
 * Weights in the order in which one algorithm reads them. Made and refilled by {@link
 * Convolution#pack}, usable by any convolution of the same algorithm, kernel, channels and groups
 * (whatever its picture size and batch), from many threads at once.
 */
public final class PackedWeights {
  /** What the packed order depends on. */
  record Format(
      ConvAlgorithm algorithm,
      int kernelHeight,
      int kernelWidth,
      int inChannels,
      int outChannels,
      int groups) {
    static Format of(ConvAlgorithm algorithm, ConvShape shape) {
      return new Format(
          algorithm,
          shape.kernelHeight(),
          shape.kernelWidth(),
          shape.inChannels(),
          shape.outChannels(),
          shape.groups());
    }
  }

  private final Format format;
  private final float[] values;

  PackedWeights(Format format, float[] values) {
    this.format = format;
    this.values = values;
  }

  Format format() {
    return format;
  }

  float[] values() {
    return values;
  }

  /**
   * The algorithm that reads this order.
   *
   * @return the algorithm
   */
  public ConvAlgorithm algorithm() {
    return format.algorithm();
  }

  /**
   * Memory that the packed weights take.
   *
   * @return bytes
   */
  public long bytes() {
    return (long) Float.BYTES * values.length;
  }

  @Override
  public String toString() {
    return format + " for " + Lanes.bits() + "-bit vectors";
  }
}
