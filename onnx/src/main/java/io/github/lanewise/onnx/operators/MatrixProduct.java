package io.github.lanewise.onnx.operators;

import io.github.lanewise.kernels.conv.Epilogue;
import io.github.lanewise.kernels.conv.Layouts;
import io.github.lanewise.kernels.lanes.Workers;
import io.github.lanewise.kernels.linalg.Gemm;
import io.github.lanewise.kernels.linalg.PackedMatrix;
import io.github.lanewise.kernels.linalg.PlainProduct;
import io.github.lanewise.onnx.tensor.Dims;
import io.github.lanewise.onnx.tensor.Tensor;
import java.nio.FloatBuffer;
import java.util.Arrays;
import java.util.List;

/**
 * Gemm: {@code relu(alpha · A · B + beta · C)}, with A and B transposed where asked.
 *
 * @param alpha factor of the product
 * @param beta factor of what is added
 * @param transposeA whether A is given as {@code [k][m]}
 * @param transposeB whether B is given as {@code [n][k]}
 * @param relu whether negative results become 0
 * @param plain whether it is for one run only
 */
record MatrixProduct(
    float alpha, float beta, boolean transposeA, boolean transposeB, boolean relu, boolean plain)
    implements Operator {
  /** A matrix times constant weights. */
  @FunctionalInterface
  private interface Product {
    void run(float[] a, Epilogue epilogue, float[] y, Workers workers);
  }

  MatrixProduct(float alpha, float beta, boolean transposeA, boolean transposeB) {
    this(alpha, beta, transposeA, transposeB, false, false);
  }

  MatrixProduct withRelu() {
    return new MatrixProduct(alpha, beta, transposeA, transposeB, true, plain);
  }

  @Override
  public Operator once(PackingArea area) {
    return new MatrixProduct(alpha, beta, transposeA, transposeB, relu, true);
  }

  @Override
  public List<Value> infer(List<Value> inputs) {
    Value a = inputs.get(0);
    Value b = inputs.get(1);
    if (a.rank() != 2 || b.rank() != 2 || k(a) != b.dims()[transposeB ? 1 : 0]) {
      throw new IllegalArgumentException(
          "a product of %s%s and %s%s, expected matrices that fit"
              .formatted(a, transposeA ? " transposed" : "", b, transposeB ? " transposed" : ""));
    }
    int[] dims = {m(a), b.dims()[transposeB ? 0 : 1]};
    if (added(inputs) != null && !Arrays.equals(Dims.broadcast(added(inputs).dims(), dims), dims)) {
      throw new IllegalArgumentException(
          "%s is added to [%d, %d], expected one that broadcasts to it"
              .formatted(added(inputs), dims[0], dims[1]));
    }
    return List.of(Value.of(a.type(), dims));
  }

  private static Value added(List<Value> inputs) {
    return inputs.size() > 2 ? inputs.get(2) : null;
  }

  private int m(Value a) {
    return a.dims()[transposeA ? 1 : 0];
  }

  private int k(Value a) {
    return a.dims()[transposeA ? 0 : 1];
  }

  @Override
  public long multiplyAdds(List<Value> inputs, List<Value> outputs) {
    return (long) outputs.getFirst().length() * k(inputs.getFirst());
  }

  @Override
  public Kernel kernel(List<Value> inputs, List<Value> outputs) {
    int m = m(inputs.getFirst());
    int k = k(inputs.getFirst());
    int n = outputs.getFirst().dims()[1];
    Tensor constant = inputs.get(1).constant();
    Product weighted = constant == null ? null : weighted(m, k, n, constant);
    Value c = added(inputs);
    boolean biased =
        c != null && c.constant() != null && Dims.length(c.dims()) == n && last(c) == n;
    float[] bias = biased ? scaled(c.constant().floats()) : null;
    int[] table = c == null || biased ? null : Indexed.broadcast(c.dims(), new int[] {m, n});
    Epilogue epilogue = Epilogue.NONE.withBias(bias);
    Gemm product = weighted == null ? Gemm.of(m, k, n) : null;
    Epilogue used = relu && (c == null || biased) ? epilogue.withRelu() : epilogue;
    return (in, out) -> {
      float[] a = transposeA ? new float[m * k] : in[0].floats();
      float[] y = out[0].floats();
      return workers -> {
        if (transposeA) {
          transpose(in[0].floats(), k, m, a);
        }
        if (weighted == null) {
          PackedMatrix b = PackedMatrix.of(k, n, right(in[1], k, n));
          product.multiply(a, b, used, y, workers);
        } else {
          weighted.run(a, used, y, workers);
        }
        if (c != null && !biased) {
          add(in[2].floats(), table, y);
        }
      };
    };
  }

  /** The product with constant weights; a plain one reads them where they are. */
  private Product weighted(int m, int k, int n, Tensor b) {
    if (plain && m > 0 && k > 0 && n > 0) {
      boolean scaled = alpha != 1;
      FloatBuffer weights = scaled ? FloatBuffer.wrap(right(b, k, n)) : b.floatView();
      PlainProduct once = PlainProduct.of(m, k, n, transposeB && !scaled);
      return (a, epilogue, y, workers) -> once.multiply(a, weights, epilogue, y, workers);
    }
    Gemm product = Gemm.of(m, k, n);
    PackedMatrix packed = PackedMatrix.of(k, n, right(b, k, n));
    return (a, epilogue, y, workers) -> product.multiply(a, packed, epilogue, y, workers);
  }

  private static int last(Value value) {
    return value.rank() == 0 ? 1 : value.dims()[value.rank() - 1];
  }

  private void add(float[] c, int[] table, float[] y) {
    for (int i = 0; i < y.length; i++) {
      float sum = y[i] + beta * c[table == null ? i : table[i]];
      y[i] = relu && sum < 0 ? 0 : sum;
    }
  }

  private float[] scaled(float[] values) {
    float[] scaled = values.clone();
    for (int i = 0; i < scaled.length; i++) {
      scaled[i] *= beta;
    }
    return scaled;
  }

  /** {@code alpha · B [k][n]}, not in the tensor's own array, which would stay in memory. */
  private float[] right(Tensor b, int k, int n) {
    float[] right = new float[k * n];
    if (transposeB && right.length > 0) {
      Layouts.oihwToHwio(n, k, 1, 1, b.floatView(), null, right);
    } else {
      b.floatView().get(right);
    }
    if (alpha != 1) {
      for (int i = 0; i < right.length; i++) {
        right[i] *= alpha;
      }
    }
    return right;
  }

  private static void transpose(float[] from, int rows, int columns, float[] to) {
    Layouts.nhwcToNchw(1, columns, rows, 1, from, to);
  }
}
