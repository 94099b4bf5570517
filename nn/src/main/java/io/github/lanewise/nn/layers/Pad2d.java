package io.github.lanewise.nn.layers;

import io.github.lanewise.kernels.resample.AxisTaps;
import io.github.lanewise.kernels.resample.PaddingMode;
import io.github.lanewise.nn.Layer;
import io.github.lanewise.nn.Passes;
import io.github.lanewise.nn.Shape;
import java.util.List;

/**
 * Puts a border around a picture, as PyTorch's {@code ZeroPad2d}, {@code ReflectionPad2d}, {@code
 * ReplicationPad2d} and {@code CircularPad2d}. No parameters.
 *
 * @param padding pixels of each side
 * @param mode what they are
 */
public record Pad2d(Padding padding, PaddingMode mode) implements Layer {
  /**
   * Checks that the border has a width.
   *
   * @throws IllegalArgumentException if it is as wide as a kernel needs, which is not here
   */
  public Pad2d {
    if (padding.same()) {
      throw new IllegalArgumentException(
          "padding is SAME, which only a layer with a kernel knows; expected numbers of pixels");
    }
  }

  ResamplingPasses.Axes axes(Shape input) {
    return new ResamplingPasses.Axes(
        AxisTaps.padded(input.height(), padding.top(), padding.bottom(), mode),
        AxisTaps.padded(input.width(), padding.left(), padding.right(), mode),
        input.channels());
  }

  @Override
  public Shape outputShape(List<Shape> inputs) {
    return axes(Inputs.one(inputs)).output();
  }

  @Override
  public Passes bind(List<Shape> inputs, int batch) {
    return axes(Inputs.one(inputs)).bind(batch);
  }
}
