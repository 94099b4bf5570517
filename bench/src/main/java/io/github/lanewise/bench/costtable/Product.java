package io.github.lanewise.bench.costtable;

import io.github.lanewise.kernels.conv.ConvShape;
import io.github.lanewise.kernels.conv.Convolution;
import io.github.lanewise.kernels.conv.Epilogue;
import io.github.lanewise.kernels.conv.PackedWeights;
import io.github.lanewise.kernels.lanes.Workers;
import io.github.lanewise.kernels.linalg.CsrMatrix;
import java.io.IOException;

/** The slide's convolution on one picture, ready to be computed in one of the three ways. */
interface Product extends AutoCloseable {
  /**
   * Computes {@code y}.
   *
   * @param x the picture
   * @param y the output; overwritten
   * @param workers threads to compute on
   */
  void compute(float[] x, float[] y, Workers workers) throws IOException;

  @Override
  default void close() throws IOException {}

  /** The kernel slid over the picture. */
  static Product convolution(ConvShape shape) {
    Convolution convolution = Convolution.of(shape);
    PackedWeights weights = convolution.pack(Slide.weights());
    return (x, y, workers) -> convolution.forward(x, weights, Epilogue.NONE, y, workers);
  }

  /** The sparse matrix. */
  static Product sparse(ConvShape shape) {
    return CsrMatrix.fromConvolution(shape, Slide.weights())::multiply;
  }
}
