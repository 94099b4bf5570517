package io.github.lanewise.nn;

/**
 * The values of one parameter of a network, or their gradient, or their tangent.
 *
 * @param name {@code layer.parameter}, such as {@code conv1.weight}
 * @param spec what it is
 * @param values the values themselves, not a copy
 */
@SuppressWarnings("ArrayRecordComponent") // the array is the point: kernels write into it
public record Parameter(String name, ParameterSpec spec, float[] values) {
  @Override
  public String toString() {
    return name + " " + spec.sizes();
  }
}
