package io.github.lanewise.bench.lecture;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonProperty;
import io.github.lanewise.kernels.shape.Checks;

/**
 * A picture of one channel, its values of any range. JSON has its size and range, not its values.
 *
 * @param height rows
 * @param width columns
 * @param values {@code [height][width]}; kept, not copied
 */
@SuppressWarnings("ArrayRecordComponent") // read by index, never compared
public record Plane(int height, int width, @JsonIgnore float[] values) {
  /**
   * Checks the length.
   *
   * @throws IllegalArgumentException if the array has another length
   */
  public Plane {
    Checks.length("values", values, height * width, "[height][width]");
  }

  /**
   * The smallest value.
   *
   * @return the value
   */
  @JsonProperty
  public float low() {
    float low = Float.POSITIVE_INFINITY;
    for (float value : values) {
      low = Math.min(low, value);
    }
    return low;
  }

  /**
   * The largest value.
   *
   * @return the value
   */
  @JsonProperty
  public float high() {
    float high = Float.NEGATIVE_INFINITY;
    for (float value : values) {
      high = Math.max(high, value);
    }
    return high;
  }

  /**
   * The mean.
   *
   * @return the values' sum by their number
   */
  @JsonProperty
  public double mean() {
    double sum = 0;
    for (float value : values) {
      sum += value;
    }
    return sum / values.length;
  }

  /** One channel of an example in the order {@code [height][width][channels]}. */
  static Plane channel(float[] example, int height, int width, int channels, int channel) {
    float[] plane = new float[height * width];
    for (int i = 0; i < plane.length; i++) {
      plane[i] = example[i * channels + channel];
    }
    return new Plane(height, width, plane);
  }
}
