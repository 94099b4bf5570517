package io.github.lanewise.nn.layers;

import io.github.lanewise.kernels.resample.AxisTaps;
import io.github.lanewise.kernels.shape.Checks;
import io.github.lanewise.nn.Layer;
import io.github.lanewise.nn.Passes;
import io.github.lanewise.nn.Reach;
import io.github.lanewise.nn.Shape;
import java.util.List;

/**
 * Makes a picture larger, or of any other size, as PyTorch's {@code Upsample}. No parameters.
 *
 * @param mode where values between pixels come from
 * @param size rows and columns of the output, or how many times those of the input
 * @param times whether {@code size} says how many times
 * @param alignCorners for {@link Mode#BILINEAR}, whether the middles of the corner pixels of input
 *     and output fall on each other; else their outer edges do
 */
public record Upsample(Mode mode, Size size, boolean times, boolean alignCorners) implements Layer {
  /** Where values between pixels come from. */
  public enum Mode {
    /** The pixel whose area the place is in. */
    NEAREST,
    /** The four pixels around, by their distances. */
    BILINEAR
  }

  /**
   * Checks the sizes.
   *
   * @throws IllegalArgumentException if one is below 1, or corners are aligned without need
   */
  public Upsample {
    Checks.atLeast(1, "size", Math.min(size.height(), size.width()));
    if (alignCorners && mode != Mode.BILINEAR) {
      throw new IllegalArgumentException(
          "alignCorners is for mode BILINEAR alone, this is " + mode);
    }
  }

  /**
   * Each pixel repeated.
   *
   * @param factor how many times as high and wide, at least 1
   * @return the layer
   */
  public static Upsample nearest(int factor) {
    return new Upsample(Mode.NEAREST, Size.of(factor), true, false);
  }

  /**
   * Pixels interpolated, corners not aligned.
   *
   * @param factor how many times as high and wide, at least 1
   * @return the layer
   */
  public static Upsample bilinear(int factor) {
    return new Upsample(Mode.BILINEAR, Size.of(factor), true, false);
  }

  /**
   * The same to a size.
   *
   * @param height rows
   * @param width columns
   * @return the layer
   */
  public Upsample to(int height, int width) {
    return new Upsample(mode, new Size(height, width), false, alignCorners);
  }

  /**
   * The same with the middles of corner pixels on each other.
   *
   * @return the layer
   */
  public Upsample aligned() {
    return new Upsample(mode, size, times, true);
  }

  private ResamplingPasses.Axes axes(List<Shape> inputs) {
    Shape input = Inputs.one(inputs);
    return new ResamplingPasses.Axes(
        taps(input.height(), size.height()), taps(input.width(), size.width()), input.channels());
  }

  private AxisTaps taps(int input, int size) {
    int output = times ? Checks.elements("a side of the output", input, size) : size;
    return switch (mode) {
      case NEAREST -> AxisTaps.nearest(input, output);
      case BILINEAR -> AxisTaps.linear(input, output, alignCorners);
    };
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
