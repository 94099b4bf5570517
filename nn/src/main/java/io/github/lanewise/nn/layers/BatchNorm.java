package io.github.lanewise.nn.layers;

import io.github.lanewise.nn.Layer;
import io.github.lanewise.nn.ParameterSpec;
import io.github.lanewise.nn.Passes;
import io.github.lanewise.nn.Shape;
import java.util.List;

/**
 * Shifts and scales each channel to mean 0 and variance 1, then by learned values (Ioffe, Szegedy
 * 2015), as PyTorch's {@code BatchNorm2d}: while the network learns, by mean and variance of the
 * batch, else by running averages of them.
 *
 * @param epsilon added to the variance
 * @param momentum share of a batch in the running averages
 */
public record BatchNorm(double epsilon, double momentum) implements Layer {
  /** With PyTorch's defaults: epsilon 10⁻⁵, momentum 0.1. */
  public BatchNorm() {
    this(1e-5, 0.1);
  }

  @Override
  public Shape outputShape(List<Shape> inputs) {
    return Inputs.one(inputs);
  }

  @Override
  public List<ParameterSpec> parameters(List<Shape> inputs) {
    List<Integer> sizes = List.of(Inputs.one(inputs).channels());
    return List.of(
        new ParameterSpec("weight", ParameterSpec.Role.SCALE, sizes, 0, 0),
        new ParameterSpec("bias", ParameterSpec.Role.BIAS, sizes, 0, 0),
        new ParameterSpec("running_mean", ParameterSpec.Role.MEAN, sizes, 0, 0),
        new ParameterSpec("running_var", ParameterSpec.Role.VARIANCE, sizes, 0, 0));
  }

  @Override
  public Passes bind(List<Shape> inputs, int batch) {
    Shape shape = Inputs.one(inputs);
    int rows = batch * shape.height() * shape.width();
    return new BatchNormPasses(rows, shape.channels(), epsilon, (float) momentum);
  }
}
