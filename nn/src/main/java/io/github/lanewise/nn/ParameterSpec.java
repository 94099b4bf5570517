package io.github.lanewise.nn;

import io.github.lanewise.kernels.shape.Checks;
import java.util.List;

/**
 * A parameter that a layer asks for.
 *
 * @param name its name within the layer, such as {@code weight}
 * @param role what it is
 * @param sizes sizes of the array, row-major
 * @param fanIn values that one output sums over, for the initialisation of weights; else 0
 * @param fanOut outputs that one input goes into, for the initialisation of weights; else 0
 */
public record ParameterSpec(String name, Role role, List<Integer> sizes, int fanIn, int fanOut) {
  /** What a parameter is. */
  public enum Role {
    /** Learned, drawn at random. */
    WEIGHT(true, 0),
    /** Learned, added to sums; starts at 0. */
    BIAS(true, 0),
    /** Learned, multiplies; starts at 1. */
    SCALE(true, 1),
    /** Not learned but kept, such as a running mean; starts at 0. */
    MEAN(false, 0),
    /** Not learned but kept, such as a running variance; starts at 1. */
    VARIANCE(false, 1);

    private final boolean learned;
    private final float start;

    Role(boolean learned, float start) {
      this.learned = learned;
      this.start = start;
    }

    /**
     * Whether optimizers change it.
     *
     * @return true if it has a gradient
     */
    public boolean learned() {
      return learned;
    }

    /**
     * What all its values start at, unless they are drawn.
     *
     * @return 0 or 1
     */
    public float start() {
      return start;
    }
  }

  /** Copies the sizes. */
  public ParameterSpec {
    sizes = List.copyOf(sizes);
  }

  /**
   * Weights.
   *
   * @param sizes sizes of the array
   * @param fanIn values that one output sums over
   * @param fanOut outputs that one input goes into
   * @return the parameter named {@code weight}
   */
  public static ParameterSpec weight(List<Integer> sizes, int fanIn, int fanOut) {
    return new ParameterSpec("weight", Role.WEIGHT, sizes, fanIn, fanOut);
  }

  /**
   * Biases.
   *
   * @param length one for each output channel
   * @return the parameter named {@code bias}
   */
  public static ParameterSpec bias(int length) {
    return new ParameterSpec("bias", Role.BIAS, List.of(length), 0, 0);
  }

  /**
   * Number of values.
   *
   * @return the product of the sizes
   */
  public int length() {
    return Checks.elements(
        "the parameter " + name, sizes.stream().mapToInt(Integer::intValue).toArray());
  }
}
