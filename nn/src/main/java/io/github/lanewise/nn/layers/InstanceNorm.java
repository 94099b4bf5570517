package io.github.lanewise.nn.layers;

import io.github.lanewise.nn.Layer;
import io.github.lanewise.nn.ParameterSpec;
import io.github.lanewise.nn.Passes;
import io.github.lanewise.nn.Reach;
import io.github.lanewise.nn.Shape;
import java.util.List;

/**
 * Shifts and scales each channel of an example to mean 0 and variance 1 (Ulyanov, Vedaldi,
 * Lempitsky 2016), as PyTorch's {@code InstanceNorm2d}: {@link GroupNorm} with as many groups as
 * channels, whatever their number.
 *
 * @param epsilon added to the variance
 * @param affine whether each channel is then scaled and shifted by learned values
 */
public record InstanceNorm(double epsilon, boolean affine) implements Layer {
  /** With PyTorch's defaults: epsilon 10⁻⁵, nothing learned. */
  public InstanceNorm() {
    this(1e-5, false);
  }

  private GroupNorm grouped(List<Shape> inputs) {
    return new GroupNorm(Inputs.one(inputs).channels(), epsilon, affine);
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
  public Reach reach(List<Shape> inputs) {
    return grouped(inputs).reach(inputs);
  }

  @Override
  public Passes bind(List<Shape> inputs, int batch) {
    return grouped(inputs).bind(inputs, batch);
  }
}
