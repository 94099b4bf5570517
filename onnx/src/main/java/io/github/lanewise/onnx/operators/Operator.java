package io.github.lanewise.onnx.operators;

import java.util.List;

/**
 * An operator with its attributes. Immutable.
 *
 * <p>Errors are {@link IllegalArgumentException}s that name values and what was expected; whoever
 * calls adds the node.
 */
public interface Operator {
  /**
   * What the outputs will be.
   *
   * @param inputs the inputs; null for one left out
   * @return the outputs
   * @throws NotConstantException if it needs the elements of an input that is not constant
   */
  List<Value> infer(List<Value> inputs);

  /**
   * The kernel for inputs of these dimensions.
   *
   * @param inputs the inputs; null for one left out
   * @param outputs what {@link #infer} said
   * @return the kernel
   */
  Kernel kernel(List<Value> inputs, List<Value> outputs);

  /**
   * Whether the first output is the first input under other dimensions, so that nothing is
   * computed.
   *
   * @return false by default
   */
  default boolean view() {
    return false;
  }

  /**
   * Whether it only computes on pictures whose channels come last.
   *
   * @return false by default
   */
  default boolean needsChannelsLast() {
    return false;
  }

  /**
   * The same operator for inputs and outputs whose channels, the second dimension, have been moved
   * to the end.
   *
   * @param rank number of dimensions of the outputs
   * @return the operator; null if there is none. By default this one if it {@linkplain
   *     #needsChannelsLast computes on no others}, else null
   */
  default Operator channelsLast(int rank) {
    return needsChannelsLast() ? this : null;
  }

  /**
   * Whether an input is moved along when channels come last: weights, for one, stay as they are.
   *
   * @param input its number
   * @return true by default
   */
  default boolean moves(int input) {
    return true;
  }

  /**
   * The same operator for a single run in a JVM that has compiled nothing yet: by few loops, which
   * are fast at once, instead of the fastest kernels.
   *
   * @param area memory for packed weights, shared by all operators of the run
   * @return this operator, by default
   */
  default Operator once(PackingArea area) {
    return this;
  }

  /**
   * Multiply-add pairs.
   *
   * @param inputs the inputs
   * @param outputs the outputs
   * @return 0 by default
   */
  default long multiplyAdds(List<Value> inputs, List<Value> outputs) {
    return 0;
  }
}
