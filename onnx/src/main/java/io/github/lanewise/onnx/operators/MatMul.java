package io.github.lanewise.onnx.operators;

import io.github.lanewise.kernels.linalg.Gemm;
import io.github.lanewise.kernels.linalg.PackedMatrix;
import io.github.lanewise.onnx.tensor.Dims;
import io.github.lanewise.onnx.tensor.Tensor;
import java.util.Arrays;
import java.util.List;

/** Products of stacked matrices with broadcasting, as NumPy's {@code matmul}. */
record MatMul() implements Operator {
  /** Dimensions of an operand with at least two: a vector is one row or one column. */
  private static int[] matrix(Value value, boolean left) {
    int[] dims = value.dims();
    if (dims.length == 0) {
      throw new IllegalArgumentException("a product with a scalar, expected a vector or matrix");
    }
    return dims.length > 1 ? dims : left ? new int[] {1, dims[0]} : new int[] {dims[0], 1};
  }

  private static int[] stack(int[] dims) {
    return Arrays.copyOf(dims, dims.length - 2);
  }

  @Override
  public List<Value> infer(List<Value> inputs) {
    int[] a = matrix(inputs.get(0), true);
    int[] b = matrix(inputs.get(1), false);
    if (a[a.length - 1] != b[b.length - 2]) {
      throw new IllegalArgumentException(
          "a product of %s and %s, expected matrices that fit"
              .formatted(inputs.get(0), inputs.get(1)));
    }
    int[] stack = Dims.broadcast(stack(a), stack(b));
    int[] dims = Arrays.copyOf(stack, stack.length + 2);
    dims[stack.length] = a[a.length - 2];
    dims[stack.length + 1] = b[b.length - 1];
    int from = 0;
    int to = dims.length;
    if (inputs.get(1).rank() == 1) {
      to--;
    }
    if (inputs.get(0).rank() == 1) {
      dims[dims.length - 2] = dims[dims.length - 1];
      to--;
    }
    return List.of(Value.of(inputs.get(0).type(), Arrays.copyOfRange(dims, from, to)));
  }

  @Override
  public long multiplyAdds(List<Value> inputs, List<Value> outputs) {
    int[] a = inputs.getFirst().dims();
    return (long) outputs.getFirst().length() * a[a.length - 1];
  }

  @Override
  public Kernel kernel(List<Value> inputs, List<Value> outputs) {
    int[] a = matrix(inputs.get(0), true);
    int[] b = matrix(inputs.get(1), false);
    int m = a[a.length - 2];
    int k = a[a.length - 1];
    int n = b[b.length - 1];
    Tensor constant = inputs.get(1).constant();
    if (constant != null && Dims.length(stack(b)) == 1) {
      Gemm product = Gemm.of(Dims.length(stack(a)) * m, k, n);
      float[] copy = new float[k * n]; // for now: the tensor's own array would stay in memory
      constant.floatView().get(copy);
      PackedMatrix packed = PackedMatrix.of(k, n, copy);
      return (in, out) ->
          workers -> product.multiply(in[0].floats(), packed, out[0].floats(), workers);
    }
    int[] stack = Dims.broadcast(stack(a), stack(b));
    int[] lefts = Indexed.broadcast(stack(a), stack);
    int[] rights = Indexed.broadcast(stack(b), stack);
    Gemm product = Gemm.of(m, k, n);
    return (in, out) -> {
      float[] left = new float[m * k];
      float[] right = new float[k * n];
      float[] y = new float[m * n];
      return workers -> {
        for (int i = 0; i < Dims.length(stack); i++) {
          int fromA = (lefts == null ? i : lefts[i]) * left.length;
          int fromB = (rights == null ? i : rights[i]) * right.length;
          System.arraycopy(in[0].floats(), fromA, left, 0, left.length);
          System.arraycopy(in[1].floats(), fromB, right, 0, right.length);
          product.multiply(left, right, y, workers);
          System.arraycopy(y, 0, out[0].floats(), i * y.length, y.length);
        }
      };
    };
  }
}
