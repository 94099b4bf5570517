package io.github.lanewise.nn;

import java.util.List;

/**
 * One step of a network: what it computes, not where. A layer is an immutable description that any
 * number of networks may share; it knows nothing of other layers. Implement this and {@link Passes}
 * for a layer of your own, and hold it against {@link io.github.lanewise.nn.check.GradientCheck}.
 */
public interface Layer {
  /**
   * The shape of the output.
   *
   * @param inputs shapes of the inputs, in the order of the graph
   * @return the shape of one example
   * @throws IllegalArgumentException if the layer does not fit these inputs
   */
  Shape outputShape(List<Shape> inputs);

  /**
   * What the layer learns or keeps; none by default.
   *
   * @param inputs shapes of the inputs
   * @return the parameters, in the order in which {@link Frame#parameter} numbers them
   */
  default List<ParameterSpec> parameters(List<Shape> inputs) {
    return List.of();
  }

  /**
   * Makes the layer ready for one batch size.
   *
   * @param inputs shapes of the inputs
   * @param batch examples computed at once
   * @return the three passes
   */
  Passes bind(List<Shape> inputs, int batch);

  /**
   * Whether the output is the input itself under another shape. Then the layer has no array of its
   * own and no passes: {@link #bind} is never called.
   *
   * @return false by default
   */
  default boolean view() {
    return false;
  }

  /**
   * Whether the layer is the rectified linear unit. A {@link Workspace} has the layer before or
   * after it compute it as well, if that one can.
   *
   * @return false by default
   */
  default boolean rectifies() {
    return false;
  }

  /**
   * Multiply-add pairs for one example; 0 by default.
   *
   * @param inputs shapes of the inputs
   * @return the count, those on padding included
   */
  default long multiplyAdds(List<Shape> inputs) {
    return 0;
  }

  /**
   * How far one output position sees; itself by default.
   *
   * @param inputs shapes of the inputs
   * @return the reach
   */
  default Reach reach(List<Shape> inputs) {
    return Reach.POINT;
  }
}
