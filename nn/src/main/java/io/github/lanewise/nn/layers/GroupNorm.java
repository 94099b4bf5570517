package io.github.lanewise.nn.layers;

import io.github.lanewise.kernels.shape.Checks;
import io.github.lanewise.nn.Layer;
import io.github.lanewise.nn.ParameterSpec;
import io.github.lanewise.nn.Passes;
import io.github.lanewise.nn.Reach;
import io.github.lanewise.nn.Shape;
import java.util.List;

/**
 * Shifts and scales each group of channels of an example to mean 0 and variance 1 (Wu, He 2018), as
 * PyTorch's {@code GroupNorm}. The same in training and use.
 *
 * @param groups groups of channels, which divide them
 * @param epsilon added to the variance
 * @param affine whether each channel is then scaled and shifted by learned values
 */
public record GroupNorm(int groups, double epsilon, boolean affine) implements Layer {
  /**
   * Checks the groups.
   *
   * @throws IllegalArgumentException if there are none
   */
  public GroupNorm {
    Checks.atLeast(1, "groups", groups);
  }

  /**
   * With PyTorch's defaults: epsilon 10⁻⁵, learned scales.
   *
   * @param groups groups of channels, which divide them
   */
  public GroupNorm(int groups) {
    this(groups, 1e-5, true);
  }

  @Override
  public Shape outputShape(List<Shape> inputs) {
    Shape input = Inputs.one(inputs);
    if (input.channels() % groups != 0) {
      throw new IllegalArgumentException(
          "it reads %d channels, expected a multiple of groups = %d"
              .formatted(input.channels(), groups));
    }
    return input;
  }

  @Override
  public List<ParameterSpec> parameters(List<Shape> inputs) {
    return affine ? GroupNormPasses.parameters(List.of(Inputs.one(inputs).channels())) : List.of();
  }

  @Override
  public Reach reach(List<Shape> inputs) {
    return Reach.whole(Inputs.one(inputs));
  }

  @Override
  public Passes bind(List<Shape> inputs, int batch) {
    Shape shape = Inputs.one(inputs);
    return new GroupNormPasses(
        batch, shape.height() * shape.width(), shape.channels(), groups, epsilon, affine);
  }
}
