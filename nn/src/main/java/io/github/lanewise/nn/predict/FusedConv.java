package io.github.lanewise.nn.predict;

import io.github.lanewise.kernels.conv.Convolution;
import io.github.lanewise.kernels.conv.Epilogue;
import io.github.lanewise.kernels.conv.PackedWeights;
import io.github.lanewise.nn.Frame;
import io.github.lanewise.nn.Layer;
import io.github.lanewise.nn.ParameterSpec;
import io.github.lanewise.nn.Passes;
import io.github.lanewise.nn.Shape;
import io.github.lanewise.nn.layers.Conv2d;
import java.util.List;

/** A convolution and the ReLU after it in one: the sums never leave the registers in between. */
record FusedConv(Conv2d convolution) implements Layer {
  @Override
  public Shape outputShape(List<Shape> inputs) {
    return convolution.outputShape(inputs);
  }

  @Override
  public List<ParameterSpec> parameters(List<Shape> inputs) {
    return convolution.parameters(inputs);
  }

  @Override
  public Passes bind(List<Shape> inputs, int batch) {
    return new Fused(
        Convolution.of(convolution.convShape(inputs.getFirst()).withBatch(batch)),
        convolution.bias());
  }

  private static final class Fused extends ForwardOnly {
    private final Convolution kernel;
    private final boolean bias;
    private PackedWeights packed;
    private Epilogue epilogue;

    Fused(Convolution kernel, boolean bias) {
      this.kernel = kernel;
      this.bias = bias;
    }

    @Override
    public void prepare(Frame frame) {
      packed = kernel.pack(frame.parameter(0));
      epilogue = Epilogue.NONE.withBias(bias ? frame.parameter(1) : null).withRelu();
    }

    @Override
    public void forward(Frame frame) {
      kernel.forward(frame.x(), packed, epilogue, frame.y(), frame.workers());
    }
  }
}
