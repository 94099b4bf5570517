package io.github.lanewise.kernels.pool;

import io.github.lanewise.kernels.lanes.Workers;
import io.github.lanewise.kernels.shape.Checks;
import io.github.lanewise.kernels.simd.ArgMaxRun;
import io.github.lanewise.kernels.simd.MaxRun;

/** Pooling by the maximum, which can also tell where each maximum lies. */
public final class MaxPooling extends Pooling {
  private final PoolingGradient gradient;

  MaxPooling(PoolShape shape) {
    super(shape, true);
    gradient = new PoolingGradient(shape);
  }

  /**
   * Computes {@code y} and where it comes from, as the gradient needs it.
   *
   * @param x input {@code [batch][inHeight][inWidth][channels]}
   * @param y output {@code [batch][outHeight][outWidth][channels]}; overwritten
   * @param argmax for each output the index in {@code x} of its maximum: of several equal ones the
   *     first, of several NaNs the last, as in PyTorch; −1 for a window on padding alone;
   *     overwritten
   * @param workers threads to compute on
   * @throws IllegalArgumentException if an array has another length or {@code x} is {@code y}
   */
  public void forward(float[] x, float[] y, int[] argmax, Workers workers) {
    check(argmax);
    run(x, y, argmax, false, workers);
  }

  /**
   * Computes {@code relu(y)}: where no value of a window is above 0, the output is 0 and comes from
   * nowhere. For windows that reach the picture the same as pooling {@code relu(x)}, values,
   * gradients and tangents alike, at the cost of a pass over the outputs instead of the inputs.
   *
   * @param x input {@code [batch][inHeight][inWidth][channels]}
   * @param y output {@code [batch][outHeight][outWidth][channels]}; overwritten
   * @param argmax as {@link #forward(float[], float[], int[], Workers)} finds it, and −1 where the
   *     output is 0; overwritten
   * @param workers threads to compute on
   * @throws IllegalArgumentException if an array has another length or {@code x} is {@code y}
   */
  public void forwardRectified(float[] x, float[] y, int[] argmax, Workers workers) {
    check(argmax);
    run(x, y, argmax, true, workers);
  }

  /**
   * Computes the gradient with respect to the input: that of each output goes to where its maximum
   * was found. The same bits come out for any number of threads.
   *
   * @param dy gradient with respect to the output {@code [batch][outHeight][outWidth][channels]}
   * @param argmax what {@link #forward(float[], float[], int[], Workers)} found
   * @param dx {@code [batch][inHeight][inWidth][channels]}; overwritten
   * @param workers threads to compute on
   * @throws IllegalArgumentException if an array has another length or {@code dx} is {@code dy}
   */
  public void backward(float[] dy, int[] argmax, float[] dx, Workers workers) {
    check(argmax);
    gradient.max(dy, argmax, dx, workers);
  }

  /**
   * Computes the tangent of the output, the directional derivative: that of each maximum, 0 where a
   * window lies on padding alone.
   *
   * @param tangentX tangent of the input {@code [batch][inHeight][inWidth][channels]}
   * @param argmax what {@link #forward(float[], float[], int[], Workers)} found
   * @param tangentY {@code [batch][outHeight][outWidth][channels]}; overwritten
   * @throws IllegalArgumentException if an array has another length or both tangents are the same
   */
  public void tangent(float[] tangentX, int[] argmax, float[] tangentY) {
    check(argmax);
    Checks.length(
        "tangentX", tangentX, shape().inputLength(), "[batch][inHeight][inWidth][channels]");
    Checks.length(
        "tangentY", tangentY, shape().outputLength(), "[batch][outHeight][outWidth][channels]");
    Checks.distinct("tangentX", tangentX, "tangentY", tangentY);
    for (int i = 0; i < argmax.length; i++) {
      tangentY[i] = argmax[i] < 0 ? 0 : tangentX[argmax[i]];
    }
  }

  private void check(int[] argmax) {
    if (argmax == null || argmax.length != shape().outputLength()) {
      throw new IllegalArgumentException(
          "argmax "
              + (argmax == null ? "is null" : "has " + argmax.length + " ints")
              + ", expected "
              + shape().outputLength()
              + " [batch][outHeight][outWidth][channels]");
    }
  }

  @Override
  void run(
      int runs,
      int count,
      float[] x,
      int xAt,
      int xStep,
      int[] offsets,
      int from,
      int to,
      int divisor,
      float[] y,
      int yAt,
      int[] argmax) {
    if (argmax == null) {
      MaxRun.run(runs, count, x, xAt, xStep, offsets, from, to, y, yAt);
    } else {
      ArgMaxRun.run(runs, count, x, xAt, xStep, offsets, from, to, y, yAt, argmax);
    }
  }

  @Override
  void reference(int n, int outRow, float[] x, float[] y, int[] argmax) {
    ReferencePooling.max(shape(), n, outRow, x, y, argmax);
  }
}
