package io.github.lanewise.onnx.operators;

import io.github.lanewise.onnx.tensor.Tensor;
import java.util.List;

/**
 * Shifts and scales channels by fixed means and variances: inputs x, scale, shift, mean, variance.
 *
 * @param epsilon added to the variance
 * @param spatial whether there is one mean for each channel rather than each value of an example
 */
record BatchNormalization(float epsilon, boolean spatial) implements Operator {
  @Override
  public List<Value> infer(List<Value> inputs) {
    Value x = inputs.getFirst();
    int expected = x.rank() < 2 ? 1 : spatial ? x.dims()[1] : x.length() / Math.max(1, x.dims()[0]);
    for (Value parameter : inputs.subList(1, 5)) {
      if (parameter.length() != expected) {
        throw new IllegalArgumentException(
            "x is %s, a parameter is %s, expected %d elements".formatted(x, parameter, expected));
      }
    }
    return List.of(Value.of(x.type(), x.dims()));
  }

  /** Factor and summand of each channel. */
  float[][] affine(Tensor scale, Tensor shift, Tensor mean, Tensor variance) {
    float[][] affine = new float[2][scale.length()];
    affine(scale, shift, mean, variance, affine);
    return affine;
  }

  private void affine(Tensor scale, Tensor shift, Tensor mean, Tensor variance, float[][] affine) {
    for (int c = 0; c < scale.length(); c++) {
      double factor = scale.floats()[c] / Math.sqrt(variance.floats()[c] + (double) epsilon);
      affine[0][c] = (float) factor;
      affine[1][c] = (float) (shift.floats()[c] - mean.floats()[c] * factor);
    }
  }

  @Override
  public boolean moves(int input) {
    return input == 0;
  }

  @Override
  public Operator channelsLast(int rank) {
    return spatial ? new ChannelsLast(this) : null;
  }

  @Override
  public Kernel kernel(List<Value> inputs, List<Value> outputs) {
    int[] dims = inputs.getFirst().dims();
    int parameters = inputs.get(1).length();
    int length = inputs.getFirst().length();
    int run = spatial && dims.length > 1 ? length / Math.max(1, dims[0] * parameters) : 1;
    return kernel(inputs, run);
  }

  /** For runs of neighbouring elements that share their parameters. */
  private Kernel kernel(List<Value> inputs, int run) {
    boolean fixed = inputs.subList(1, 5).stream().allMatch(v -> v.constant() != null);
    float[][] constant =
        fixed
            ? affine(
                inputs.get(1).constant(),
                inputs.get(2).constant(),
                inputs.get(3).constant(),
                inputs.get(4).constant())
            : null;
    return (in, out) -> {
      float[] x = in[0].floats();
      float[] y = out[0].floats();
      if (fixed) {
        return apply(x, constant, run, y);
      }
      float[][] affine = new float[2][inputs.get(1).length()];
      Step step = apply(x, affine, run, y);
      return workers -> {
        affine(in[1], in[2], in[3], in[4], affine);
        step.run(workers);
      };
    };
  }

  private static Step apply(float[] x, float[][] affine, int run, float[] y) {
    float[] factor = affine[0];
    float[] summand = affine[1];
    int channels = factor.length;
    if (run == 1) {
      return Ranges.step(
          y.length / Math.max(1, channels),
          channels,
          (from, to, _) -> {
            for (int at = from * channels; at < to * channels; at += channels) {
              for (int c = 0; c < channels; c++) {
                y[at + c] = factor[c] * x[at + c] + summand[c];
              }
            }
          });
    }
    return Ranges.step(
        run == 0 ? 0 : y.length / run,
        run,
        (from, to, _) -> {
          for (int r = from; r < to; r++) {
            float f = factor[r % channels];
            float s = summand[r % channels];
            for (int i = r * run; i < (r + 1) * run; i++) {
              y[i] = f * x[i] + s;
            }
          }
        });
  }

  /** The same where channels come last. */
  private record ChannelsLast(BatchNormalization norm) implements Operator {
    @Override
    public List<Value> infer(List<Value> inputs) {
      return norm.infer(inputs);
    }

    @Override
    public Kernel kernel(List<Value> inputs, List<Value> outputs) {
      return norm.kernel(inputs, 1);
    }
  }
}
