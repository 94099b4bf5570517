package io.github.lanewise.nn.data;

/**
 * How a stored value becomes what a network reads: {@code (value − mean) / deviation}.
 *
 * @param mean what becomes 0
 * @param deviation what becomes 1 away from it, not 0
 */
public record Scaling(float mean, float deviation) {
  /** Bytes to 0 … 1. */
  public static final Scaling UNIT = new Scaling(0, 255);

  /**
   * Checks the deviation.
   *
   * @throws IllegalArgumentException if it is 0 or not a number
   */
  public Scaling {
    if (!(deviation > 0)) {
      throw new IllegalArgumentException("deviation is " + deviation + ", expected above 0");
    }
  }

  /**
   * Scales one value.
   *
   * @param value the value as stored
   * @return what a network reads
   */
  public float apply(float value) {
    return (value - mean) / deviation;
  }
}
