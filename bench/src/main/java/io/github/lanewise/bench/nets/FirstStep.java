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
   * The loss, and the length of each gradient: rounding decides now and then which of two values is
   * the largest of a window, and the gradient takes another way; its length stays.
   *
   * @return an array of one value for each
   */
  public Map<String, float[]> outputs() {
    Map<String, float[]> outputs = new LinkedHashMap<>();
    outputs.put("loss", new float[] {(float) loss});
    gradients.forEach((name, values) -> outputs.put("length of d" + name, length(values)));
    return outputs;
  }

  private static float[] length(float[] values) {
    double sum = 0;
    for (float value : values) {
      sum += (double) value * value;
    }
    return new float[] {(float) Math.sqrt(sum)};
  }
}
