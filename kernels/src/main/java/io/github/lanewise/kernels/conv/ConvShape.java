package io.github.lanewise.kernels.conv;

import io.github.lanewise.kernels.shape.Checks;
import io.github.lanewise.kernels.shape.Window;
import io.github.lanewise.kernels.shape.WindowsBuilder;

/**
 * The sizes of a convolution: what forward, backward, tests and benchmarks all share.
 *
 * <p>Arrays are row-major: input {@code [batch][inHeight][inWidth][inChannels]}, weights {@code
 * [kernelHeight][kernelWidth][inChannels / groups][outChannels]}, output {@code
 * [batch][outHeight][outWidth][outChannels]}. As everywhere in the field, "convolution" is
 * cross-correlation: the kernel is not flipped. Words and meanings are those of PyTorch's {@code
 * Conv2d}.
 *
 * <p>The lecture's slide "Channels and kernels":
 *
 * {@snippet :
 * ConvShape slide = ConvShape.builder().input(224, 224, 1).outChannels(6).kernel(11).stride(4).build();
 * slide.outHeight();       // 54, not the slide's 55:
 * slide.height().explain() // … = 54; … padding 2 gives 55
 * }
 *
 * @param batch pictures, at least 1
 * @param height the window along the height
 * @param width the window along the width
 * @param inChannels channels of the input, a multiple of {@code groups}
 * @param outChannels channels of the output, a multiple of {@code groups}
 * @param groups groups of channels that do not mix, at least 1
 */
public record ConvShape(
    int batch, Window height, Window width, int inChannels, int outChannels, int groups) {

  /**
   * Checks the sizes.
   *
   * @throws IllegalArgumentException if a size is out of range, channels are no multiple of the
   *     groups, or an array would be longer than Java allows
   */
  public ConvShape {
    Checks.atLeast(1, "batch", batch);
    Checks.atLeast(1, "inChannels", inChannels);
    Checks.atLeast(1, "outChannels", outChannels);
    Checks.atLeast(1, "groups", groups);
    multiple("inChannels", inChannels, groups);
    multiple("outChannels", outChannels, groups);
    Checks.elements("the input", batch, height.input(), width.input(), inChannels);
    Checks.elements(
        "the weights", height.kernel(), width.kernel(), inChannels / groups, outChannels);
    Checks.elements("the output", batch, height.output(), width.output(), outChannels);
  }

  private static void multiple(String name, int channels, int groups) {
    if (channels % groups != 0) {
      int below = channels / groups * groups;
      throw new IllegalArgumentException(
          name
              + " is "
              + channels
              + ", expected a multiple of groups = "
              + groups
              + ", such as "
              + (below > 0 ? below + " or " : "")
              + (below + groups));
    }
  }

  /**
   * A builder with PyTorch's defaults: batch 1, stride 1, no padding, dilation 1, one group.
   *
   * @return a new builder
   */
  public static Builder builder() {
    return new Builder();
  }

  /**
   * The same convolution on another number of pictures.
   *
   * @param batch pictures, at least 1
   * @return the shape
   */
  public ConvShape withBatch(int batch) {
    return new ConvShape(batch, height, width, inChannels, outChannels, groups);
  }

  /**
   * Height of the input.
   *
   * @return pixels
   */
  public int inHeight() {
    return height.input();
  }

  /**
   * Width of the input.
   *
   * @return pixels
   */
  public int inWidth() {
    return width.input();
  }

  /**
   * Height of the output.
   *
   * @return pixels
   */
  public int outHeight() {
    return height.output();
  }

  /**
   * Width of the output.
   *
   * @return pixels
   */
  public int outWidth() {
    return width.output();
  }

  /**
   * Rows of the kernel.
   *
   * @return taps
   */
  public int kernelHeight() {
    return height.kernel();
  }

  /**
   * Columns of the kernel.
   *
   * @return taps
   */
  public int kernelWidth() {
    return width.kernel();
  }

  /**
   * Input channels that one output channel sees.
   *
   * @return {@code inChannels / groups}
   */
  public int groupInChannels() {
    return inChannels / groups;
  }

  /**
   * Output channels of one group.
   *
   * @return {@code outChannels / groups}
   */
  public int groupOutChannels() {
    return outChannels / groups;
  }

  /**
   * Length of the input array.
   *
   * @return {@code batch · inHeight · inWidth · inChannels}
   */
  public int inputLength() {
    return batch * inHeight() * inWidth() * inChannels;
  }

  /**
   * Length of the weight array: also the "stored floats" of the lecture's cost table.
   *
   * @return {@code kernelHeight · kernelWidth · inChannels / groups · outChannels}
   */
  public int weightCount() {
    return kernelHeight() * kernelWidth() * groupInChannels() * outChannels;
  }

  /**
   * Length of the output array.
   *
   * @return {@code batch · outHeight · outWidth · outChannels}
   */
  public int outputLength() {
    return batch * outHeight() * outWidth() * outChannels;
  }

  /**
   * Weights that one output value sums over.
   *
   * @return {@code kernelHeight · kernelWidth · inChannels / groups}
   */
  public int depth() {
    return kernelHeight() * kernelWidth() * groupInChannels();
  }

  /**
   * Multiply-add pairs, those on padding counted, as the field does.
   *
   * @return {@code outputLength · depth}
   */
  public long multiplyAdds() {
    return (long) outputLength() * depth();
  }

  /**
   * Float multiplies or adds as the lecture's cost table counts them: per output value {@code
   * depth} multiplies and {@code depth − 1} adds.
   *
   * @return {@code outputLength · (2 · depth − 1)}
   */
  public long multipliesAndAdds() {
    return (long) outputLength() * (2L * depth() - 1);
  }

  /**
   * Bytes of input, weights and output: the least that memory has to move.
   *
   * @return bytes
   */
  public long bytes() {
    return (long) Float.BYTES * ((long) inputLength() + weightCount() + outputLength());
  }

  /**
   * Whether every output pixel sees just one input pixel in place: kernel 1×1, stride 1, no
   * padding.
   *
   * @return true for a pointwise convolution
   */
  public boolean pointwise() {
    return pointwise(height) && pointwise(width);
  }

  private static boolean pointwise(Window window) {
    return window.kernel() == 1
        && window.stride() == 1
        && window.padBefore() == 0
        && window.padAfter() == 0;
  }

  /**
   * Whether each channel is filtered by itself: one group, one input and one output channel each.
   *
   * @return true for a depthwise convolution with multiplier 1
   */
  public boolean depthwise() {
    return groups == inChannels && groups == outChannels;
  }

  /** Collects the sizes of a {@link ConvShape}. */
  public static final class Builder extends WindowsBuilder<Builder> {
    private int outChannels;
    private int groups = 1;

    private Builder() {}

    @Override
    protected Builder self() {
      return this;
    }

    @Override
    protected int defaultStride(int kernel) {
      return 1;
    }

    /**
     * Sets the number of kernels.
     *
     * @param outChannels channels of the output
     * @return this
     */
    public Builder outChannels(int outChannels) {
      this.outChannels = outChannels;
      return this;
    }

    /**
     * Sets the number of groups.
     *
     * @param groups groups of channels that do not mix
     * @return this
     */
    public Builder groups(int groups) {
      this.groups = groups;
      return this;
    }

    /**
     * Makes the shape.
     *
     * @return the shape
     * @throws IllegalArgumentException if sizes do not fit together; the message names the axis
     */
    public ConvShape build() {
      return new ConvShape(batch(), height(), width(), channels(), outChannels, groups);
    }
  }
}
