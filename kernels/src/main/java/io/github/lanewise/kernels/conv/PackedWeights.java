package io.github.lanewise.kernels.conv;

import io.github.lanewise.kernels.lanes.Lanes;
import java.util.Objects;

/**
 * Weights in the order in which one algorithm reads them. Made and refilled by {@link
 * Convolution#pack}, {@link ConvolutionGradient#pack} or {@link TransposedConvolution#pack}, usable
 * by any of the same kind, algorithm, kernel, channels and groups that packs in the same order,
 * from many threads at once. That is whatever the picture size and batch, but for the width of
 * {@link ConvAlgorithm#WIDE_PIXELS}, the amount of work of {@link ConvAlgorithm#PLAIN} and, for
 * weights that change, few or many tiles of {@link ConvAlgorithm#WINOGRAD_4X4}. For the way from
 * output to input several ways share an algorithm, chosen by picture size, padding and batch, too;
 * weights that do not fit are refused.
 */
public final class PackedWeights {
  /**
   * What the packed order depends on; {@code transposed} for the way from output to input, {@code
   * order} for what distinguishes orders of one algorithm.
   */
  record Format(
      ConvAlgorithm algorithm,
      boolean transposed,
      int kernelHeight,
      int kernelWidth,
      int inChannels,
      int outChannels,
      int groups,
      String order) {
    static Format of(ConvAlgorithm algorithm, ConvShape shape, String order) {
      return of(algorithm, false, shape, order);
    }

    static Format transposed(InputGradient way) {
      return of(way.algorithm(), true, way.shape(), way.order());
    }

    private static Format of(
        ConvAlgorithm algorithm, boolean transposed, ConvShape shape, String order) {
      return new Format(
          algorithm,
          transposed,
          shape.kernelHeight(),
          shape.kernelWidth(),
          shape.inChannels(),
          shape.outChannels(),
          shape.groups(),
          order);
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
    if (!Objects.equals(format, expected)) {
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
