package io.github.lanewise.nn;

import io.github.lanewise.kernels.lanes.Workers;
import io.github.lanewise.nn.loss.Loss;

/**
 * A network with its parameters.
 *
 * <p>The derivatives here are those of the network as it is when it is used (no dropout), and
 * allocate what they return; {@link Workspace} is what training uses.
 *
 * @param network the network
 * @param parameters its parameters
 */
public record Model(Network network, Parameters parameters) {
  /**
   * The gradient of a loss with respect to all parameters: one sweep backward.
   *
   * @param loss the loss
   * @param x inputs {@code [batch][…]}, one example at least
   * @param targets what the network should say {@code [batch][…output]}
   * @param workers threads to compute on
   * @return in the form of the parameters
   * @throws IllegalArgumentException if an array does not hold whole examples, or lengths differ
   */
  public Parameters gradient(Loss loss, float[] x, float[] targets, Workers workers) {
    Workspace workspace = workspace(x);
    float[] y = workspace.forward(parameters, x, workers);
    if (targets.length != y.length) {
      throw new IllegalArgumentException(
          "targets has %d floats, expected the %d of the output"
              .formatted(targets.length, y.length));
    }
    float[] dy = new float[y.length];
    loss.bind(workspace.batch(), network.outputShape().length()).compute(y, targets, dy, workers);
    Parameters gradients = parameters.zerosLike();
    workspace.backward(dy, gradients, null, workers);
    return gradients;
  }

  /**
   * How the output changes when the input moves: the Jacobian matrix of the network, as a function
   * of its input, times a vector. One sweep forward.
   *
   * @param x inputs {@code [batch][…]}, one example at least
   * @param tx where they move, of the same length
   * @param workers threads to compute on
   * @return {@code J · tx [batch][…output]}
   * @throws IllegalArgumentException if an array does not hold whole examples, or lengths differ
   */
  public float[] jacobianVectorProduct(float[] x, float[] tx, Workers workers) {
    Workspace workspace = workspace(x);
    workspace.forward(parameters, x, workers);
    return workspace.tangent(tx, null, workers).clone();
  }

  /**
   * How a weighted sum of the outputs depends on the input: the transposed Jacobian matrix of the
   * network, as a function of its input, times a vector. One sweep backward.
   *
   * @param x inputs {@code [batch][…]}, one example at least
   * @param v weights of the outputs {@code [batch][…output]}
   * @param workers threads to compute on
   * @return {@code Jᵀ · v [batch][…input]}
   * @throws IllegalArgumentException if an array does not hold whole examples, or lengths differ
   */
  public float[] vectorJacobianProduct(float[] x, float[] v, Workers workers) {
    Workspace workspace = workspace(x);
    workspace.forward(parameters, x, workers);
    float[] dx = new float[x.length];
    workspace.backward(v.clone(), parameters.zerosLike(), dx, workers);
    return dx;
  }

  private Workspace workspace(float[] x) {
    Shape shape = network.inputShape();
    if (x.length == 0 || x.length % shape.length() != 0) {
      throw new IllegalArgumentException(
          "x has %d floats, expected a multiple of the %d of %s"
              .formatted(x.length, shape.length(), shape));
    }
    return new Workspace(network, x.length / shape.length());
  }
}
