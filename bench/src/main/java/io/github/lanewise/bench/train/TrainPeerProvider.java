package io.github.lanewise.bench.train;

import io.github.lanewise.bench.contest.Contender;
import io.github.lanewise.bench.conv.ConvData;
import io.github.lanewise.bench.layers.Layer;

/** Opens native libraries; found by {@link java.util.ServiceLoader} in a build that has them. */
public interface TrainPeerProvider {

  /**
   * Prepares a layer, forward and backward, in a native library. The arrays are copied.
   *
   * @param name name of the library
   * @param layer the layer
   * @param batch images
   * @param data input, weights and bias
   * @param dy gradient of the output {@code [batch][outHeight][outWidth][outChannels]}
   * @param threads threads that a run may use, the calling one included
   * @return the peer; its outputs are {@code y}, {@code dx}, {@code dWeights} and {@code dBias}, in
   *     the orders of {@link io.github.lanewise.kernels.conv.ConvolutionGradient}
   * @throws IllegalArgumentException if the name is unknown; the message lists the known ones
   */
  Contender open(String name, Layer layer, int batch, ConvData data, float[] dy, int threads);
}
