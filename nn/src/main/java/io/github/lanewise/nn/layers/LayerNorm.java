package io.github.lanewise.nn.layers;

import io.github.lanewise.nn.Layer;
import io.github.lanewise.nn.ParameterSpec;
import io.github.lanewise.nn.Passes;
import io.github.lanewise.nn.Reach;
import io.github.lanewise.nn.Shape;
import java.util.List;

/**
 * Shifts and scales to mean 0 and variance 1, then each value by learned ones of its own (Ba,
 * Kiros, Hinton 2016), as PyTorch's {@code LayerNorm}. The same in training and use.
 *
 * @param over what is normalised together
 * @param epsilon added to the variance
 * @param affine whether values are then scaled and shifted by learned ones
 */
public record LayerNorm(Over over, double epsilon, boolean affine) implements Layer {
  /** What is normalised together. */
  public enum Over {
    /** All values of an example: PyTorch's {@code LayerNorm([C, H, W])}. */
    EXAMPLE,
    /**
     * The channels of each pixel: PyTorch's {@code LayerNorm(C)} on pictures with channels last.
     */
    CHANNELS
  }

  /** Over all values of an example, with PyTorch's defaults: epsilon 10⁻⁵, learned scales. */
  public LayerNorm() {
    this(Over.EXAMPLE);
  }

  /**
   * With PyTorch's defaults: epsilon 10⁻⁵, learned scales.
   *
   * @param over what is normalised together
   */
  public LayerNorm(Over over) {
    this(over, 1e-5, true);
  }

  @Override
  public Shape outputShape(List<Shape> inputs) {
    return Inputs.one(inputs);
  }

  @Override
  public List<ParameterSpec> parameters(List<Shape> inputs) {
    Shape shape = Inputs.one(inputs);
    if (!affine) {
      return List.of();
    }
    return GroupNormPasses.parameters(
        over == Over.CHANNELS
            ? List.of(shape.channels())
            : List.of(shape.height(), shape.width(), shape.channels()));
  }

  @Override
  public Reach reach(List<Shape> inputs) {
    return over == Over.CHANNELS ? Reach.POINT : Reach.whole(Inputs.one(inputs));
  }

  /** What is normalised together is one pixel of a group norm with one group. */
  @Override
  public Passes bind(List<Shape> inputs, int batch) {
    Shape shape = Inputs.one(inputs);
    int together = over == Over.CHANNELS ? shape.channels() : shape.length();
    int examples = shape.length(batch) / together;
    return new GroupNormPasses(examples, 1, together, 1, epsilon, affine);
  }
}
