package io.github.lanewise.nn.train;

import io.github.lanewise.kernels.lanes.Workers;
import io.github.lanewise.nn.Model;
import io.github.lanewise.nn.Parameters;
import io.github.lanewise.nn.Workspace;
import io.github.lanewise.nn.loss.Loss;

/** A training step's buffers for one batch size: from a batch to the gradient of its loss. */
final class Step {
  private final Model model;
  private final Workspace workspace;
  private final Loss.Bound loss;
  private final int outputs;
  private final float[] dy;
  private int right;

  Step(Model model, Loss loss, int batch) {
    this.model = model;
    this.workspace = new Workspace(model.network(), batch);
    this.outputs = model.network().outputShape().length();
    this.loss = loss.bind(batch, outputs);
    this.dy = new float[batch * outputs];
  }

  /**
   * Computes the gradient of a batch's loss.
   *
   * @return the loss
   */
  double run(Batch batch, long seed, Parameters gradients, Workers workers, String where) {
    float[] y = workspace.forwardTraining(model.parameters(), batch.x(), seed, workers);
    right = 0;
    for (int i = 0; i < batch.size(); i++) {
      if (Examples.largest(y, i * outputs, outputs) == batch.label(i)) {
        right++;
      }
    }
    double value = loss.compute(y, batch.targets(), dy, workers);
    if (!Double.isFinite(value)) {
      String layer = workspace.firstNotFinite();
      throw new NotANumberException(
          where
              + ": the loss is "
              + value
              + (layer == null ? "" : ", and the first values not finite come out of " + layer)
              + "; try a smaller learning rate or gradient clipping");
    }
    workspace.backward(dy, gradients, null, workers);
    return value;
  }

  /** Examples of the last batch that were taken for what they are. */
  int right() {
    return right;
  }
}
