package io.github.lanewise.nn.check;

import io.github.lanewise.kernels.lanes.Workers;
import io.github.lanewise.nn.Model;
import io.github.lanewise.nn.Network;
import io.github.lanewise.nn.Parameter;
import io.github.lanewise.nn.Parameters;
import io.github.lanewise.nn.Seeds;
import io.github.lanewise.nn.Workspace;
import java.util.SplittableRandom;

/**
 * Holds the passes of a network, or of a layer of your own in a network of one layer, against each
 * other and against differences of its output. For random directions {@code u} in the space of
 * inputs and parameters and {@code v} in that of outputs, three numbers are to agree:
 *
 * <ul>
 *   <li>{@code ⟨v, (f(z + h u) − f(z − h u)) / 2h⟩}, by forward passes,
 *   <li>{@code ⟨v, J u⟩}, by the tangent pass,
 *   <li>{@code ⟨Jᵀ v, u⟩}, by the backward pass.
 * </ul>
 *
 * <p>Inputs are a random order of evenly spaced values in (−1, 1) without 0, so that kinks of ReLU
 * and ties of max pooling stay farther away than {@code h}.
 *
 * {@snippet :
 * Network network = Network.builder(5, 5, 2).add(new MyLayer()).build();
 * GradientCheck.of(network).run(); // throws AssertionError with the numbers
 * }
 */
public final class GradientCheck {
  private static final int DIRECTIONS = 3;

  private final Network network;
  private int batch = 2;
  private long seed = 1;
  private boolean training = true;
  private double step = 1e-3;
  private double tolerance = 2e-3;

  private GradientCheck(Network network) {
    this.network = network;
  }

  /**
   * A check of a network.
   *
   * @param network the network
   * @return a check with batch 2, seed 1, in training mode, step 10⁻³, tolerance 2·10⁻³
   */
  public static GradientCheck of(Network network) {
    return new GradientCheck(network);
  }

  /**
   * Sets the batch.
   *
   * @param batch examples
   * @return this
   */
  public GradientCheck batch(int batch) {
    this.batch = batch;
    return this;
  }

  /**
   * Sets the seed of inputs, parameters and directions.
   *
   * @param seed the seed
   * @return this
   */
  public GradientCheck seed(long seed) {
    this.seed = seed;
    return this;
  }

  /**
   * Checks the network as it is when it is used rather than while it learns.
   *
   * @return this
   */
  public GradientCheck evaluating() {
    this.training = false;
    return this;
  }

  /**
   * Sets the step of the differences.
   *
   * @param step length of the step relative to each value's direction
   * @return this
   */
  public GradientCheck step(double step) {
    this.step = step;
    return this;
  }

  /**
   * Sets how much the numbers may differ, relative to the sum of the magnitudes that they are
   * summed from.
   *
   * @param tolerance relative error
   * @return this
   */
  public GradientCheck tolerance(double tolerance) {
    this.tolerance = tolerance;
    return this;
  }

  /**
   * Runs the check.
   *
   * @throws AssertionError if two of the numbers differ; the message shows all three
   */
  public void run() {
    SplittableRandom random = new SplittableRandom(seed);
    Model model = network.initialise(seed);
    for (Parameter parameter : model.parameters()) {
      // Biases of 0 and scales of 1 would hide what they do; variances stay positive.
      for (int i = 0; i < parameter.values().length; i++) {
        parameter.values()[i] += (float) (0.2 * Seeds.uniform(random));
      }
    }
    float[] x = spaced(network.inputShape().length(batch), random);
    for (int i = 0; i < DIRECTIONS; i++) {
      direction(model.parameters(), x, random);
    }
  }

  private void direction(Parameters parameters, float[] x, SplittableRandom random) {
    Workspace workspace = new Workspace(network, batch);
    float[] ux = signs(x.length, random);
    Parameters uParameters = parameters.zerosLike();
    for (Parameter parameter : uParameters) {
      if (parameter.spec().role().learned()) {
        float[] signs = signs(parameter.values().length, random);
        System.arraycopy(signs, 0, parameter.values(), 0, signs.length);
      }
    }
    double[] above = outputs(workspace, parameters, uParameters, x, ux, step);
    double[] below = outputs(workspace, parameters, uParameters, x, ux, -step);
    double[] at = outputs(workspace, parameters, uParameters, x, ux, 0);
    float[] v = signs(at.length, random);

    double differences = 0;
    double forward = 0;
    double magnitude = 0;
    float[] ty = workspace.tangent(ux, uParameters, Workers.serial());
    for (int i = 0; i < v.length; i++) {
      differences += v[i] * (above[i] - below[i]) / (2 * step);
      forward += v[i] * (double) ty[i];
      magnitude += Math.abs(v[i] * ty[i]);
    }
    float[] dx = new float[x.length];
    Parameters gradients = parameters.zerosLike();
    workspace.backward(v.clone(), gradients, dx, Workers.serial());
    double backward = dot(dx, ux);
    for (Parameter parameter : gradients) {
      if (parameter.spec().role().learned()) {
        backward += dot(parameter.values(), uParameters.get(parameter.name()));
      }
    }
    double allowed = tolerance * (magnitude + 1e-3);
    // Not "> allowed", so that NaN fails as well.
    if (!(Math.abs(differences - forward) <= allowed)
        || !(Math.abs(forward - backward) <= allowed)) {
      throw new AssertionError(
          "differences %.6g, tangent %.6g, backward %.6g; expected within %.2g of each other (%s)"
              .formatted(differences, forward, backward, allowed, network));
    }
  }

  /** The output a step along the direction. */
  private double[] outputs(
      Workspace workspace,
      Parameters parameters,
      Parameters direction,
      float[] x,
      float[] ux,
      double length) {
    Parameters moved = parameters.zerosLike();
    for (Parameter parameter : moved) {
      move(
          parameters.get(parameter.name()),
          direction.get(parameter.name()),
          length,
          parameter.values());
    }
    float[] movedX = new float[x.length];
    move(x, ux, length, movedX);
    float[] y =
        training
            ? workspace.forwardTraining(moved, movedX, seed, Workers.serial())
            : workspace.forward(moved, movedX, Workers.serial());
    double[] result = new double[y.length];
    for (int i = 0; i < y.length; i++) {
      result[i] = y[i];
    }
    return result;
  }

  private static void move(float[] from, float[] direction, double length, float[] to) {
    for (int i = 0; i < to.length; i++) {
      to[i] = (float) (from[i] + length * direction[i]);
    }
  }

  private static double dot(float[] a, float[] b) {
    double sum = 0;
    for (int i = 0; i < a.length; i++) {
      sum += (double) a[i] * b[i];
    }
    return sum;
  }

  private static float[] signs(int length, SplittableRandom random) {
    float[] values = new float[length];
    for (int i = 0; i < length; i++) {
      values[i] = random.nextLong() < 0 ? -1 : 1;
    }
    return values;
  }

  private static float[] spaced(int length, SplittableRandom random) {
    int[] order = new int[length];
    Seeds.shuffle(order, random.nextLong());
    float[] values = new float[length];
    for (int i = 0; i < length; i++) {
      values[i] = (2f * order[i] + 1 - length + (length % 2 == 0 ? 0 : 0.5f)) / length;
    }
    return values;
  }
}
