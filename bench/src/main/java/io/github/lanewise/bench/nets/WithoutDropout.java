package io.github.lanewise.bench.nets;

import io.github.lanewise.nn.Network;
import io.github.lanewise.nn.Node;
import io.github.lanewise.nn.layers.Dropout;

/** Networks that drop nothing: what two libraries drop is never the same. */
public final class WithoutDropout {
  private WithoutDropout() {}

  /**
   * Takes the dropout out of a network.
   *
   * @param network the network
   * @return the same with a probability of 0 in every {@link Dropout}, and the same parameters
   */
  public static Network of(Network network) {
    Network.Builder builder = Network.builder(network.inputShape());
    for (Node node : network.nodes().subList(1, network.nodes().size())) {
      String[] inputs =
          node.inputs().stream().map(i -> network.nodes().get(i).name()).toArray(String[]::new);
      builder.add(
          node.name(), node.layer() instanceof Dropout ? new Dropout(0) : node.layer(), inputs);
    }
    return builder.build();
  }
}
