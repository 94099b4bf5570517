/**
 * Convolution, pooling, matrix products and their kin: {@code float[]} in, {@code float[]} out, on
 * the JDK's Vector API. This is the only module that touches {@code jdk.incubator.vector}.
 */
module io.github.lanewise.kernels {
  requires jdk.incubator.vector;

  exports io.github.lanewise.kernels.activation;
  exports io.github.lanewise.kernels.conv;
  exports io.github.lanewise.kernels.lanes;
  exports io.github.lanewise.kernels.linalg;
  exports io.github.lanewise.kernels.norm;
  exports io.github.lanewise.kernels.pool;
  exports io.github.lanewise.kernels.probe;
  exports io.github.lanewise.kernels.resample;
  exports io.github.lanewise.kernels.shape;
}
