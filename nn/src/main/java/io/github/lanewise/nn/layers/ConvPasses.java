package io.github.lanewise.nn.layers;

import io.github.lanewise.kernels.activation.Relu;
import io.github.lanewise.kernels.conv.ConvShape;
import io.github.lanewise.kernels.conv.Convolution;
import io.github.lanewise.kernels.conv.ConvolutionGradient;
import io.github.lanewise.kernels.conv.Epilogue;
import io.github.lanewise.kernels.conv.PackedWeights;
import io.github.lanewise.kernels.conv.SparseWeightGradient;
import io.github.lanewise.kernels.lanes.Workers;
import io.github.lanewise.kernels.resample.Resampling;
import io.github.lanewise.nn.Frame;
import io.github.lanewise.nn.Passes;
import io.github.lanewise.nn.SparseGradient;

/**
 * The passes of a convolution: parameter 0 is the weights, 1 the bias if there is one. The kernels
 * pad with zeros; any other border is put around a copy of the picture first.
 */
final class ConvPasses implements Passes {
  private static final Epilogue RELU = Epilogue.NONE.withRelu();

  private final Convolution convolution;
  private final ConvolutionGradient gradient;
  private final boolean bias;
  private final Resampling border;
  private final boolean relu;
  private PackedWeights packed;

  /**
   * Passes.
   *
   * @param shape of the convolution of pictures with their border
   * @param border null for none
   */
  ConvPasses(ConvShape shape, boolean bias, Resampling border) {
    this(Convolution.forTraining(shape), ConvolutionGradient.of(shape), bias, border, false);
  }

  private ConvPasses(
      Convolution convolution,
      ConvolutionGradient gradient,
      boolean bias,
      Resampling border,
      boolean relu) {
    this.convolution = convolution;
    this.gradient = gradient;
    this.bias = bias;
    this.border = border;
    this.relu = relu;
  }

  @Override
  public Passes thenRelu() {
    return new ConvPasses(convolution, gradient, bias, border, true);
  }

  /** What a frame keeps; made by the first pass that needs it. */
  private static final class State {
    private Epilogue epilogue;
    private float[] epilogueBias;
    private Epilogue others;
    private PackedWeights backward;
    private PackedWeights tangent;
    private SparseWeightGradient sparse;
    private float[] part;
    private float[] bordered;
    private float[] dBordered;
    private float[] tBordered;
  }

  @Override
  public Object newState() {
    return new State();
  }

  @Override
  public boolean addsGradient() {
    return border == null;
  }

  /** Not where a ReLU of its own decides which values count. */
  @Override
  public boolean takesSparseGradient(int gradients) {
    return !relu && SparseWeightGradient.pays(convolution.shape(), gradients);
  }

  @Override
  public void prepare(Frame frame) {
    packed = pack(frame.parameter(0), packed, frame.workers());
  }

  private PackedWeights pack(float[] weights, PackedWeights into, Workers workers) {
    if (into == null) {
      return convolution.pack(weights);
    }
    convolution.pack(weights, into, workers);
    return into;
  }

  @Override
  public void forward(Frame frame) {
    State state = frame.state(State.class);
    if (border != null) {
      state.bordered = bordered(frame.x(), state.bordered, frame);
    }
    convolution.forward(x(frame), packed, epilogue(frame), frame.y(), frame.workers());
  }

  /** What the convolution reads. */
  private float[] x(Frame frame) {
    return border == null ? frame.x() : frame.state(State.class).bordered;
  }

  private float[] bordered(float[] from, float[] into, Frame frame) {
    float[] to = into == null ? new float[convolution.shape().inputLength()] : into;
    border.forward(from, to, frame.workers());
    return to;
  }

  /** Made anew only when the parameters are other arrays. */
  @SuppressWarnings("ReferenceEquality") // the same array is what matters, not equal contents
  private Epilogue epilogue(Frame frame) {
    if (!bias) {
      return relu ? RELU : Epilogue.NONE;
    }
    State state = frame.state(State.class);
    if (state.epilogueBias != frame.parameter(1)) {
      state.epilogueBias = frame.parameter(1);
      state.epilogue = (relu ? RELU : Epilogue.NONE).withBias(state.epilogueBias);
    }
    return state.epilogue;
  }

  @Override
  public void backward(Frame frame) {
    if (relu) {
      Relu.gradient(frame.y(), frame.dy(), frame.dy(), frame.workers());
    }
    if (frame.dx() == null) {
      backwardWeights(frame);
      return;
    }
    State state = frame.state(State.class);
    if (state.backward == null) {
      state.backward = gradient.pack(frame.parameter(0));
    } else {
      gradient.pack(frame.parameter(0), state.backward, frame.workers());
    }
    if (border != null) {
      backwardWeights(frame);
      if (state.dBordered == null) {
        state.dBordered = new float[convolution.shape().inputLength()];
      }
      gradient.backwardInput(frame.dy(), state.backward, state.dBordered, frame.workers());
      border.backward(state.dBordered, frame.dx(), frame.workers());
    } else if (frame.sparseDy() != null) {
      backwardWeights(frame);
      gradient.backwardInput(
          frame.dy(), state.backward, others(frame), frame.dx(), frame.workers());
    } else {
      gradient.backward(
          frame.x(),
          frame.dy(),
          state.backward,
          others(frame),
          frame.dx(),
          frame.dParameter(0),
          bias ? frame.dParameter(1) : null,
          frame.workers());
    }
  }

  private void backwardWeights(Frame frame) {
    float[] dBias = bias ? frame.dParameter(1) : null;
    SparseGradient dy = frame.sparseDy();
    if (dy == null) {
      gradient.backwardWeights(x(frame), frame.dy(), frame.dParameter(0), dBias, frame.workers());
      return;
    }
    State state = frame.state(State.class);
    if (state.sparse == null) {
      state.sparse =
          SparseWeightGradient.of(convolution.shape(), dy.values().length / frame.batch());
    }
    state.sparse.run(
        x(frame), dy.values(), dy.places(), frame.dParameter(0), dBias, frame.workers());
  }

  /** Adds the gradients of others, always the same array. */
  private static Epilogue others(Frame frame) {
    State state = frame.state(State.class);
    if (state.others == null) {
      state.others = Epilogue.NONE.withResidual(frame.dxOfOthers());
    }
    return state.others;
  }

  /** The product rule: {@code ty = conv(tx, W) + conv(x, tW) + tb}. */
  @Override
  public void tangent(Frame frame) {
    State state = frame.state(State.class);
    Epilogue rest = Epilogue.NONE;
    if (frame.tParameter(0) != null) {
      if (state.part == null) {
        state.part = new float[convolution.shape().outputLength()];
      }
      state.tangent = pack(frame.tParameter(0), state.tangent, frame.workers());
      Epilogue tBias = bias ? Epilogue.NONE.withBias(frame.tParameter(1)) : Epilogue.NONE;
      convolution.forward(x(frame), state.tangent, tBias, state.part, frame.workers());
      rest = Epilogue.NONE.withResidual(state.part);
    }
    float[] tx = frame.tx();
    if (border != null) {
      state.tBordered = bordered(tx, state.tBordered, frame);
      tx = state.tBordered;
    }
    convolution.forward(tx, packed, rest, frame.ty(), frame.workers());
    if (relu) {
      Relu.gradient(frame.y(), frame.ty(), frame.ty(), frame.workers());
    }
  }
}
