package io.github.lanewise.kernels.conv;

import io.github.lanewise.kernels.lanes.Lanes;

/**
 * Weights in the order in which one algorithm reads them. Made and refilled by {@link
 * Convolution#pack}, {@link ConvolutionGradient#pack} or {@link TransposedConvolution#pack}, usable
 * by any of the same kind, algorithm, kernel, channels and groups (whatever its picture size and
 * batch), from many threads at once.
 */
public final class PackedWeights {
  /** What the packed order depends on; {@code transposed} for the way from output to input. */
  record Format(
      ConvAlgorithm algorithm,
      boolean transposed,
      int kernelHeight,
      int kernelWidth,
      int inChannels,
      int outChannels,
      int groups) {
    static Format of(ConvAlgorithm algorithm, ConvShape shape) {
      return of(algorithm, false, shape);
    }

    static Format transposed(ConvAlgorithm algorithm, ConvShape shape) {
      return of(algorithm, true, shape);
    }

    private static Format of(ConvAlgorithm algorithm, boolean transposed, ConvShape shape) {
      return new Format(
          algorithm,
          transposed,
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

  /** Refuses weights of another format than a kernel reads. */
  void check(Format expected) {
    if (!format.equals(expected)) {
      throw new IllegalArgumentException(
          "the weights are packed for "
              + format
              + ", expected "
              + expected
              + "; pack them with the pack method of what is to read them");
    }
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
