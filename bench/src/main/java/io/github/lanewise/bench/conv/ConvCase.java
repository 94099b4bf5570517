package io.github.lanewise.bench.conv;

import io.github.lanewise.bench.layers.Layer;
import io.github.lanewise.kernels.conv.ConvAlgorithm;
import io.github.lanewise.kernels.conv.ConvShape;
import java.util.List;

/**
 * What one fork measures.
 *
 * @param layer the layer
 * @param batch images
 * @param threads threads of each contender
 * @param algorithms Lanewise's contenders, each of which supports the shape
 * @param peers the native ones, by name
 */
record ConvCase(
    Layer layer, int batch, int threads, List<ConvAlgorithm> algorithms, List<String> peers) {

  ConvShape shape() {
    return layer.shape(batch);
  }

  String title() {
    return "%s, batch %d, %s"
        .formatted(layer.name(), batch, threads == 1 ? "1 thread" : threads + " threads");
  }
}
