package io.github.lanewise.nn.layers;

import io.github.lanewise.kernels.resample.PaddingMode;
import io.github.lanewise.kernels.shape.Checks;
import io.github.lanewise.nn.Layer;
import io.github.lanewise.nn.ParameterSpec;
import io.github.lanewise.nn.Passes;
import io.github.lanewise.nn.Reach;
import io.github.lanewise.nn.Shape;
import java.util.List;

/**
 * A convolution of each channel by itself: {@link Conv2d} with as many groups as channels, whatever
 * their number.
 *
 * @param multiplier output channels made of each input channel, at least 1
 * @param kernel rows and columns of a kernel
 * @param stride pixels from window to window
 * @param dilation pixels from tap to tap
 * @param padding zeros around the picture
 * @param bias whether a bias is added
 */
public record DepthwiseConv2d(
    int multiplier, Size kernel, Size stride, Size dilation, Padding padding, boolean bias)
    implements Layer {
  /**
   * Checks the multiplier.
   *
   * @throws IllegalArgumentException if it is below 1
   */
  public DepthwiseConv2d {
    Checks.atLeast(1, "multiplier", multiplier);
  }

  /**
   * One kernel for each channel, with biases, stride 1 and no padding.
   *
   * @param kernel rows and columns of a kernel
   * @return the layer
   */
  public static DepthwiseConv2d of(int kernel) {
    return new DepthwiseConv2d(1, Size.of(kernel), Size.ONE, Size.ONE, Padding.NONE, true);
  }

  /**
   * The same with another stride.
   *
   * @param pixels down and across
   * @return the layer
   */
  public DepthwiseConv2d stride(int pixels) {
    return new DepthwiseConv2d(multiplier, kernel, Size.of(pixels), dilation, padding, bias);
  }

  /**
   * The same with other padding.
   *
   * @param pixels on each side
   * @return the layer
   */
  public DepthwiseConv2d padding(int pixels) {
    return new DepthwiseConv2d(multiplier, kernel, stride, dilation, Padding.of(pixels), bias);
  }

  /**
   * The same with more output channels.
   *
   * @param multiplier output channels made of each input channel, at least 1
   * @return the layer
   */
  public DepthwiseConv2d multiplier(int multiplier) {
    return new DepthwiseConv2d(multiplier, kernel, stride, dilation, padding, bias);
  }

  /**
   * The same without biases, as before a batch norm.
   *
   * @return the layer
   */
  public DepthwiseConv2d withoutBias() {
    return new DepthwiseConv2d(multiplier, kernel, stride, dilation, padding, false);
  }

  /**
   * The same as a convolution with groups.
   *
   * @param input shape of the input
   * @return the convolution
   */
  public Conv2d grouped(Shape input) {
    return new Conv2d(
        Checks.elements("a pixel of the output", multiplier, input.channels()),
        kernel,
        stride,
        dilation,
        padding,
        PaddingMode.ZEROS,
        input.channels(),
        bias);
  }

  private Conv2d grouped(List<Shape> inputs) {
    return grouped(Inputs.one(inputs));
  }

  @Override
  public Shape outputShape(List<Shape> inputs) {
    return grouped(inputs).outputShape(inputs);
  }

  @Override
  public List<ParameterSpec> parameters(List<Shape> inputs) {
    return grouped(inputs).parameters(inputs);
  }

  @Override
  public long multiplyAdds(List<Shape> inputs) {
    return grouped(inputs).multiplyAdds(inputs);
  }

  @Override
  public Reach reach(List<Shape> inputs) {
    return grouped(inputs).reach(inputs);
  }

  @Override
  public Passes bind(List<Shape> inputs, int batch) {
    return grouped(inputs).bind(inputs, batch);
  }
}
