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

/**
 * A convolution, the sum with a second input and the ReLU after it in one: the sums never leave the
 * registers in between.
 */
record FusedConv(Conv2d convolution, boolean residual, boolean relu) implements Layer {
  private List<Shape> first(List<Shape> inputs) {
    return inputs.subList(0, 1);
  }

  @Override
  public Shape outputShape(List<Shape> inputs) {
    return convolution.outputShape(first(inputs));
  }

  @Override
  public List<ParameterSpec> parameters(List<Shape> inputs) {
    return convolution.parameters(first(inputs));
  }

  @Override
  public Passes bind(List<Shape> inputs, int batch) {
    return new Fused(
        this, Convolution.inNetwork(convolution.convShape(inputs.getFirst()).withBatch(batch)));
  }

  private static final class Fused extends ForwardOnly {
    private final FusedConv layer;
    private final Convolution kernel;
    private PackedWeights packed;
    private Epilogue epilogue;

    Fused(FusedConv layer, Convolution kernel) {
      this.layer = layer;
      this.kernel = kernel;
    }

    /** The epilogue with this frame's residual. */
    private static final class State {
      private Epilogue epilogue;
    }

    @Override
    public Object newState() {
      return new State();
    }

    @Override
    public void prepare(Frame frame) {
      packed = kernel.pack(frame.parameter(0));
      epilogue = Epilogue.NONE.withBias(layer.convolution.bias() ? frame.parameter(1) : null);
      if (layer.relu) {
        epilogue = epilogue.withRelu();
      }
    }

    @Override
    public void forward(Frame frame) {
      Epilogue used = layer.residual ? withResidual(frame) : epilogue;
      kernel.forward(frame.x(), packed, used, frame.y(), frame.workers());
    }

    /** Made anew only when the residual is another array, which it is for the network's input. */
    @SuppressWarnings("ReferenceEquality") // the same array is what matters, not equal contents
    private Epilogue withResidual(Frame frame) {
      State state = frame.state(State.class);
      if (state.epilogue == null || state.epilogue.residual() != frame.x(1)) {
        state.epilogue = epilogue.withResidual(frame.x(1));
      }
      return state.epilogue;
    }
  }
}
