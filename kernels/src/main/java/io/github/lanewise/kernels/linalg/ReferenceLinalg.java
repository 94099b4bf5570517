package io.github.lanewise.kernels.linalg;

import io.github.lanewise.kernels.conv.Epilogue;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;

/**
 * The definitions written down: naive loops with double sums. What the tests compare with, and what
 * runs without the Vector API.
 */
final class ReferenceLinalg {
  private static final ValueLayout.OfFloat LITTLE_ENDIAN =
      ValueLayout.JAVA_FLOAT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

  private ReferenceLinalg() {}

  /** {@code y[i] = Σ a[i][j] · x[j]} for some rows. */
  static void denseRows(int from, int to, int columns, float[] a, float[] x, float[] y) {
    for (int i = from; i < to; i++) {
      double sum = 0;
      for (int j = 0; j < columns; j++) {
        sum += (double) a[i * columns + j] * x[j];
      }
      y[i] = (float) sum;
    }
  }

  /** {@code y[j] = Σ x[i] · a[i][j]} for some columns. */
  static void denseColumns(
      int from, int to, int rows, int columns, float[] a, float[] x, float[] y) {
    for (int j = from; j < to; j++) {
      double sum = 0;
      for (int i = 0; i < rows; i++) {
        sum += (double) x[i] * a[i * columns + j];
      }
      y[j] = (float) sum;
    }
  }

  /** {@link #denseRows} of little-endian floats in a memory segment. */
  static void segmentRows(int from, int to, int columns, MemorySegment a, float[] x, float[] y) {
    for (int i = from; i < to; i++) {
      double sum = 0;
      for (int j = 0; j < columns; j++) {
        sum += (double) a.getAtIndex(LITTLE_ENDIAN, (long) i * columns + j) * x[j];
      }
      y[i] = (float) sum;
    }
  }

  /** {@code y[i] = Σ values[k] · x[columnIndices[k]]} over the entries k of row i, some rows. */
  static void sparseRows(
      int from,
      int to,
      int[] rowPointers,
      int[] columnIndices,
      float[] values,
      float[] x,
      float[] y) {
    for (int i = from; i < to; i++) {
      double sum = 0;
      for (int k = rowPointers[i]; k < rowPointers[i + 1]; k++) {
        sum += (double) values[k] * x[columnIndices[k]];
      }
      y[i] = (float) sum;
    }
  }

  /** {@code c[i][j] = Σ a[i][p] · b[p][j]} and the epilogue, or added to {@code c}; some rows. */
  static void product(
      int from,
      int to,
      int k,
      int n,
      float[] a,
      float[] b,
      Epilogue epilogue,
      boolean accumulate,
      float[] c) {
    for (int i = from; i < to; i++) {
      for (int j = 0; j < n; j++) {
        double sum = accumulate ? c[i * n + j] : 0;
        for (int p = 0; p < k; p++) {
          sum += (double) a[i * k + p] * b[p * n + j];
        }
        if (epilogue.bias() != null) {
          sum += epilogue.bias()[j];
        }
        if (epilogue.residual() != null) {
          sum += epilogue.residual()[i * n + j];
        }
        c[i * n + j] = epilogue.relu() && sum < 0 ? 0 : (float) sum;
      }
    }
  }

  /** {@code dw = xᵀ · dy} and, unless it is null, {@code dx = dy · wᵀ}. */
  static void denseGradient(
      int batch, int inputs, int units, float[] x, float[] w, float[] dy, float[] dw, float[] dx) {
    for (int i = 0; i < inputs; i++) {
      for (int j = 0; j < units; j++) {
        double sum = 0;
        for (int n = 0; n < batch; n++) {
          sum += (double) x[n * inputs + i] * dy[n * units + j];
        }
        dw[i * units + j] = (float) sum;
      }
    }
    for (int n = 0; dx != null && n < batch; n++) {
      for (int i = 0; i < inputs; i++) {
        double sum = 0;
        for (int j = 0; j < units; j++) {
          sum += (double) dy[n * units + j] * w[i * units + j];
        }
        dx[n * inputs + i] = (float) sum;
      }
    }
  }
}
