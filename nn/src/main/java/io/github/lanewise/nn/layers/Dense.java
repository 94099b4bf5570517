package io.github.lanewise.nn.layers;

import io.github.lanewise.kernels.activation.Elementwise;
import io.github.lanewise.kernels.activation.Relu;
import io.github.lanewise.kernels.conv.Epilogue;
import io.github.lanewise.kernels.linalg.DenseGradient;
import io.github.lanewise.kernels.linalg.Gemm;
import io.github.lanewise.kernels.linalg.PackedMatrix;
import io.github.lanewise.kernels.shape.Checks;
import io.github.lanewise.nn.Frame;
import io.github.lanewise.nn.Layer;
import io.github.lanewise.nn.ParameterSpec;
import io.github.lanewise.nn.Passes;
import io.github.lanewise.nn.Reach;
import io.github.lanewise.nn.Shape;
import java.util.List;

/**
 * Every output is a weighted sum of all inputs and a bias: {@code y = x · W + b} with {@code W
 * [inputs][outputs]} (the lecture's matrix product; PyTorch's {@code Linear} keeps W transposed). A
 * picture is read as the vector of its values.
 *
 * @param units outputs, at least 1
 * @param bias whether a bias is added
 */
public record Dense(int units, boolean bias) implements Layer {
  /**
   * Checks the size.
   *
   * @throws IllegalArgumentException if there is no output
   */
  public Dense {
    Checks.atLeast(1, "units", units);
  }

  /**
   * A dense layer with biases.
   *
   * @param units outputs, at least 1
   * @return the layer
   */
  public static Dense of(int units) {
    return new Dense(units, true);
  }

  /**
   * The same layer without biases.
   *
   * @return the layer
   */
  public Dense withoutBias() {
    return new Dense(units, false);
  }

  @Override
  public Shape outputShape(List<Shape> inputs) {
    Inputs.one(inputs);
    return Shape.flat(units);
  }

  @Override
  public List<ParameterSpec> parameters(List<Shape> inputs) {
    int length = Inputs.one(inputs).length();
    ParameterSpec weight = ParameterSpec.weight(List.of(length, units), length, units);
    return bias ? List.of(weight, ParameterSpec.bias(units)) : List.of(weight);
  }

  @Override
  public long multiplyAdds(List<Shape> inputs) {
    return (long) Inputs.one(inputs).length() * units;
  }

  @Override
  public Reach reach(List<Shape> inputs) {
    return Reach.whole(Inputs.one(inputs));
  }

  @Override
  public Passes bind(List<Shape> inputs, int batch) {
    return new Products(batch, Inputs.one(inputs).length(), units, bias);
  }

  private static final class Products implements Passes {
    private final int inputs;
    private final int units;
    private final boolean bias;
    private final Gemm outputs;
    private final DenseGradient gradient;
    private final boolean relu;
    private PackedMatrix packed;

    /** Whether those are the weights, rather than what they were before the network learned. */
    private boolean current;

    Products(int batch, int inputs, int units, boolean bias) {
      this.inputs = inputs;
      this.units = units;
      this.bias = bias;
      this.outputs = Gemm.of(batch, inputs, units);
      this.gradient = DenseGradient.of(batch, inputs, units);
      this.relu = false;
    }

    private Products(Products before) {
      this.inputs = before.inputs;
      this.units = before.units;
      this.bias = before.bias;
      this.outputs = before.outputs;
      this.gradient = before.gradient;
      this.relu = true;
    }

    @Override
    public Passes thenRelu() {
      return new Products(this);
    }

    /** Not while it learns: weights that are used once are multiplied as they are packed. */
    @Override
    public void prepare(Frame frame) {
      current = !frame.training();
      if (!current) {
        return;
      }
      if (packed == null) {
        packed = PackedMatrix.of(inputs, units, frame.parameter(0));
      } else {
        packed.pack(frame.parameter(0));
      }
    }

    @Override
    public void forward(Frame frame) {
      multiply(frame.x(), epilogue(frame), frame.y(), frame);
    }

    private void multiply(float[] x, Epilogue epilogue, float[] y, Frame frame) {
      if (current) {
        outputs.multiply(x, packed, epilogue, y, frame.workers());
      } else {
        outputs.multiply(x, frame.parameter(0), epilogue, y, frame.workers());
      }
    }

    /** What a frame keeps. */
    private static final class State {
      private Epilogue epilogue;
    }

    @Override
    public Object newState() {
      return new State();
    }

    /** Made anew only when the bias is another array. */
    @SuppressWarnings("ReferenceEquality") // the same array is what matters, not equal contents
    private Epilogue epilogue(Frame frame) {
      State state = frame.state(State.class);
      float[] values = bias ? frame.parameter(1) : null;
      if (state.epilogue == null || state.epilogue.bias() != values) {
        Epilogue epilogue = Epilogue.NONE.withBias(values);
        state.epilogue = relu ? epilogue.withRelu() : epilogue;
      }
      return state.epilogue;
    }

    @Override
    public void backward(Frame frame) {
      if (relu) {
        Relu.gradient(frame.y(), frame.dy(), frame.dy(), frame.workers());
      }
      gradient.run(
          frame.x(),
          frame.parameter(0),
          frame.dy(),
          frame.dParameter(0),
          bias ? frame.dParameter(1) : null,
          frame.dx(),
          frame.workers());
    }

    @Override
    public void tangent(Frame frame) {
      float[] ty = frame.ty();
      multiply(frame.tx(), Epilogue.NONE, ty, frame);
      if (frame.tParameter(0) != null) {
        outputs.multiplyAccumulate(frame.x(), frame.tParameter(0), ty, frame.workers());
        if (bias) {
          Elementwise.addBias(ty, frame.tParameter(1), ty, frame.workers());
        }
      }
      if (relu) {
        Relu.gradient(frame.y(), ty, ty, frame.workers());
      }
    }
  }
}
