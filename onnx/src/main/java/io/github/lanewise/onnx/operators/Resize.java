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
      case "asymmetric" -> whole(scale * in, out) ? (double) position * in / out : position / scale;
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

  /** Whether a factor gives just a size, so that places need not be rounded to be computed. */
  private static boolean whole(double scaled, int size) {
    return Math.abs(scaled - size) < 1e-9 * size;
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
  public boolean moves(int input) {
    return input == 0;
  }

  @Override
  public Operator channelsLast(int rank) {
    return new ChannelsLast(this);
  }

  @Override
  public Kernel kernel(List<Value> inputs, List<Value> outputs) {
    return kernel(inputs.getFirst().dims(), outputs.getFirst().dims(), scales(inputs));
  }

  private Kernel kernel(int[] from, int[] to, double... given) {
    double[] scales = given;
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
    int last = to.length - 1;
    boolean runs = last > 0 && from[last] == to[last] && scales[last] == 1 && to[last] > 1;
    int[][] at = new int[to.length][];
    for (int d = 0; d < to.length; d++) {
      at[d] = new int[to[d]];
      for (int i = 0; i < to[d]; i++) {
        boolean same = from[d] == to[d] && scales[d] == 1;
        int place = same ? i : rounded(source(i, from[d], to[d], scales[d]), from[d]);
        at[d][i] = place * strides[d];
      }
    }
    if (!runs) {
      return Indexed.kernel(Indexed.table(to, at));
    }
    int[] table = Indexed.table(Arrays.copyOf(to, last), Arrays.copyOf(at, last));
    return (in, out) -> copies(in[0], table, to[last], out[0]);
  }

  /** Copies runs of elements, such as the channels of a pixel. */
  private static Step copies(Tensor in, int[] table, int run, Tensor out) {
    Object x = in.type().floating() ? in.floats() : in.longs();
    Object y = out.type().floating() ? out.floats() : out.longs();
    return Ranges.step(
        table.length,
        run,
        (from, to, _) -> {
          for (int i = from; i < to; i++) {
            System.arraycopy(x, table[i], y, i * run, run);
          }
        });
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
    return Ranges.step(
        outer * size,
        inner,
        (from, to, _) -> {
          for (int row = from; row < to; row++) {
            int i = row % size;
            int low = (row / size * in + lows[i]) * inner;
            int high = (row / size * in + highs[i]) * inner;
            between(x, low, high, parts[i], inner, y, row * inner);
          }
        });
  }

  private static void between(
      float[] x, int low, int high, float part, int count, float[] y, int at) {
    for (int j = 0; j < count; j++) {
      y[at + j] = x[low + j] + part * (x[high + j] - x[low + j]);
    }
  }

  /** The same where channels come last. */
  private record ChannelsLast(Resize resize) implements Operator {
    @Override
    public List<Value> infer(List<Value> inputs) {
      return resize.infer(inputs);
    }

    @Override
    public Kernel kernel(List<Value> inputs, List<Value> outputs) {
      double[] scales = resize.scales(inputs);
      double[] moved = scales == null ? null : new double[scales.length];
      for (int d = 0; moved != null && d < moved.length; d++) {
        moved[Axes.channelsLast(d, moved.length)] = scales[d];
      }
      return resize.kernel(inputs.getFirst().dims(), outputs.getFirst().dims(), moved);
    }
  }
}
