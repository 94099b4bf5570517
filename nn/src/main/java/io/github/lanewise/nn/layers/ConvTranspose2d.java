package io.github.lanewise.nn.layers;

import io.github.lanewise.kernels.conv.ConvShape;
import io.github.lanewise.kernels.shape.Checks;
import io.github.lanewise.nn.Layer;
import io.github.lanewise.nn.ParameterSpec;
import io.github.lanewise.nn.Passes;
import io.github.lanewise.nn.Shape;
import java.util.List;

/**
 * The transpose of a convolution, which makes pictures larger, as PyTorch's {@code
 * ConvTranspose2d}. Weights are those of the convolution that goes the other way: {@code
 * [kernelHeight][kernelWidth][outChannels][inChannels]}.
 *
 * {@snippet :
 * ConvTranspose2d.of(32, 4).stride(2).padding(1) // from 14×14 to 28×28 pixels
 * }
 *
 * @param outChannels channels of the output, at least 1
 * @param kernel rows and columns of a kernel
 * @param stride pixels of the output from one pixel of the input to the next
 * @param padding rows and columns cut off the output on each side
 * @param outputPadding rows and columns more at the bottom and right of the output
 * @param bias whether a bias is added
 */
public record ConvTranspose2d(
    int outChannels, Size kernel, Size stride, Size padding, Size outputPadding, boolean bias)
    implements Layer {
  /**
   * Checks the sizes that can be checked without an input.
   *
   * @throws IllegalArgumentException if a size is out of range
   */
  public ConvTranspose2d {
    Checks.atLeast(1, "outChannels", outChannels);
    Checks.atLeast(0, "outputPadding", Math.min(outputPadding.height(), outputPadding.width()));
  }

  /**
   * A transposed convolution with biases, stride 1 and no padding.
   *
   * @param outChannels channels of the output, at least 1
   * @param kernel rows and columns of a kernel
   * @return the layer
   */
  public static ConvTranspose2d of(int outChannels, int kernel) {
    return new ConvTranspose2d(
        outChannels, Size.of(kernel), Size.ONE, Size.of(0), Size.of(0), true);
  }

  /**
   * The same with another stride.
   *
   * @param pixels down and across
   * @return the layer
   */
  public ConvTranspose2d stride(int pixels) {
    return new ConvTranspose2d(outChannels, kernel, Size.of(pixels), padding, outputPadding, bias);
  }

  /**
   * The same with other padding.
   *
   * @param pixels cut off on each side
   * @return the layer
   */
  public ConvTranspose2d padding(int pixels) {
    return new ConvTranspose2d(outChannels, kernel, stride, Size.of(pixels), outputPadding, bias);
  }

  /**
   * The same with a larger output.
   *
   * @param pixels more at the bottom and right, below the stride
   * @return the layer
   */
  public ConvTranspose2d outputPadding(int pixels) {
    return new ConvTranspose2d(outChannels, kernel, stride, padding, Size.of(pixels), bias);
  }

  /**
   * The same without biases.
   *
   * @return the layer
   */
  public ConvTranspose2d withoutBias() {
    return new ConvTranspose2d(outChannels, kernel, stride, padding, outputPadding, false);
  }

  /** The convolution that goes from this layer's output to its input. */
  private ConvShape wayBack(Shape input) {
    int height =
        (input.height() - 1) * stride.height()
            - 2 * padding.height()
            + kernel.height()
            + outputPadding.height();
    int width =
        (input.width() - 1) * stride.width()
            - 2 * padding.width()
            + kernel.width()
            + outputPadding.width();
    ConvShape shape =
        ConvShape.builder()
            .input(height, width, outChannels)
            .outChannels(input.channels())
            .kernel(kernel.height(), kernel.width())
            .stride(stride.height(), stride.width())
            .padding(padding.height(), padding.height(), padding.width(), padding.width())
            .build();
    if (shape.outHeight() != input.height() || shape.outWidth() != input.width()) {
      throw new IllegalArgumentException(
          "outputPadding is %s, expected less than the stride %s".formatted(outputPadding, stride));
    }
    return shape;
  }

  @Override
  public Shape outputShape(List<Shape> inputs) {
    ConvShape shape = wayBack(Inputs.one(inputs));
    return new Shape(shape.inHeight(), shape.inWidth(), outChannels);
  }

  @Override
  public List<ParameterSpec> parameters(List<Shape> inputs) {
    int channels = Inputs.one(inputs).channels();
    int taps = kernel.height() * kernel.width();
    ParameterSpec weight =
        ParameterSpec.weight(
            List.of(kernel.height(), kernel.width(), outChannels, channels),
            Math.max(1, taps * channels / (stride.height() * stride.width())),
            taps * outChannels);
    return bias ? List.of(weight, ParameterSpec.bias(outChannels)) : List.of(weight);
  }

  @Override
  public long multiplyAdds(List<Shape> inputs) {
    return wayBack(Inputs.one(inputs)).multiplyAdds();
  }

  @Override
  public Passes bind(List<Shape> inputs, int batch) {
    return new ConvTransposePasses(wayBack(Inputs.one(inputs)).withBatch(batch), bias);
  }
}
