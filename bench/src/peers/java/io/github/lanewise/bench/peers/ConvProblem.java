package io.github.lanewise.bench.peers;

import io.github.lanewise.bench.layers.Layer;

/**
 * One convolution as a peer sees it: square kernel, the same stride and padding both ways,
 * dilation 1.
 *
 * @param name what tables call it
 * @param batch images
 * @param inChannels input channels, a multiple of {@code groups}
 * @param inHeight input rows, in pixels
 * @param inWidth input columns, in pixels
 * @param outChannels output channels, a multiple of {@code groups}
 * @param kernel rows and columns of the kernel
 * @param stride pixels between neighbouring outputs
 * @param padding zero pixels added on each side
 * @param groups channel groups; {@code inChannels} for a depthwise convolution
 */
public record ConvProblem(
    String name,
    int batch,
    int inChannels,
    int inHeight,
    int inWidth,
    int outChannels,
    int kernel,
    int stride,
    int padding,
    int groups) {

  /** Checks the sizes against each other. */
  public ConvProblem {
    if (batch < 1 || inChannels < 1 || outChannels < 1 || kernel < 1 || stride < 1 || groups < 1) {
      throw new IllegalArgumentException(
          ("batch %d, inChannels %d, outChannels %d, kernel %d, stride %d, groups %d of '%s': each"
                  + " must be at least 1")
              .formatted(batch, inChannels, outChannels, kernel, stride, groups, name));
    }
    if (padding < 0) {
      throw new IllegalArgumentException(
          "padding %d of '%s' must be at least 0".formatted(padding, name));
    }
    if (inChannels % groups != 0 || outChannels % groups != 0) {
      throw new IllegalArgumentException(
          "groups %d of '%s' must divide inChannels %d and outChannels %d"
              .formatted(groups, name, inChannels, outChannels));
    }
    if (Math.min(inHeight, inWidth) + 2 * padding < kernel) {
      throw new IllegalArgumentException(
          "kernel %d of '%s' must fit the padded input: min(%d, %d) + 2 * %d = %d"
              .formatted(
                  kernel,
                  name,
                  inHeight,
                  inWidth,
                  padding,
                  Math.min(inHeight, inWidth) + 2 * padding));
    }
  }

  /** {@return a layer with some images} */
  static ConvProblem of(Layer layer, int batch) {
    return new ConvProblem(
        layer.name(),
        batch,
        layer.inChannels(),
        layer.inSize(),
        layer.inSize(),
        layer.outChannels(),
        layer.kernel(),
        layer.stride(),
        layer.padding(),
        layer.groups());
  }

  /** {@return output rows, in pixels} */
  public int outHeight() {
    return (inHeight + 2 * padding - kernel) / stride + 1;
  }

  /** {@return output columns, in pixels} */
  public int outWidth() {
    return (inWidth + 2 * padding - kernel) / stride + 1;
  }

  /**
   * {@return multiply-adds of one run, taps in the padding counted; two floating-point operations
   * each}
   */
  public long multiplyAdds() {
    return (long) batch
        * outHeight()
        * outWidth()
        * outChannels
        * kernel
        * kernel
        * (inChannels / groups);
  }

  /** {@return floats in the input, {@code [batch][inHeight][inWidth][inChannels]}} */
  public int inputLength() {
    return Math.toIntExact((long) batch * inHeight * inWidth * inChannels);
  }

  /** {@return floats in the weights, {@code [kernel][kernel][inChannels / groups][outChannels]}} */
  public int weightsLength() {
    return Math.toIntExact((long) kernel * kernel * (inChannels / groups) * outChannels);
  }

  /** {@return floats in the output, {@code [batch][outHeight][outWidth][outChannels]}} */
  public int outputLength() {
    return Math.toIntExact((long) batch * outHeight() * outWidth() * outChannels);
  }
}
