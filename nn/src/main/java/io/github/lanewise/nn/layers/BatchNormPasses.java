package io.github.lanewise.nn.layers;

import io.github.lanewise.kernels.activation.Elementwise;
import io.github.lanewise.kernels.activation.Relu;
import io.github.lanewise.kernels.norm.BatchNorm;
import io.github.lanewise.nn.Frame;
import io.github.lanewise.nn.Passes;

/** The passes of batch norm: parameters are scale, bias, running mean and running variance. */
final class BatchNormPasses implements Passes {
  private static final int SCALE = 0;
  private static final int BIAS = 1;
  private static final int MEAN = 2;
  private static final int VARIANCE = 3;

  private final int rows;
  private final int channels;
  private final float momentum;
  private final float[] zeros;
  private final BatchNorm kernel;

  /** Followed by a ReLU, or the kernel itself. */
  private final BatchNorm whole;

  BatchNormPasses(int rows, int channels, double epsilon, float momentum) {
    this(rows, channels, BatchNorm.of(rows, channels, epsilon), false, momentum);
  }

  private BatchNormPasses(int rows, int channels, BatchNorm kernel, boolean relu, float momentum) {
    this.rows = rows;
    this.channels = channels;
    this.momentum = momentum;
    this.zeros = new float[channels];
    this.kernel = kernel;
    this.whole = relu ? kernel.thenRelu() : kernel;
  }

  @Override
  public Passes thenRelu() {
    return new BatchNormPasses(rows, channels, kernel, true, momentum);
  }

  /** A ReLU's gradient is taken in place where statistics are those kept from training. */
  @Override
  public boolean keepsGradient() {
    return !relu();
  }

  private boolean relu() {
    return whole != kernel;
  }

  /** Statistics of the last batch, and room for what {@link #part} is about. */
  private final class State {
    private final float[] mean = new float[channels];
    private final float[] variance = new float[channels];
    private float[] part;
  }

  @Override
  public Object newState() {
    return new State();
  }

  private float[] mean(Frame frame) {
    return frame.training() ? frame.state(State.class).mean : frame.parameter(MEAN);
  }

  private float[] variance(Frame frame) {
    return frame.training() ? frame.state(State.class).variance : frame.parameter(VARIANCE);
  }

  @Override
  public void forward(Frame frame) {
    if (frame.training()) {
      State state = frame.state(State.class);
      kernel.statistics(frame.x(), state.mean, state.variance, frame.workers());
      // The running estimate is that of the distribution, not of the sample.
      float unbiased = (float) rows / Math.max(1, rows - 1);
      for (int c = 0; c < channels; c++) {
        frame.parameter(MEAN)[c] += momentum * (state.mean[c] - frame.parameter(MEAN)[c]);
        frame.parameter(VARIANCE)[c] +=
            momentum * (unbiased * state.variance[c] - frame.parameter(VARIANCE)[c]);
      }
    }
    whole.forward(
        frame.x(),
        mean(frame),
        variance(frame),
        frame.parameter(SCALE),
        frame.parameter(BIAS),
        frame.y(),
        frame.workers());
  }

  @Override
  public void backward(Frame frame) {
    float[] dx = frame.dx() == null ? part(frame) : frame.dx();
    if (relu() && !frame.training()) {
      Relu.gradient(frame.y(), frame.dy(), frame.dy(), frame.workers());
    }
    whole.backward(
        frame.x(),
        frame.dy(),
        mean(frame),
        variance(frame),
        frame.parameter(SCALE),
        frame.parameter(BIAS),
        dx,
        frame.dParameter(SCALE),
        frame.dParameter(BIAS),
        frame.workers());
    if (!frame.training() && frame.dx() != null) {
      // Running averages do not depend on x: the gradient is scaled and no more.
      linear(frame, frame.dy(), frame.dx());
    }
  }

  /** An array for a part of a tangent, or a gradient that nobody wants. */
  private float[] part(Frame frame) {
    State state = frame.state(State.class);
    if (state.part == null) {
      state.part = new float[rows * channels];
    }
    return state.part;
  }

  /** The part of the forward pass that is linear in x, with constant statistics. */
  private void linear(Frame frame, float[] from, float[] to) {
    kernel.forward(
        from, zeros, variance(frame), frame.parameter(SCALE), zeros, to, frame.workers());
  }

  @Override
  public void tangent(Frame frame) {
    float[] ty = frame.ty();
    if (frame.training()) {
      kernel.tangent(
          frame.x(),
          frame.tx(),
          mean(frame),
          variance(frame),
          frame.parameter(SCALE),
          ty,
          frame.workers());
    } else {
      linear(frame, frame.tx(), ty);
    }
    if (frame.tParameter(SCALE) != null) {
      float[] part = part(frame);
      kernel.forward(
          frame.x(),
          mean(frame),
          variance(frame),
          frame.tParameter(SCALE),
          frame.tParameter(BIAS),
          part,
          frame.workers());
      Elementwise.add(ty, part, ty, frame.workers());
    }
    if (relu()) {
      Relu.gradient(frame.y(), ty, ty, frame.workers());
    }
  }
}
