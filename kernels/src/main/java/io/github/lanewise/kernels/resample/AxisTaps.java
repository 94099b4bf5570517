package io.github.lanewise.kernels.resample;

import io.github.lanewise.kernels.shape.Checks;
import java.util.Arrays;

/**
 * Along one axis of a picture, the input positions of which each output position is a weighted sum.
 * Immutable.
 */
public final class AxisTaps {
  private final int input;

  /** The taps of output {@code o} are those from {@code starts[o]} up to {@code starts[o + 1]}. */
  final int[] starts;

  final int[] positions;
  final float[] weights;

  private AxisTaps(int input, int[] starts, int[] positions, float[] weights) {
    this.input = input;
    this.starts = starts;
    this.positions = positions;
    this.weights = weights;
  }

  /**
   * Each output is the input whose place it falls on, {@code floor(o · input / output)}: PyTorch's
   * {@code nearest}.
   *
   * @param input positions of the input, at least 1
   * @param output positions of the output, at least 1
   * @return the taps
   * @throws IllegalArgumentException if a size is below 1
   */
  public static AxisTaps nearest(int input, int output) {
    check(input, output);
    int[] positions = new int[output];
    for (int o = 0; o < output; o++) {
      positions[o] = (int) ((long) o * input / output);
    }
    return single(input, positions);
  }

  /**
   * Each output lies between two inputs: PyTorch's {@code linear} and {@code bilinear}.
   *
   * @param input positions of the input, at least 1
   * @param output positions of the output, at least 1
   * @param alignCorners whether the middles of the first and last pixels fall on each other; else
   *     the outer edges of the pixels do
   * @return the taps
   * @throws IllegalArgumentException if a size is below 1
   */
  public static AxisTaps linear(int input, int output, boolean alignCorners) {
    check(input, output);
    int[] starts = new int[output + 1];
    int[] positions = new int[2 * output];
    float[] weights = new float[2 * output];
    for (int o = 0; o < output; o++) {
      double place =
          alignCorners
              ? o * (input - 1.0) / Math.max(1, output - 1)
              : Math.max(0, (o + 0.5) * input / output - 0.5);
      int before = Math.min(input - 1, (int) place);
      positions[2 * o] = before;
      positions[2 * o + 1] = Math.min(input - 1, before + 1);
      weights[2 * o] = (float) (1 - (place - before));
      weights[2 * o + 1] = (float) (place - before);
      starts[o + 1] = 2 * o + 2;
    }
    return new AxisTaps(input, starts, positions, weights);
  }

  /**
   * Each output is the average of its share of the inputs, from {@code floor(o · input / output)}
   * up to {@code ceil((o + 1) · input / output)}: PyTorch's adaptive average pooling.
   *
   * @param input positions of the input, at least 1
   * @param output positions of the output, at least 1
   * @return the taps
   * @throws IllegalArgumentException if a size is below 1
   */
  public static AxisTaps average(int input, int output) {
    check(input, output);
    int[] starts = new int[output + 1];
    for (int o = 0; o < output; o++) {
      starts[o + 1] = starts[o] + shareEnd(input, output, o) - shareStart(input, output, o);
    }
    int[] positions = new int[starts[output]];
    float[] weights = new float[positions.length];
    for (int o = 0; o < output; o++) {
      for (int i = starts[o]; i < starts[o + 1]; i++) {
        positions[i] = shareStart(input, output, o) + i - starts[o];
        weights[i] = 1f / (starts[o + 1] - starts[o]);
      }
    }
    return new AxisTaps(input, starts, positions, weights);
  }

  /**
   * The first input of an output's share in adaptive pooling.
   *
   * @param input positions of the input
   * @param output positions of the output
   * @param o the output
   * @return {@code floor(o · input / output)}
   */
  public static int shareStart(int input, int output, int o) {
    return (int) ((long) o * input / output);
  }

  /**
   * One past the last input of an output's share in adaptive pooling.
   *
   * @param input positions of the input
   * @param output positions of the output
   * @param o the output
   * @return {@code ceil((o + 1) · input / output)}
   */
  public static int shareEnd(int input, int output, int o) {
    return (int) Math.ceilDiv((o + 1L) * input, output);
  }

  /**
   * The input with a border.
   *
   * @param input positions of the input, at least 1
   * @param before positions added in front, at least 0
   * @param after positions added behind, at least 0
   * @param mode what they are
   * @return the taps
   * @throws IllegalArgumentException if a size is out of its range, or the border needs more of the
   *     picture than there is: mirrored it is narrower than the picture, circular as wide at most
   */
  public static AxisTaps padded(int input, int before, int after, PaddingMode mode) {
    Checks.atLeast(1, "input", input);
    Checks.atLeast(0, "padding", Math.min(before, after));
    int most =
        switch (mode) {
          case ZEROS, REPLICATE -> Integer.MAX_VALUE;
          case REFLECT -> input - 1;
          case CIRCULAR -> input;
        };
    if (Math.max(before, after) > most) {
      throw new IllegalArgumentException(
          "padding is %d, expected at most %d for %d pixels with padding mode %s"
              .formatted(Math.max(before, after), most, input, mode));
    }
    int[] positions = new int[before + input + after];
    for (int o = 0; o < positions.length; o++) {
      int i = o - before;
      positions[o] =
          switch (mode) {
            case ZEROS -> i < 0 || i >= input ? -1 : i;
            case REFLECT -> i < 0 ? -i : i >= input ? 2 * (input - 1) - i : i;
            case REPLICATE -> Math.clamp(i, 0, input - 1);
            case CIRCULAR -> Math.floorMod(i, input);
          };
    }
    return single(input, positions);
  }

  /** One tap of weight 1 for each output, or none where the position is negative. */
  private static AxisTaps single(int input, int[] positions) {
    int[] starts = new int[positions.length + 1];
    int[] taps = new int[positions.length];
    for (int o = 0; o < positions.length; o++) {
      starts[o + 1] = starts[o];
      if (positions[o] >= 0) {
        taps[starts[o + 1]++] = positions[o];
      }
    }
    float[] weights = new float[positions.length];
    Arrays.fill(weights, 1);
    return new AxisTaps(input, starts, taps, weights);
  }

  private static void check(int input, int output) {
    Checks.atLeast(1, "input", input);
    Checks.atLeast(1, "output", output);
  }

  /**
   * Positions of the input.
   *
   * @return at least 1
   */
  public int input() {
    return input;
  }

  /**
   * Positions of the output.
   *
   * @return at least 1
   */
  public int output() {
    return starts.length - 1;
  }

  /**
   * How far one output sees.
   *
   * @return the most inputs from its first tap to its last, at least 1
   */
  public int span() {
    int span = 1;
    for (int o = 0; o < output(); o++) {
      for (int i = starts[o]; i < starts[o + 1]; i++) {
        span = Math.max(span, 1 + Math.abs(positions[i] - positions[starts[o]]));
      }
    }
    return span;
  }
}
