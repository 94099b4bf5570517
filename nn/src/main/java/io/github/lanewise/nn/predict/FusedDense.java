package io.github.lanewise.nn.predict;

import io.github.lanewise.kernels.conv.Epilogue;
import io.github.lanewise.kernels.linalg.Gemm;
import io.github.lanewise.kernels.linalg.PackedMatrix;
import io.github.lanewise.nn.Frame;
import io.github.lanewise.nn.Layer;
import io.github.lanewise.nn.ParameterSpec;
import io.github.lanewise.nn.Passes;
import io.github.lanewise.nn.Shape;
import io.github.lanewise.nn.layers.Dense;
import java.util.List;

/** A dense layer, and the ReLU after it if there is one, in one. */
record FusedDense(Dense dense, boolean relu) implements Layer {
  @Override
  public Shape outputShape(List<Shape> inputs) {
    return dense.outputShape(inputs);
  }

  @Override
  public List<ParameterSpec> parameters(List<Shape> inputs) {
    return dense.parameters(inputs);
  }

  @Override
  public Passes bind(List<Shape> inputs, int batch) {
    return new Fused(batch, inputs.getFirst().length(), dense, relu);
  }

  private static final class Fused extends ForwardOnly {
    private final int inputs;
    private final Dense dense;
    private final boolean relu;
    private final Gemm product;
    private PackedMatrix packed;
    private Epilogue epilogue;

    Fused(int batch, int inputs, Dense dense, boolean relu) {
      this.inputs = inputs;
      this.dense = dense;
      this.relu = relu;
      this.product = Gemm.of(batch, inputs, dense.units());
    }

    @Override
    public void prepare(Frame frame) {
      packed = PackedMatrix.of(inputs, dense.units(), frame.parameter(0));
      epilogue = Epilogue.NONE.withBias(dense.bias() ? frame.parameter(1) : null);
      if (relu) {
        epilogue = epilogue.withRelu();
      }
    }

    @Override
    public void forward(Frame frame) {
      product.multiply(frame.x(), packed, epilogue, frame.y(), frame.workers());
    }
  }
}
