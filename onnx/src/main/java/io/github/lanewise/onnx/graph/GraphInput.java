package io.github.lanewise.onnx.graph;

import io.github.lanewise.onnx.tensor.ElementType;
import java.util.Arrays;
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
    return dims != null && dims.stream().allMatch(dim -> dim.matches("\\d+"));
  }

  /**
   * Dimensions with a number for those that vary.
   *
   * @param varying the number
   * @return the dimensions; none if not even their number is told
   */
  public int[] dims(int varying) {
    return dims == null
        ? new int[0]
        : dims.stream().mapToInt(d -> d.matches("\\d+") ? Integer.parseInt(d) : varying).toArray();
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
    return wanted.length == given.length
        && Arrays.equals(
            Arrays.stream(given).map(i -> i).toArray(),
            java.util.stream.IntStream.range(0, given.length)
                .map(i -> wanted[i] < 0 ? given[i] : wanted[i])
                .toArray());
  }

  @Override
  public String toString() {
    return name
        + " "
        + type
        + (dims == null ? "" : dims.stream().collect(Collectors.joining("×", "[", "]")));
  }
}
