package io.github.lanewise.bench.costtable;

import io.github.lanewise.kernels.conv.ConvShape;

/**
 * The three ways once more, as plainly as can be, with every float that is stored and every
 * multiply and add that is executed counted.
 */
final class CountedRun {
  long stored;
  long operations;

  private final ConvShape shape;
  private final float[] weights;

  CountedRun(ConvShape shape, float[] weights) {
    this.shape = shape;
    this.weights = weights;
  }

  float[] run(Column column, float[] x) {
    return switch (column) {
      case DENSE -> dense(x);
      case SPARSE -> sparse(x);
      case CONVOLUTION -> convolution(x);
    };
  }

  /** A row of the matrix at a time, all of it stored, all of it multiplied. */
  private float[] dense(float[] x) {
    float[] y = new float[shape.outputLength()];
    for (int row = 0; row < y.length; row++) {
      float[] values = new float[x.length];
      for (int tap = 0; tap < weights.length; tap++) {
        values[column(row, tap)] = weights[tap];
      }
      stored += values.length;
      float sum = multiply(values[0], x[0]);
      for (int i = 1; i < x.length; i++) {
        sum = add(sum, multiply(values[i], x[i]));
      }
      y[row] = sum;
    }
    return y;
  }

  /** The values of a row that are not 0. */
  private float[] sparse(float[] x) {
    float[] y = new float[shape.outputLength()];
    for (int row = 0; row < y.length; row++) {
      float[] values = weights.clone();
      stored += values.length;
      float sum = multiply(values[0], x[column(row, 0)]);
      for (int tap = 1; tap < values.length; tap++) {
        sum = add(sum, multiply(values[tap], x[column(row, tap)]));
      }
      y[row] = sum;
    }
    return y;
  }

  private float[] convolution(float[] x) {
    stored += weights.length;
    float[] y = new float[shape.outputLength()];
    for (int row = 0; row < y.length; row++) {
      float sum = multiply(weights[0], x[column(row, 0)]);
      for (int tap = 1; tap < weights.length; tap++) {
        sum = add(sum, multiply(weights[tap], x[column(row, tap)]));
      }
      y[row] = sum;
    }
    return y;
  }

  /** The pixel that a tap of the kernel, one row high, sees for an output. */
  private int column(int output, int tap) {
    return output / shape.outWidth() * shape.inWidth() + output % shape.outWidth() + tap;
  }

  private float multiply(float a, float b) {
    operations++;
    return a * b;
  }

  private float add(float a, float b) {
    operations++;
    return a + b;
  }
}
