package io.github.lanewise.bench.conv;

import io.github.lanewise.bench.contest.Contender;
import io.github.lanewise.bench.layers.Layer;

/** Opens native libraries; found by {@link java.util.ServiceLoader} in a build that has them. */
public interface PeerProvider {

  /**
   * Prepares a layer in a native library. The arrays are copied.
   *
   * @param name name of the library
   * @param layer the layer
   * @param batch images
   * @param data input, weights and bias
   * @param threads threads that a run may use, the calling one included
   * @return the peer
   * @throws IllegalArgumentException if the name is unknown; the message lists the known ones
   */
  Contender open(String name, Layer layer, int batch, ConvData data, int threads);
}
