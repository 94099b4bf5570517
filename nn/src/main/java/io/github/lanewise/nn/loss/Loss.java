package io.github.lanewise.nn.loss;

import io.github.lanewise.kernels.lanes.Workers;

/**
 * How wrong outputs are: a number for a batch, and its gradient. An immutable description; {@link
 * #bind} makes it ready for one size.
 */
public interface Loss {
  /**
   * Makes the loss ready.
   *
   * @param batch examples
   * @param outputs values of an example's output
   * @return the loss with its buffers, for one thread at a time
   */
  Bound bind(int batch, int outputs);

  /** A loss with its buffers. */
  @FunctionalInterface
  interface Bound {
    /**
     * Computes the loss, averaged over the examples, and its gradient.
     *
     * @param y what the network says {@code [batch][outputs]}
     * @param targets what it should say {@code [batch][outputs]}; for classes, 1 at the right one
     * @param dy gradient of the average with respect to {@code y}, overwritten; may be {@code y}
     * @param workers threads to compute on
     * @return the average loss
     */
    double compute(float[] y, float[] targets, float[] dy, Workers workers);
  }
}
