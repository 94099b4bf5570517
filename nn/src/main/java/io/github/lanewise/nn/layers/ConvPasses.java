package io.github.lanewise.nn.layers;

import io.github.lanewise.kernels.conv.ConvShape;
import io.github.lanewise.kernels.conv.Convolution;
import io.github.lanewise.kernels.conv.ConvolutionGradient;
import io.github.lanewise.kernels.conv.Epilogue;
import io.github.lanewise.kernels.conv.PackedWeights;
import io.github.lanewise.nn.Frame;
import io.github.lanewise.nn.Passes;

/** The passes of a convolution: parameter 0 is the weights, 1 the bias if there is one. */
final class ConvPasses implements Passes {
  private final Convolution convolution;
  private final ConvolutionGradient gradient;
  private final boolean bias;
  private PackedWeights packed;

  ConvPasses(ConvShape shape, boolean bias) {
    this.convolution = Convolution.of(shape);
    this.gradient = ConvolutionGradient.of(shape);
    this.bias = bias;
  }

  /** What a frame keeps; made by the first pass that needs it. */
  private static final class State {
    private Epilogue epilogue;
    private float[] epilogueBias;
    private PackedWeights backward;
    private PackedWeights tangent;
    private float[] part;
  }

  @Override
  public Object newState() {
    return new State();
  }

  @Override
  public void prepare(Frame frame) {
    packed = pack(frame.parameter(0), packed);
  }

  private PackedWeights pack(float[] weights, PackedWeights into) {
    if (into == null) {
      return convolution.pack(weights);
    }
    convolution.pack(weights, into);
    return into;
  }

  @Override
  public void forward(Frame frame) {
    convolution.forward(frame.x(), packed, epilogue(frame), frame.y(), frame.workers());
  }

  /** Made anew only when the parameters are other arrays. */
  @SuppressWarnings("ReferenceEquality") // the same array is what matters, not equal contents
  private Epilogue epilogue(Frame frame) {
    if (!bias) {
      return Epilogue.NONE;
    }
    State state = frame.state(State.class);
    if (state.epilogueBias != frame.parameter(1)) {
      state.epilogueBias = frame.parameter(1);
      state.epilogue = Epilogue.NONE.withBias(state.epilogueBias);
    }
    return state.epilogue;
  }

  @Override
  public void backward(Frame frame) {
    gradient.backwardWeights(
        frame.x(),
        frame.dy(),
        frame.dParameter(0),
        bias ? frame.dParameter(1) : null,
        frame.workers());
    if (frame.dx() != null) {
      State state = frame.state(State.class);
      if (state.backward == null) {
        state.backward = gradient.pack(frame.parameter(0));
      } else {
        gradient.pack(frame.parameter(0), state.backward);
      }
      gradient.backwardInput(frame.dy(), state.backward, frame.dx(), frame.workers());
    }
  }

  /** The product rule: {@code ty = conv(tx, W) + conv(x, tW) + tb}. */
  @Override
  public void tangent(Frame frame) {
    Epilogue rest = Epilogue.NONE;
    if (frame.tParameter(0) != null) {
      State state = frame.state(State.class);
      if (state.part == null) {
        state.part = new float[convolution.shape().outputLength()];
      }
      state.tangent = pack(frame.tParameter(0), state.tangent);
      Epilogue tBias = bias ? Epilogue.NONE.withBias(frame.tParameter(1)) : Epilogue.NONE;
      convolution.forward(frame.x(), state.tangent, tBias, state.part, frame.workers());
      rest = Epilogue.NONE.withResidual(state.part);
    }
    convolution.forward(frame.tx(), packed, rest, frame.ty(), frame.workers());
  }
}
