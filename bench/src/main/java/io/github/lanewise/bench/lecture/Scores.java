package io.github.lanewise.bench.lecture;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.github.lanewise.kernels.activation.Softmax;
import io.github.lanewise.kernels.lanes.Workers;
import io.github.lanewise.nn.Model;
import io.github.lanewise.nn.Workspace;
import io.github.lanewise.nn.loss.SoftmaxCrossEntropy;
import io.github.lanewise.nn.loss.SquaredError;
import java.util.Arrays;

/**
 * What a network says of one picture, and how wrong that is.
 *
 * @param label the picture's class
 * @param scores the network's outputs
 * @param probabilities softmax of the scores
 * @param crossEntropy minus the logarithm of the probability of the right class
 * @param squaredError of the probabilities against 1 for the right class and 0 for all others
 */
@SuppressWarnings("ArrayRecordComponent") // read by index, never compared
public record Scores(
    int label, float[] scores, float[] probabilities, double crossEntropy, double squaredError) {

  static Scores of(Model model, float[] x, int label, Workers workers) {
    return of(
        new Workspace(model.network(), 1).forward(model.parameters(), x, workers).clone(),
        label,
        workers);
  }

  static Scores of(float[] scores, int label, Workers workers) {
    float[] probabilities = softmax(scores, workers);
    float[] target = new float[scores.length];
    target[label] = 1;
    float[] gradient = new float[scores.length];
    return new Scores(
        label,
        scores,
        probabilities,
        new SoftmaxCrossEntropy().bind(1, scores.length).compute(scores, target, gradient, workers),
        new SquaredError()
            .bind(1, scores.length)
            .compute(probabilities, target, gradient, workers));
  }

  static float[] softmax(float[] scores, Workers workers) {
    float[] probabilities = new float[scores.length];
    Softmax.of(1, scores.length).forward(scores, probabilities, workers);
    return probabilities;
  }

  /**
   * How likely the network takes its answer to be.
   *
   * @return the largest probability
   */
  @JsonProperty
  public float probability() {
    return probabilities[best()];
  }

  /**
   * How sure the network is.
   *
   * @return the largest probability less the second largest
   */
  @JsonProperty
  public float margin() {
    float[] sorted = probabilities.clone();
    Arrays.sort(sorted);
    return sorted[sorted.length - 1] - sorted[sorted.length - 2];
  }

  /**
   * The class with the largest score.
   *
   * @return from 0; of equal ones the first
   */
  public int best() {
    int best = 0;
    for (int i = 1; i < scores.length; i++) {
      if (scores[i] > scores[best]) {
        best = i;
      }
    }
    return best;
  }
}
