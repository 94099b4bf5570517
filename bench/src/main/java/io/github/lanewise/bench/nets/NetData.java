package io.github.lanewise.bench.nets;

import io.github.lanewise.bench.contest.Values;
import io.github.lanewise.nn.Model;
import io.github.lanewise.nn.Network;

/**
 * What every contender starts from: the same weights, pictures and classes in every JVM. Its arrays
 * are copied by those who change them.
 *
 * @param model the network with the weights of a seed
 * @param batch pictures of a call
 * @param x pictures {@code [batch][height][width][channels]}
 * @param targets {@code [batch][classes]}: 1 at the right class, else 0
 */
@SuppressWarnings("ArrayRecordComponent") // read, never compared
public record NetData(Model model, int batch, float[] x, float[] targets) {
  /** Small, as the same batch is learned from again and again. */
  public static final float LEARNING_RATE = 1e-3f;

  /** As in most recipes. */
  public static final float MOMENTUM = 0.9f;

  /**
   * The data of a network.
   *
   * @param network the network
   * @param batch pictures of a call
   * @return random numbers, the same ones each time
   */
  public static NetData of(Network network, int batch) {
    int classes = network.outputShape().length();
    float[] targets = new float[batch * classes];
    for (int i = 0; i < batch; i++) {
      targets[i * classes + i % classes] = 1;
    }
    float[] x = Values.random(1, network.inputShape().length(batch));
    return new NetData(network.initialise(1), batch, x, targets);
  }
}
