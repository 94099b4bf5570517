package io.github.lanewise.nn.predict;

import io.github.lanewise.kernels.activation.Softmax;
import io.github.lanewise.kernels.lanes.Pool;
import io.github.lanewise.kernels.lanes.Workers;
import io.github.lanewise.kernels.shape.Checks;
import io.github.lanewise.nn.Model;
import io.github.lanewise.nn.Shape;
import io.github.lanewise.nn.Workspace;

/**
 * A trained model made ready to run: layers fused, weights packed once, buffers kept. Immutable to
 * its users and shared by any number of threads; once warm, calls allocate nothing.
 *
 * {@snippet :
 * Predictor predictor = Predictor.of(ModelFile.STANDARD.read(file).model());
 * int digit = predictor.classify(picture, Workers.serial());
 * }
 */
public final class Predictor {
  private final Model model;
  private final int outputLength;
  private final Softmax softmax;
  private final Workspace first;

  /** Each call takes buffers of its own; all of them read the same packed weights. */
  private final Pool<Workspace> workspaces;

  private Predictor(Model model, int batch) {
    this.model = model;
    this.outputLength = model.network().outputShape().length(batch);
    this.softmax = Softmax.of(batch, model.network().outputShape().length());
    this.first = new Workspace(model.network(), batch);
    first.prepare(model.parameters());
    this.workspaces = new Pool<>(() -> new Workspace(first));
    workspaces.give(first);
  }

  /**
   * A predictor for one example at a time.
   *
   * @param model the model; its parameters are copied
   * @return the predictor
   */
  public static Predictor of(Model model) {
    return of(model, 1);
  }

  /**
   * A predictor for several examples at once.
   *
   * @param model the model; its parameters are copied
   * @param batch examples of a call, at least 1
   * @return the predictor
   * @throws IllegalArgumentException if the batch is below 1
   */
  public static Predictor of(Model model, int batch) {
    return new Predictor(Fusion.fuse(model), Checks.atLeast(1, "batch", batch));
  }

  /**
   * Shape of an example.
   *
   * @return the shape
   */
  public Shape inputShape() {
    return model.network().inputShape();
  }

  /**
   * Shape of the output for one example.
   *
   * @return the shape
   */
  public Shape outputShape() {
    return model.network().outputShape();
  }

  /**
   * Computes the network.
   *
   * @param x input {@code [batch][height][width][channels]}
   * @param y output {@code [batch][…]}; overwritten
   * @param workers threads to compute on
   * @throws IllegalArgumentException if an array has another length
   */
  public void predict(float[] x, float[] y, Workers workers) {
    Checks.length("y", y, outputLength, "[batch][…output]");
    Workspace workspace = workspaces.take();
    try {
      float[] result = workspace.forwardPrepared(model.parameters(), x, workers);
      System.arraycopy(result, 0, y, 0, y.length);
    } finally {
      workspaces.give(workspace);
    }
  }

  /**
   * Computes the network and the softmax of its outputs.
   *
   * @param x input {@code [batch][height][width][channels]}
   * @param y probability of each class {@code [batch][classes]}; overwritten
   * @param workers threads to compute on
   * @throws IllegalArgumentException if an array has another length
   */
  public void probabilities(float[] x, float[] y, Workers workers) {
    predict(x, y, workers);
    softmax.forward(y, y, workers);
  }

  /**
   * The class of one example. Allocates the array for the outputs.
   *
   * @param x input {@code [height][width][channels]}
   * @param workers threads to compute on
   * @return where the largest output is, from 0
   * @throws IllegalArgumentException if the array has another length or this predictor's batch is
   *     not 1
   */
  public int classify(float[] x, Workers workers) {
    float[] y = new float[outputShape().length()];
    predict(x, y, workers);
    int best = 0;
    for (int i = 1; i < y.length; i++) {
      if (y[i] > y[best]) {
        best = i;
      }
    }
    return best;
  }
}
