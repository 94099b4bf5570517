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
}
