package io.github.lanewise.nn.layers;

import io.github.lanewise.kernels.conv.ConvShape;
import io.github.lanewise.kernels.resample.PaddingMode;
import io.github.lanewise.kernels.shape.Checks;
import io.github.lanewise.nn.Layer;
import io.github.lanewise.nn.ParameterSpec;
import io.github.lanewise.nn.Passes;
import io.github.lanewise.nn.Reach;
import io.github.lanewise.nn.Shape;
import java.util.List;

/**
 * A convolution as PyTorch's {@code Conv2d}: a cross-correlation with weights {@code
 * [kernelHeight][kernelWidth][inChannels / groups][outChannels]}.
 *
 * {@snippet :
 * Conv2d.of(96, 11).stride(4).padding(2) // AlexNet's first layer
 * }
 *
 * @param outChannels kernels, at least 1
 * @param kernel rows and columns of a kernel
 * @param stride pixels from window to window
 * @param dilation pixels from tap to tap
 * @param padding pixels around the picture
 * @param paddingMode what they are
 * @param groups groups of channels that do not mix
 * @param bias whether a bias is added
 */
public record Conv2d(
    int outChannels,
    Size kernel,
    Size stride,
    Size dilation,
    Padding padding,
    PaddingMode paddingMode,
    int groups,
    boolean bias)
    implements Layer {
  /**
   * Checks the sizes that can be checked without an input.
   *
   * @throws IllegalArgumentException if there are no kernels or no groups
   */
  public Conv2d {
    Checks.atLeast(1, "outChannels", outChannels);
    Checks.atLeast(1, "groups", groups);
  }

  /**
   * A convolution with biases, stride 1, dilation 1, one group and no padding.
   *
   * @param outChannels kernels, at least 1
   * @param kernel rows and columns of a kernel
   * @return the layer
   */
  public static Conv2d of(int outChannels, int kernel) {
    return new Conv2d(
        outChannels, Size.of(kernel), Size.ONE, Size.ONE, Padding.NONE, PaddingMode.ZEROS, 1, true);
  }

  /**
   * The same with another kernel.
   *
   * @param height rows
   * @param width columns
   * @return the layer
   */
  public Conv2d kernel(int height, int width) {
    return new Conv2d(
        outChannels, new Size(height, width), stride, dilation, padding, paddingMode, groups, bias);
  }

  /**
   * The same with another stride.
   *
   * @param pixels down and across
   * @return the layer
   */
  public Conv2d stride(int pixels) {
    return stride(pixels, pixels);
  }

  /**
   * The same with another stride.
   *
   * @param height pixels down
   * @param width pixels across
   * @return the layer
   */
  public Conv2d stride(int height, int width) {
    return new Conv2d(
        outChannels, kernel, new Size(height, width), dilation, padding, paddingMode, groups, bias);
  }

  /**
   * The same with another dilation.
   *
   * @param pixels from tap to tap, down and across
   * @return the layer
   */
  public Conv2d dilation(int pixels) {
    return new Conv2d(
        outChannels, kernel, stride, Size.of(pixels), padding, paddingMode, groups, bias);
  }

  /**
   * The same with other padding.
   *
   * @param pixels on each side
   * @return the layer
   */
  public Conv2d padding(int pixels) {
    return padding(Padding.of(pixels));
  }

  /**
   * The same with other padding.
   *
   * @param padding pixels around the picture
   * @return the layer
   */
  public Conv2d padding(Padding padding) {
    return new Conv2d(outChannels, kernel, stride, dilation, padding, paddingMode, groups, bias);
  }

  /**
   * The same with as much padding as gives {@code ceil(input / stride)} pixels a side.
   *
   * @return the layer
   */
  public Conv2d paddingSame() {
    return padding(Padding.SAME);
  }

  /**
   * The same with other pixels around the picture than zeros.
   *
   * @param mode what they are
   * @return the layer
   */
  public Conv2d paddingMode(PaddingMode mode) {
    return new Conv2d(outChannels, kernel, stride, dilation, padding, mode, groups, bias);
  }

  /**
   * The same with another number of groups.
   *
   * @param groups groups of channels that do not mix
   * @return the layer
   */
  public Conv2d groups(int groups) {
    return new Conv2d(outChannels, kernel, stride, dilation, padding, paddingMode, groups, bias);
  }

  /**
   * The same without biases, as before a batch norm.
   *
   * @return the layer
   */
  public Conv2d withoutBias() {
    return new Conv2d(outChannels, kernel, stride, dilation, padding, paddingMode, groups, false);
  }

  /**
   * The same with biases.
   *
   * @return the layer
   */
  public Conv2d withBias() {
    return new Conv2d(outChannels, kernel, stride, dilation, padding, paddingMode, groups, true);
  }

  /**
   * The sizes for one example.
   *
   * @param input shape of the input
   * @return the shape with batch 1
   * @throws IllegalArgumentException if the layer does not fit the input
   */
  public ConvShape convShape(Shape input) {
    return padding
        .around(
            ConvShape.builder()
                .input(input.height(), input.width(), input.channels())
                .outChannels(outChannels)
                .kernel(kernel.height(), kernel.width())
                .stride(stride.height(), stride.width())
                .dilation(dilation.height(), dilation.width())
                .groups(groups))
        .build();
  }

  /**
   * The border that is put around the picture, as a layer.
   *
   * @param input shape of the input
   * @return the border; {@link #unpadded} of what it gives is the same as this layer
   * @throws IllegalArgumentException if the layer does not fit the input
   */
  public Pad2d border(Shape input) {
    ConvShape shape = convShape(input);
    Padding pixels =
        new Padding(
            false,
            shape.height().padBefore(),
            shape.height().padAfter(),
            shape.width().padBefore(),
            shape.width().padAfter());
    return new Pad2d(pixels, paddingMode);
  }

  /**
   * The same without padding.
   *
   * @return the layer
   */
  public Conv2d unpadded() {
    return padding(Padding.NONE).paddingMode(PaddingMode.ZEROS);
  }

  @Override
  public Shape outputShape(List<Shape> inputs) {
    if (paddingMode != PaddingMode.ZEROS) {
      border(Inputs.one(inputs)).outputShape(inputs); // checks that the picture has such a border
    }
    ConvShape shape = convShape(Inputs.one(inputs));
    return new Shape(shape.outHeight(), shape.outWidth(), outChannels);
  }

  @Override
  public List<ParameterSpec> parameters(List<Shape> inputs) {
    ConvShape shape = convShape(Inputs.one(inputs));
    int taps = shape.kernelHeight() * shape.kernelWidth();
    ParameterSpec weight =
        ParameterSpec.weight(
            List.of(
                shape.kernelHeight(), shape.kernelWidth(), shape.groupInChannels(), outChannels),
            shape.depth(),
            taps * shape.groupOutChannels());
    return bias ? List.of(weight, ParameterSpec.bias(outChannels)) : List.of(weight);
  }

  @Override
  public long multiplyAdds(List<Shape> inputs) {
    return convShape(Inputs.one(inputs)).multiplyAdds();
  }

  @Override
  public Reach reach(List<Shape> inputs) {
    ConvShape shape = convShape(Inputs.one(inputs));
    return new Reach(shape.height().span(), shape.width().span(), stride.height(), stride.width());
  }

  @Override
  public Passes bind(List<Shape> inputs, int batch) {
    Shape input = Inputs.one(inputs);
    if (paddingMode == PaddingMode.ZEROS) {
      return new ConvPasses(convShape(input).withBatch(batch), bias, null);
    }
    ResamplingPasses.Axes border = border(input).axes(input);
    ConvShape inner = unpadded().convShape(border.output()).withBatch(batch);
    return new ConvPasses(inner, bias, border.resampling(batch));
  }
}
