package io.github.lanewise.onnx.graph;

import io.github.lanewise.onnx.tensor.ElementType;
import java.util.List;
import java.util.stream.Collectors;

/**
 * What a graph takes or gives.
 *
 * @param name its name
 * @param type what the elements are
 * @param dims dimensions: a number, or a name or {@code ?} for one that varies; null if not even
 *     their number is told
 */
public record GraphInput(String name, ElementType type, List<String> dims) {
  /** Copies the dimensions. */
  public GraphInput {
    dims = dims == null ? null : List.copyOf(dims);
  }

  /**
   * Whether all dimensions are numbers.
   *
   * @return false if one varies
   */
  public boolean fixed() {
    if (dims == null) {
      return false;
    }
    for (String dim : dims) {
      if (!number(dim)) {
        return false;
      }
    }
    return true;
  }

  /** Whether a dimension is told as a number; without a regular expression, slow in a new JVM. */
  static boolean number(String dim) {
    for (int i = 0; i < dim.length(); i++) {
      if (dim.charAt(i) < '0' || dim.charAt(i) > '9') {
        return false;
      }
    }
    return !dim.isEmpty();
  }

  /**
   * Dimensions with a number for those that vary.
   *
   * @param varying the number
   * @return the dimensions; none if not even their number is told
   */
  public int[] dims(int varying) {
    int[] sizes = new int[dims == null ? 0 : dims.size()];
    for (int d = 0; d < sizes.length; d++) {
      sizes[d] = number(dims.get(d)) ? Integer.parseInt(dims.get(d)) : varying;
    }
    return sizes;
  }

  /**
   * Whether a tensor of these dimensions will do.
   *
   * @param given dimensions
   * @return false if their number or a fixed one differs
   */
  public boolean accepts(int... given) {
    if (dims == null) {
      return true;
    }
    int[] wanted = dims(-1);
    boolean fits = wanted.length == given.length;
    for (int d = 0; fits && d < wanted.length; d++) {
      fits = wanted[d] < 0 || wanted[d] == given[d];
    }
    return fits;
  }

  @Override
  public String toString() {
    return name
        + " "
        + type
        + (dims == null ? "" : dims.stream().collect(Collectors.joining("×", "[", "]")));
  }
}
