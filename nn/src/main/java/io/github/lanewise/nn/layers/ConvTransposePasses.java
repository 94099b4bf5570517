package io.github.lanewise.nn.layers;

import io.github.lanewise.kernels.conv.ConvShape;
import io.github.lanewise.kernels.conv.Convolution;
import io.github.lanewise.kernels.conv.ConvolutionGradient;
import io.github.lanewise.kernels.conv.Epilogue;
import io.github.lanewise.kernels.conv.PackedWeights;
import io.github.lanewise.kernels.conv.TransposedConvolution;
import io.github.lanewise.kernels.lanes.Workers;
import io.github.lanewise.kernels.linalg.Gemm;
import io.github.lanewise.nn.Frame;
import io.github.lanewise.nn.Passes;
import java.util.Arrays;

/**
 * The passes of a transposed convolution: forward is a convolution's way back, backward is the
 * convolution itself. Parameter 0 is the weights, 1 the bias if there is one.
 */
final class ConvTransposePasses implements Passes {
  private final TransposedConvolution transposed;
  private final Convolution convolution;
  private final ConvolutionGradient gradient;
  private final Gemm sumOverPixels;
  private final boolean bias;
  private PackedWeights packed;

  /**
   * Passes.
   *
   * @param shape of the convolution from the layer's output to its input
   */
  ConvTransposePasses(ConvShape shape, boolean bias) {
    this.transposed = TransposedConvolution.forTraining(shape);
    this.convolution = Convolution.of(shape);
    this.gradient = ConvolutionGradient.of(shape);
    this.sumOverPixels = Gemm.of(1, shape.inputLength() / shape.inChannels(), shape.inChannels());
    this.bias = bias;
  }

  /** What a frame keeps; made by the first pass that needs it. */
  private static final class State {
    private PackedWeights backward;
    private PackedWeights tangent;
    private float[] ones;
    private float[] part;
  }

  @Override
  public Object newState() {
    return new State();
  }

  @Override
  public void prepare(Frame frame) {
    packed = pack(frame.parameter(0), packed, frame.workers());
  }

  private PackedWeights pack(float[] weights, PackedWeights into, Workers workers) {
    if (into == null) {
      return transposed.pack(weights);
    }
    transposed.pack(weights, into, workers);
    return into;
  }

  @Override
  public void forward(Frame frame) {
    Epilogue epilogue = bias ? Epilogue.NONE.withBias(frame.parameter(1)) : Epilogue.NONE;
    transposed.forward(frame.x(), packed, epilogue, frame.y(), frame.workers());
  }

  @Override
  public void backward(Frame frame) {
    State state = frame.state(State.class);
    gradient.backwardWeights(frame.dy(), frame.x(), frame.dParameter(0), null, frame.workers());
    if (bias) {
      if (state.ones == null) {
        state.ones = new float[frame.dy().length / frame.dParameter(1).length];
        Arrays.fill(state.ones, 1);
      }
      sumOverPixels.multiply(state.ones, frame.dy(), frame.dParameter(1), frame.workers());
    }
    if (frame.dx() != null) {
      if (state.backward == null) {
        state.backward = convolution.pack(frame.parameter(0));
      } else {
        convolution.pack(frame.parameter(0), state.backward, frame.workers());
      }
      convolution.forward(frame.dy(), state.backward, Epilogue.NONE, frame.dx(), frame.workers());
    }
  }

  /** The product rule, as for a convolution. */
  @Override
  public void tangent(Frame frame) {
    Epilogue rest = Epilogue.NONE;
    if (frame.tParameter(0) != null) {
      State state = frame.state(State.class);
      if (state.part == null) {
        state.part = new float[frame.ty().length];
      }
      state.tangent = pack(frame.tParameter(0), state.tangent, frame.workers());
      Epilogue tBias = bias ? Epilogue.NONE.withBias(frame.tParameter(1)) : Epilogue.NONE;
      transposed.forward(frame.x(), state.tangent, tBias, state.part, frame.workers());
      rest = Epilogue.NONE.withResidual(state.part);
    }
    transposed.forward(frame.tx(), packed, rest, frame.ty(), frame.workers());
  }
}
