package io.github.lanewise.kernels.activation;

import io.github.lanewise.kernels.lanes.Workers;

/**
 * The rectified linear unit, {@code max(x, 0)} (Glorot, Bordes, Bengio 2011, "Deep sparse rectifier
 * neural networks"). After a convolution or matrix product it is cheaper as part of their epilogue.
 */
public final class Relu {
  private Relu() {}

  /**
   * Computes {@code y[i] = x[i] < 0 ? 0 : x[i]}; NaN stays NaN.
   *
   * @param x any length
   * @param y as long as {@code x}, or {@code x} itself; overwritten
   * @param workers threads to compute on
   * @throws IllegalArgumentException if the lengths differ
   */
  public static void forward(float[] x, float[] y, Workers workers) {
    Elementwise.run(Elementwise.Operation.RELU, x, null, 0, y, workers);
  }

  /**
   * Computes {@code y[i] = a[i] + b[i] < 0 ? 0 : a[i] + b[i]}: where the paths of a residual
   * network join.
   *
   * @param a any length
   * @param b as long as {@code a}
   * @param y as long as {@code a}, may be {@code a} or {@code b}; overwritten
   * @param workers threads to compute on
   * @throws IllegalArgumentException if the lengths differ
   */
  public static void ofSum(float[] a, float[] b, float[] y, Workers workers) {
    Elementwise.checkTwo("a", a, "b", b, "as a has");
    Elementwise.run(Elementwise.Operation.ADD_RELU, a, b, 0, y, workers);
  }

  /**
   * Computes {@code dx[i] = y[i] <= 0 ? 0 : dy[i]}: the gradient with respect to the input and,
   * with tangents in place of gradients, the tangent of the output. The derivative at 0 is 0, as in
   * PyTorch.
   *
   * @param y output of {@link #forward}, or its input
   * @param dy as long as {@code y}
   * @param dx as long as {@code y}, may be {@code dy} or {@code y}; overwritten
   * @param workers threads to compute on
   * @throws IllegalArgumentException if the lengths differ
   */
  public static void gradient(float[] y, float[] dy, float[] dx, Workers workers) {
    Elementwise.checkTwo("y", y, "dy", dy, "as y has");
    Elementwise.run(Elementwise.Operation.RELU_GRADIENT, y, dy, 0, dx, workers);
  }
}
