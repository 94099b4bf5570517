package io.github.lanewise.nn.layers;

import io.github.lanewise.kernels.activation.Elementwise;
import io.github.lanewise.kernels.norm.GroupNorm;
import io.github.lanewise.nn.Frame;
import io.github.lanewise.nn.ParameterSpec;
import io.github.lanewise.nn.Passes;
import java.util.Arrays;
import java.util.List;

/** The passes of normalisations within an example: parameters are scale and bias, or none. */
final class GroupNormPasses implements Passes {
  private static final int SCALE = 0;
  private static final int BIAS = 1;

  private final GroupNorm kernel;
  private final boolean affine;
  private final int sets;

  /** What stands for the parameters where there are none. */
  private final float[] ones;

  private final float[] zeros;

  GroupNormPasses(int batch, int pixels, int channels, int groups, double epsilon, boolean affine) {
    this.kernel = GroupNorm.of(batch, pixels, channels, groups, epsilon);
    this.affine = affine;
    this.sets = batch * groups;
    this.ones = new float[channels];
    this.zeros = new float[channels];
    Arrays.fill(ones, 1);
  }

  /** The parameters of such a normalisation. */
  static List<ParameterSpec> parameters(List<Integer> sizes) {
    return List.of(
        new ParameterSpec("weight", ParameterSpec.Role.SCALE, sizes, 0, 0),
        new ParameterSpec("bias", ParameterSpec.Role.BIAS, sizes, 0, 0));
  }

  /** Statistics of the last forward pass, and room for what nobody reads or for a part. */
  private final class State {
    private final float[] mean = new float[sets];
    private final float[] variance = new float[sets];
    private float[] dScale;
    private float[] dBias;
    private float[] part;
  }

  @Override
  public Object newState() {
    return new State();
  }

  private float[] scale(Frame frame) {
    return affine ? frame.parameter(SCALE) : ones;
  }

  @Override
  public void forward(Frame frame) {
    State state = frame.state(State.class);
    float[] bias = affine ? frame.parameter(BIAS) : zeros;
    kernel.forward(
        frame.x(), scale(frame), bias, frame.y(), state.mean, state.variance, frame.workers());
  }

  @Override
  public void backward(Frame frame) {
    State state = frame.state(State.class);
    if (!affine && state.dScale == null) {
      state.dScale = new float[ones.length];
      state.dBias = new float[ones.length];
    }
    kernel.backward(
        frame.x(),
        frame.dy(),
        scale(frame),
        state.mean,
        state.variance,
        // Where nobody wants dx, it goes where nobody needs dy any more.
        frame.dx() == null ? frame.dy() : frame.dx(),
        affine ? frame.dParameter(SCALE) : state.dScale,
        affine ? frame.dParameter(BIAS) : state.dBias,
        frame.workers());
  }

  @Override
  public void tangent(Frame frame) {
    State state = frame.state(State.class);
    kernel.tangent(
        frame.x(),
        frame.tx(),
        scale(frame),
        state.mean,
        state.variance,
        frame.ty(),
        frame.workers());
    if (affine && frame.tParameter(SCALE) != null) {
      if (state.part == null) {
        state.part = new float[frame.ty().length];
      }
      // Linear in scale and bias: their tangents take their places.
      kernel.forward(
          frame.x(),
          frame.tParameter(SCALE),
          frame.tParameter(BIAS),
          state.part,
          state.mean,
          state.variance,
          frame.workers());
      Elementwise.add(frame.ty(), state.part, frame.ty(), frame.workers());
    }
  }
}
