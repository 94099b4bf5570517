/**
 * Convolution, pooling, matrix products and their kin: {@code float[]} in, {@code float[]} out, on
 * the JDK's Vector API. This is the only module that touches {@code jdk.incubator.vector}.
 */
module io.github.lanewise.kernels {
  requires jdk.incubator.vector;
}
