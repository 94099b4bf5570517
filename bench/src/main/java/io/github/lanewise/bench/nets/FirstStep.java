package io.github.lanewise.bench.nets;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What the first step of training comes to, without dropout: what libraries are compared by.
 *
 * @param loss average loss of the batch
 * @param gradients of the parameters that are learned, by name, in Lanewise's order
 */
public record FirstStep(double loss, Map<String, float[]> gradients) {
  /**
   * How far apart two gradients may be, as a share of their length. Rounding decides now and then
   * which of two values is the largest of a window, or whether one is above zero, and the gradient
   * takes another way: ResNet-18's by Lanewise, PyTorch and Deeplearning4j are 1 % apart.
   */
  private static final double FAR = 0.05;

  /**
   * Holds each gradient against that of another.
   *
   * @param other what another came to
   * @param name whose step this is, for the message
   * @throws IllegalStateException if a gradient points elsewhere or is missing; the message names
   *     it
   */
  void requireNear(FirstStep other, String name) {
    other.gradients.forEach(
        (parameter, expected) -> {
          float[] found = gradients.get(parameter);
          double apart = found == null ? Double.NaN : distance(found, expected);
          if (!(apart <= FAR * norm(expected))) {
            throw new IllegalStateException(
                "d%s by %s is %.3g of its length %.3g away, expected at most %.3g"
                    .formatted(parameter, name, apart / norm(expected), norm(expected), FAR));
          }
        });
  }

  private static double distance(float[] a, float[] b) {
    float[] difference = a.clone();
    for (int i = 0; i < a.length; i++) {
      difference[i] -= b[i];
    }
    return norm(difference);
  }

  /**
   * The loss, and the length of each gradient.
   *
   * @return an array of one value for each
   */
  public Map<String, float[]> outputs() {
    Map<String, float[]> outputs = new LinkedHashMap<>();
    outputs.put("loss", new float[] {(float) loss});
    gradients.forEach(
        (name, values) -> outputs.put("length of d" + name, new float[] {(float) norm(values)}));
    return outputs;
  }

  private static double norm(float[] values) {
    double sum = 0;
    for (float value : values) {
      sum += (double) value * value;
    }
    return Math.sqrt(sum);
  }
}
