package io.github.lanewise.onnx.operators;

import io.github.lanewise.onnx.tensor.Dims;
import io.github.lanewise.onnx.tensor.ElementType;
import io.github.lanewise.onnx.tensor.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Elements along some axes summarised in one.
 *
 * @param kind how
 * @param attribute the axes, null if the second input tells
 * @param keep whether the axes stay, with size 1
 * @param noneForNoAxes whether no axes mean that nothing is done, rather than all of them
 */
@SuppressWarnings("ArrayRecordComponent") // never compared, never changed
record Reduce(Kind kind, long[] attribute, boolean keep, boolean noneForNoAxes)
    implements Operator {
  /** How elements are summarised. */
  enum Kind {
    SUM,
    MEAN,
    MAX,
    MIN,
    PRODUCT,
    L1,
    L2,
    SUM_OF_SQUARES,
    LOG_SUM,
    LOG_SUM_EXP
  }

  /** Which axes are summarised. */
  boolean[] reduced(List<Value> inputs) {
    int rank = inputs.getFirst().rank();
    long[] axes = attribute == null ? NotConstantException.integers(inputs, 1) : attribute;
    boolean[] reduced = new boolean[rank];
    if (axes == null || axes.length == 0) {
      Arrays.fill(reduced, !noneForNoAxes);
    } else {
      for (long axis : axes) {
        if (rank > 0) {
          reduced[Dims.axis(axis, rank)] = true;
        }
      }
    }
    return reduced;
  }

  static int[] dims(int[] dims, boolean[] reduced, boolean keep) {
    List<Integer> left = new ArrayList<>();
    for (int d = 0; d < dims.length; d++) {
      if (!reduced[d]) {
        left.add(dims[d]);
      } else if (keep) {
        left.add(1);
      }
    }
    return left.stream().mapToInt(Integer::intValue).toArray();
  }

  @Override
  public List<Value> infer(List<Value> inputs) {
    Value input = inputs.getFirst();
    if (!input.type().floating() && (kind == Kind.LOG_SUM || kind == Kind.LOG_SUM_EXP)) {
      throw new IllegalArgumentException("the input is %s, expected floats".formatted(input));
    }
    return List.of(Value.of(input.type(), dims(input.dims(), reduced(inputs), keep)));
  }

  /** Positions of the elements whose position along all other axes is 0. */
  static int[] offsets(int[] dims, boolean[] along, boolean wanted) {
    int[] strides = Dims.strides(dims);
    int[] sizes = new int[dims.length];
    int[][] at = new int[dims.length][];
    for (int d = 0; d < dims.length; d++) {
      sizes[d] = along[d] == wanted ? dims[d] : 1;
      at[d] = Indexed.steps(sizes[d], strides[d]);
    }
    return Indexed.table(sizes, at);
  }

  @Override
  public boolean moves(int input) {
    return input == 0;
  }

  /** As long as all axes stay. */
  @Override
  public Operator channelsLast(int rank) {
    return keep ? new ChannelsLast(this, false) : null;
  }

  @Override
  public Kernel kernel(List<Value> inputs, List<Value> outputs) {
    return kernel(inputs.getFirst(), reduced(inputs));
  }

  private Kernel kernel(Value x, boolean... reduced) {
    int[] dims = x.dims();
    if (x.type().floating() && (kind == Kind.SUM || kind == Kind.MEAN) && lastOnes(reduced)) {
      return rows(dims, reduced);
    }
    int[] bases = offsets(dims, reduced, false);
    int[] offsets = offsets(dims, reduced, true);
    return (in, out) -> _ -> run(in[0], bases, offsets, out[0]);
  }

  /** Whether the last axes are summarised and no others, so that neighbouring elements are. */
  static boolean lastOnes(boolean... reduced) {
    for (int d = 1; d < reduced.length; d++) {
      if (reduced[d - 1] && !reduced[d]) {
        return false;
      }
    }
    return reduced.length > 0 && reduced[reduced.length - 1];
  }

  /** Sums or means of neighbouring elements. */
  private Kernel rows(int[] dims, boolean... reduced) {
    int length = 1;
    int rows = 1;
    for (int d = 0; d < dims.length; d++) {
      length *= reduced[d] ? dims[d] : 1;
      rows *= reduced[d] ? 1 : dims[d];
    }
    int size = length;
    int count = rows;
    return (in, out) -> {
      float[] x = in[0].floats();
      float[] y = out[0].floats();
      return Ranges.step(
          count,
          size,
          (from, to, _) -> {
            for (int row = from; row < to; row++) {
              double sum = Sums.sum(x, row * size, (row + 1) * size);
              y[row] = (float) (kind == Kind.MEAN ? sum / size : sum);
            }
          });
    };
  }

  private void run(Tensor x, int[] bases, int[] offsets, Tensor y) {
    for (int i = 0; i < bases.length; i++) {
      if (y.type() == ElementType.FLOAT32) {
        y.floats()[i] = (float) reduce(x, bases[i], offsets);
      } else {
        y.longs()[i] = reduce(x.longs(), bases[i], offsets);
      }
    }
  }

  /** Integers stay exact where a double would not. */
  private long reduce(long[] x, int base, int[] offsets) {
    long result =
        switch (kind) {
          case MAX -> Long.MIN_VALUE;
          case MIN -> Long.MAX_VALUE;
          case PRODUCT -> 1;
          default -> 0;
        };
    for (int offset : offsets) {
      long value = x[base + offset];
      result =
          switch (kind) {
            case MAX -> Math.max(result, value);
            case MIN -> Math.min(result, value);
            case PRODUCT -> result * value;
            case L1 -> result + Math.abs(value);
            case L2, SUM_OF_SQUARES -> result + value * value;
            default -> result + value;
          };
    }
    return switch (kind) {
      case MEAN -> offsets.length == 0 ? 0 : result / offsets.length;
      case L2 -> (long) Math.sqrt((double) result);
      default -> result;
    };
  }

  private double reduce(Tensor x, int base, int[] offsets) {
    double most = Double.NEGATIVE_INFINITY;
    if (kind == Kind.LOG_SUM_EXP) {
      for (int offset : offsets) {
        most = Math.max(most, x.number(base + offset));
      }
      if (Double.isInfinite(most)) {
        return most; // the largest decides alone; less itself it would be no number
      }
    }
    double sum =
        switch (kind) {
          case MAX -> Double.NEGATIVE_INFINITY;
          case MIN -> Double.POSITIVE_INFINITY;
          case PRODUCT -> 1;
          default -> 0;
        };
    for (int offset : offsets) {
      double value = x.number(base + offset);
      sum =
          switch (kind) {
            case MAX -> Math.max(sum, value);
            case MIN -> Math.min(sum, value);
            case PRODUCT -> sum * value;
            case L1 -> sum + Math.abs(value);
            case L2, SUM_OF_SQUARES -> sum + value * value;
            case LOG_SUM_EXP -> sum + Math.exp(value - most);
            default -> sum + value;
          };
    }
    return switch (kind) {
      case MEAN -> sum / offsets.length;
      case L2 -> Math.sqrt(sum);
      case LOG_SUM -> Math.log(sum);
      case LOG_SUM_EXP -> most + Math.log(sum);
      default -> sum;
    };
  }

  /** The same where channels come last; means and maxima of whole pictures by pooling. */
  private record ChannelsLast(Reduce reduce, boolean plain) implements Operator {
    @Override
    public List<Value> infer(List<Value> inputs) {
      return reduce.infer(inputs);
    }

    @Override
    public Operator once(PackingArea area) {
      return new ChannelsLast(reduce, true);
    }

    @Override
    public Kernel kernel(List<Value> inputs, List<Value> outputs) {
      boolean[] reduced = reduce.reduced(inputs);
      Value x = inputs.getFirst();
      boolean pictures = x.type().floating() && x.length() > 0 && !reduced[0] && !reduced[1];
      boolean[] moved = new boolean[reduced.length];
      for (int d = 0; d < reduced.length; d++) {
        pictures &= d < 2 || reduced[d];
        moved[Axes.channelsLast(d, reduced.length)] = reduced[d];
      }
      if (pictures && !plain && reduce.kind == Kind.MEAN) {
        return Pool.global(Pool.Kind.AVERAGE, 0).kernel(List.of(x), outputs);
      }
      return pictures && !plain && reduce.kind == Kind.MAX
          ? Pool.global(Pool.Kind.MAX, 0).kernel(List.of(x), outputs)
          : reduce.kernel(x, moved);
    }
  }
}
