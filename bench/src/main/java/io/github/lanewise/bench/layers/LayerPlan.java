package io.github.lanewise.bench.layers;

import java.util.List;

/**
 * Layers that are measured one after the other.
 *
 * @param layers the layers
 * @param batches numbers of images
 * @param threads numbers of threads
 */
public record LayerPlan(List<Layer> layers, List<Integer> batches, List<Integer> threads) {

  /**
   * Each layer with each batch and number of threads.
   *
   * @return cases in the order of measuring: all layers before the next number of threads
   */
  public List<LayerCase> cases() {
    return batches.stream()
        .flatMap(
            batch ->
                threads.stream()
                    .flatMap(
                        count -> layers.stream().map(layer -> new LayerCase(layer, batch, count))))
        .toList();
  }
}
