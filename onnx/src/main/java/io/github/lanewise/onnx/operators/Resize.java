package io.github.lanewise.onnx.operators;

import io.github.lanewise.onnx.tensor.Dims;
import io.github.lanewise.onnx.tensor.Tensor;
import java.util.Arrays;
import java.util.List;

/**
 * Upsample and Resize: more or fewer positions along each axis, by the nearest one or linearly
 * between two.
 *
 * @param linear whether linearly
 * @param coordinates how positions of the output map to the input
 * @param nearest how positions are rounded
 * @param attribute factors, null if an input tells
 * @param scalesInput which input holds factors
 * @param sizesInput which input holds sizes, −1 for none
 * @param axes which axes the numbers are for, null for all
 */
@SuppressWarnings("ArrayRecordComponent") // never compared, never changed
public record Resize(
    boolean linear,
    String coordinates,
    String nearest,
    float[] attribute,
    int scalesInput,
    int sizesInput,
    long[] axes)
    implements Operator {
  /**
   * Checks the modes.
   *
   * @throws UnsupportedException if there is none of such a name
   */
  public Resize {
    if (!coordinates.matches(
        "half_pixel|half_pixel_symmetric|pytorch_half_pixel|align_corners|asymmetric"
            + "|tf_half_pixel_for_nn")) {
      throw new UnsupportedException("attribute coordinate_transformation_mode is " + coordinates);
    }
    if (!nearest.matches("round_prefer_floor|round_prefer_ceil|floor|ceil")) {
      throw new UnsupportedException("attribute nearest_mode is " + nearest);
    }
  }

  static boolean linear(String mode) {
    return switch (mode) {
      case "nearest" -> false;
      case "linear", "bilinear" -> true;
      default -> throw new UnsupportedException("attribute mode is " + mode);
    };
  }

  /**
   * Factors along all axes.
   *
   * @param inputs the inputs; null for one left out
   * @return a factor for each dimension; null if sizes are given
   * @throws NotConstantException if they depend on an input that is not constant
   * @throws IllegalArgumentException if there are not as many as axes
   */
  public double[] scales(List<Value> inputs) {
    int rank = inputs.getFirst().rank();
    Tensor constant =
        attribute == null
            ? NotConstantException.constant(inputs, scalesInput)
            : Tensor.of(attribute, attribute.length);
    if (constant == null || constant.length() == 0) {
      return null;
    }
    double[] scales = new double[rank];
    Arrays.fill(scales, 1);
    check(constant.length(), rank);
    for (int i = 0; i < constant.length(); i++) {
      scales[axes == null ? i : Dims.axis(axes[i], rank)] = constant.floats()[i];
    }
    return scales;
  }

  private void check(int numbers, int rank) {
    int expected = axes == null ? rank : axes.length;
    if (numbers != expected) {
      throw new IllegalArgumentException(
          "%d factors or sizes, expected %d".formatted(numbers, expected));
    }
  }

  @Override
  public List<Value> infer(List<Value> inputs) {
    Value x = inputs.getFirst();
    double[] scales = scales(inputs);
    int[] dims = x.dims().clone();
    if (scales == null) {
      long[] sizes = sizesInput < 0 ? null : NotConstantException.integers(inputs, sizesInput);
      if (sizes == null) {
        throw new IllegalArgumentException("no factors and no sizes, expected one of them");
      }
      check(sizes.length, dims.length);
      int[] given = Dims.of(sizes);
      for (int i = 0; i < given.length; i++) {
        dims[axes == null ? i : Dims.axis(axes[i], dims.length)] = given[i];
      }
    } else {
      for (int d = 0; d < dims.length; d++) {
        double size = Math.floor(dims[d] * scales[d] + 1e-9);
        if (!(size >= 0 && size <= 1 << 24)) {
          throw new IllegalArgumentException(
              "a factor of %s for %s, expected sizes from 0 to %d"
                  .formatted(scales[d], x, 1 << 24));
        }
        dims[d] = (int) size;
      }
    }
    return List.of(Value.of(x.type(), dims));
  }

  /** Where a position of the output lies in the input. */
  private double source(int position, int in, int out, double scale) {
    return switch (coordinates) {
      case "asymmetric" -> position / scale;
      case "align_corners" -> out == 1 ? 0 : position * (in - 1.0) / (out - 1);
      case "pytorch_half_pixel" -> out == 1 ? 0 : (position + 0.5) / scale - 0.5;
      case "tf_half_pixel_for_nn" -> (position + 0.5) / scale;
      case "half_pixel_symmetric" -> {
        double adjustment = out / (scale * in);
        double offset = in / 2.0 * (1 - adjustment);
        yield offset + (position + 0.5) / scale - 0.5;
      }
      default -> (position + 0.5) / scale - 0.5;
    };
  }

  private int rounded(double source, int in) {
    double position =
        switch (nearest) {
          case "round_prefer_ceil" -> Math.floor(source + 0.5);
          case "floor" -> Math.floor(source);
          case "ceil" -> Math.ceil(source);
          default -> Math.ceil(source - 0.5);
        };
    return Math.clamp((long) position, 0, in - 1);
  }

  @Override
  public Kernel kernel(List<Value> inputs, List<Value> outputs) {
    int[] from = inputs.getFirst().dims();
    int[] to = outputs.getFirst().dims();
    double[] scales = scales(inputs);
    if (scales == null) {
      scales = new double[from.length];
      for (int d = 0; d < from.length; d++) {
        scales[d] = (double) to[d] / from[d];
      }
    }
    return linear ? linear(from, to, scales) : nearest(from, to, scales);
  }

  private Kernel nearest(int[] from, int[] to, double[] scales) {
    int[] strides = Dims.strides(from);
    int[][] at = new int[to.length][];
    for (int d = 0; d < to.length; d++) {
      at[d] = new int[to[d]];
      for (int i = 0; i < to[d]; i++) {
        at[d][i] = rounded(source(i, from[d], to[d], scales[d]), from[d]) * strides[d];
      }
    }
    return Indexed.kernel(Indexed.table(to, at));
  }

  /** One axis after the other. */
  private Kernel linear(int[] from, int[] to, double[] scales) {
    return (in, out) -> {
      int[] dims = from.clone();
      float[] x = in[0].floats();
      int last = -1;
      for (int d = 0; d < to.length; d++) {
        last = from[d] != to[d] || scales[d] != 1 ? d : last;
      }
      if (last < 0) {
        float[] same = x;
        return _ -> System.arraycopy(same, 0, out[0].floats(), 0, same.length);
      }
      Step[] steps = new Step[last + 1];
      for (int d = 0; d <= last; d++) {
        if (from[d] != to[d] || scales[d] != 1) {
          int outer = Dims.product(dims, 0, d);
          int inner = Dims.product(dims, d + 1, dims.length);
          dims[d] = to[d];
          float[] y = d == last ? out[0].floats() : new float[Dims.length(dims)];
          steps[d] = along(x, outer, from[d], inner, to[d], scales[d], y);
          x = y;
        }
      }
      return workers -> {
        for (Step step : steps) {
          if (step != null) {
            step.run(workers);
          }
        }
      };
    };
  }

  private Step along(float[] x, int outer, int in, int inner, int size, double scale, float[] y) {
    int[] lows = new int[size];
    int[] highs = new int[size];
    float[] parts = new float[size];
    for (int i = 0; i < size; i++) {
      double source = Math.clamp(source(i, in, size, scale), 0, in - 1.0);
      lows[i] = (int) source;
      highs[i] = Math.min(in - 1, lows[i] + 1);
      parts[i] = (float) (source - lows[i]);
    }
    return _ -> {
      for (int o = 0; o < outer; o++) {
        for (int i = 0; i < size; i++) {
          int low = (o * in + lows[i]) * inner;
          int high = (o * in + highs[i]) * inner;
          int at = (o * size + i) * inner;
          float part = parts[i];
          for (int j = 0; j < inner; j++) {
            y[at + j] = x[low + j] + part * (x[high + j] - x[low + j]);
          }
        }
      }
    };
  }
}
