package io.github.lanewise.bench.picture;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;

/** The weights of a filter, written as rows of numbers. */
public final class Kernel {
  private static final Pattern BETWEEN_ROWS = Pattern.compile("[;\\n]");
  private static final Pattern BETWEEN_WEIGHTS = Pattern.compile("[\\s,]+");

  private final int height;
  private final int width;
  private final float[] weights;

  private Kernel(int height, int width, float[] weights) {
    this.height = height;
    this.width = width;
    this.weights = weights;
  }

  /**
   * Reads rows of numbers.
   *
   * @param rows numbers with blanks or commas between them, rows with semicolons or line ends, such
   *     as {@code "-1 1"} or {@code "0 1 0; 1 -4 1; 0 1 0"}
   * @return the kernel
   * @throws IllegalArgumentException if a number cannot be read or rows differ in length
   */
  static Kernel parse(String rows) {
    List<Float> weights = new ArrayList<>();
    int height = 0;
    int width = 0;
    for (String row : BETWEEN_ROWS.splitAsStream(rows).filter(r -> !r.isBlank()).toList()) {
      List<String> numbers = BETWEEN_WEIGHTS.splitAsStream(row.strip()).toList();
      height++;
      if (height > 1 && numbers.size() != width) {
        throw new IllegalArgumentException(
            "row "
                + height
                + " of the kernel has "
                + numbers.size()
                + " weights, expected "
                + width
                + " as in row 1");
      }
      width = numbers.size();
      for (String number : numbers) {
        weights.add(weight(number));
      }
    }
    if (height == 0) {
      throw new IllegalArgumentException(
          "the kernel is empty, expected rows of numbers such as \"-1 1\"");
    }
    float[] array = new float[weights.size()];
    for (int i = 0; i < array.length; i++) {
      array[i] = weights.get(i);
    }
    return new Kernel(height, width, array);
  }

  private static float weight(String number) {
    try {
      float weight = Float.parseFloat(number);
      if (Float.isFinite(weight)) {
        return weight;
      }
    } catch (NumberFormatException e) {
      // told below, as for NaN and infinity
    }
    throw new IllegalArgumentException(
        "the kernel has '"
            + number
            + "', expected rows of numbers such as \"-1 1\" or \"0 1 0; 1 -4 1; 0 1 0\"");
  }

  /**
   * Rows.
   *
   * @return their number
   */
  public int height() {
    return height;
  }

  /**
   * Columns.
   *
   * @return their number
   */
  public int width() {
    return width;
  }

  /**
   * The weights {@code [height][width]}, the array itself.
   *
   * @return not to be changed
   */
  public float[] weights() {
    return weights;
  }

  /** The kernel turned by a quarter: rows become columns. */
  Kernel transposed() {
    float[] turned = new float[weights.length];
    for (int i = 0; i < weights.length; i++) {
      turned[i % width * height + i / width] = weights[i];
    }
    return new Kernel(width, height, turned);
  }

  /** The same kernel with weights that add up to 1. */
  Kernel normalised() {
    double sum = sum();
    float[] scaled = weights.clone();
    for (int i = 0; i < scaled.length; i++) {
      scaled[i] = (float) (weights[i] / sum);
    }
    return new Kernel(height, width, scaled);
  }

  /** Whether the weights add up to 0, so that it answers to differences alone. */
  boolean seesDifferences() {
    double size = 0;
    for (float weight : weights) {
      size += Math.abs(weight);
    }
    return Math.abs(sum()) <= 1e-6 * size;
  }

  private double sum() {
    double sum = 0;
    for (float weight : weights) {
      sum += weight;
    }
    return sum;
  }

  @Override
  public String toString() {
    return height + "×" + width + " " + Arrays.toString(weights);
  }
}
