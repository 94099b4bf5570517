package io.github.lanewise.onnx.operators;

import io.github.lanewise.onnx.tensor.Dims;
import io.github.lanewise.onnx.tensor.Tensor;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * The first input under other dimensions.
 *
 * @param shape finds the dimensions
 */
record View(Shaper shape) implements Operator {
  /** Finds dimensions from the inputs. */
  @FunctionalInterface
  interface Shaper {
    int[] dims(List<Value> inputs);
  }

  static View identity() {
    return new View(inputs -> inputs.getFirst().dims());
  }

  /** Dropout, which does nothing outside of training. */
  static View dropout() {
    return new View(
        inputs -> {
          Tensor training = inputs.size() > 2 ? NotConstantException.constant(inputs, 2) : null;
          if (training != null && training.number(0) != 0) {
            throw new IllegalArgumentException("training_mode is true, expected false");
          }
          return inputs.getFirst().dims();
        });
  }

  static View flatten(long axis) {
    return new View(
        inputs -> {
          int[] dims = inputs.getFirst().dims();
          int at = axis == dims.length ? dims.length : Dims.axis(axis, dims.length);
          return new int[] {Dims.product(dims, 0, at), Dims.product(dims, at, dims.length)};
        });
  }

  /** By an attribute, or by the second input where there is none. */
  static View reshape(long[] attribute, boolean allowZero) {
    return new View(
        inputs -> {
          long[] wanted = attribute == null ? NotConstantException.integers(inputs, 1) : attribute;
          if (wanted == null) {
            throw new IllegalArgumentException("no shape, expected a second input");
          }
          return reshaped(inputs.getFirst(), wanted, allowZero);
        });
  }

  private static int[] reshaped(Value input, long[] wanted, boolean allowZero) {
    long[] dims = wanted.clone();
    int free = -1;
    long product = 1;
    for (int i = 0; i < dims.length; i++) {
      if (dims[i] == 0 && !allowZero) {
        if (i >= input.rank()) {
          throw fits(input, wanted);
        }
        dims[i] = input.dims()[i];
      }
      if (dims[i] == -1 && free < 0) {
        free = i;
      } else if (dims[i] < 0) {
        throw fits(input, wanted);
      } else {
        product *= dims[i];
      }
    }
    if (free >= 0) {
      if (product == 0 || input.length() % product != 0) {
        throw fits(input, wanted);
      }
      dims[free] = input.length() / product;
    }
    int[] result = Dims.of(dims);
    if (Dims.length(result) != input.length()) {
      throw fits(input, wanted);
    }
    return result;
  }

  private static IllegalArgumentException fits(Value input, long[] wanted) {
    return new IllegalArgumentException(
        "%s cannot be given the shape %s, expected one of %d elements"
            .formatted(input, Arrays.toString(wanted), input.length()));
  }

  /** Without some dimensions of 1, or all of them. */
  static View squeeze(long[] attribute) {
    return new View(
        inputs -> {
          int[] dims = inputs.getFirst().dims();
          long[] axes = attribute == null ? NotConstantException.integers(inputs, 1) : attribute;
          boolean[] gone = new boolean[dims.length];
          if (axes == null) {
            for (int d = 0; d < dims.length; d++) {
              gone[d] = dims[d] == 1;
            }
          } else {
            for (long axis : axes) {
              int d = Dims.axis(axis, dims.length);
              if (dims[d] != 1) {
                throw new IllegalArgumentException(
                    "dimension %d of %s is not 1, expected 1 where it is squeezed"
                        .formatted(d, inputs.getFirst()));
              }
              gone[d] = true;
            }
          }
          return IntStream.range(0, dims.length).filter(d -> !gone[d]).map(d -> dims[d]).toArray();
        });
  }

  /** With more dimensions of 1. */
  static View unsqueeze(long[] attribute) {
    return new View(
        inputs -> {
          int[] dims = inputs.getFirst().dims();
          long[] axes = attribute == null ? NotConstantException.integers(inputs, 1) : attribute;
          if (axes == null) {
            throw new IllegalArgumentException("no axes, expected a second input");
          }
          int[] result = new int[dims.length + axes.length];
          for (long axis : axes) {
            int d = Dims.axis(axis, result.length);
            if (result[d] == 1) {
              throw new IllegalArgumentException(
                  "axes %s, expected each once".formatted(Arrays.toString(axes)));
            }
            result[d] = 1;
          }
          int next = 0;
          for (int d = 0; d < result.length; d++) {
            if (result[d] == 0) {
              result[d] = dims[next++];
            }
          }
          return result;
        });
  }

  @Override
  public boolean view() {
    return true;
  }

  @Override
  public List<Value> infer(List<Value> inputs) {
    Value input = inputs.getFirst();
    int[] dims = shape.dims(inputs);
    if (Dims.length(dims) != input.length()) {
      throw new IllegalArgumentException(
          "%s cannot be given the shape %s".formatted(input, Arrays.toString(dims)));
    }
    return List.of(
        input.constant() == null
            ? Value.of(input.type(), dims)
            : Value.of(input.constant().reshape(dims)));
  }

  @Override
  public Kernel kernel(List<Value> inputs, List<Value> outputs) {
    throw new IllegalStateException("a view computes nothing");
  }
}
