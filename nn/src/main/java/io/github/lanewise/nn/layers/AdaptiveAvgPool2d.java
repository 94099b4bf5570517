package io.github.lanewise.nn.layers;

import io.github.lanewise.kernels.resample.AxisTaps;
import io.github.lanewise.nn.Layer;
import io.github.lanewise.nn.Passes;
import io.github.lanewise.nn.Reach;
import io.github.lanewise.nn.Shape;
import java.util.List;

/**
 * Averages over as many windows as there are to be pixels, as PyTorch's {@code AdaptiveAvgPool2d}:
 * where they do not divide the picture they differ in size by a pixel and overlap. No parameters.
 *
 * @param size rows and columns of the output
 */
public record AdaptiveAvgPool2d(Size size) implements Layer {
  /**
   * To a square.
   *
   * @param size rows and columns of the output
   */
  public AdaptiveAvgPool2d(int size) {
    this(Size.of(size));
  }

  private ResamplingPasses.Axes axes(List<Shape> inputs) {
    return axes(Inputs.one(inputs), size);
  }

  /** Windows that share out a picture. */
  static ResamplingPasses.Axes axes(Shape input, Size size) {
    return new ResamplingPasses.Axes(
        AxisTaps.average(input.height(), size.height()),
        AxisTaps.average(input.width(), size.width()),
        input.channels());
  }

  @Override
  public Shape outputShape(List<Shape> inputs) {
    return axes(inputs).output();
  }

  @Override
  public Reach reach(List<Shape> inputs) {
    return axes(inputs).reach();
  }

  @Override
  public Passes bind(List<Shape> inputs, int batch) {
    return axes(inputs).bind(batch);
  }
}
