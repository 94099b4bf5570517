package io.github.lanewise.nn;

/**
 * The three passes of a layer at one batch size. Arrays come from the {@link Frame}; what one pass
 * keeps for a later one belongs into {@link #newState}, so that frames on several threads can share
 * these passes.
 *
 * <p>Results must not depend on the number of threads: cut work by shape alone.
 */
public interface Passes {
  /**
   * Memory that one frame keeps from pass to pass; asked for once per frame.
   *
   * @return the memory, to be had from {@link Frame#state}; null by default
   */
  default Object newState() {
    return null;
  }

  /**
   * These passes followed by a ReLU: {@code y} is rectified, and {@code dy} the gradient with
   * respect to the rectified values. The same results as by a layer of its own, with less memory
   * read and written.
   *
   * @return the passes; null, as by default, if there are none
   */
  default Passes thenRelu() {
    return null;
  }

  /**
   * These passes after a ReLU: of {@code x} as if it were rectified, and {@code dx} the gradient
   * with respect to what it is. The same results as by a layer of its own, with less memory read
   * and written.
   *
   * @return the passes; null, as by default, if there are none
   */
  default Passes afterRelu() {
    return null;
  }

  /**
   * Whether the gradient with respect to each input is {@code dy}, as that of a sum: {@code dx} may
   * then be the same array, into which {@code backward} has nothing to write.
   *
   * @return whether {@code dx} may be {@code dy}; false by default
   */
  default boolean passesGradientOn() {
    return false;
  }

  /**
   * Whether {@code backward} leaves {@code dy} as it is, so that others may read it later.
   *
   * @return whether {@code dy} is only read; false by default
   */
  default boolean keepsGradient() {
    return false;
  }

  /**
   * Whether {@code backward} adds {@link Frame#dxOfOthers} to the {@code dx} of its only input,
   * which then takes no pass of its own.
   *
   * @return whether it does; false by default
   */
  default boolean addsGradient() {
    return false;
  }

  /**
   * Whether {@code backward} takes the gradient with respect to {@code y} from {@link
   * Frame#sparseDy}, where all values but those are zero, as behind a max pooling. It is asked once
   * for a frame; where nothing is handed on, {@code dy} holds all values.
   *
   * @param gradients values for each example that are not left out, as many of each channel
   * @return whether it does; false by default
   */
  default boolean takesSparseGradient(int gradients) {
    return false;
  }

  /**
   * Called when parameters may have changed, before {@link #forward}: the place to pack weights.
   * Does nothing by default.
   *
   * @param frame its parameters alone are set, and whether this is a pass for training
   */
  default void prepare(Frame frame) {}

  /**
   * Computes {@code y} from {@code x} and the parameters.
   *
   * @param frame the arrays; all of {@code y} is to be overwritten
   */
  void forward(Frame frame);

  /**
   * Backward mode: from {@code dy}, the gradient of the loss with respect to {@code y}, computes
   * those with respect to the inputs and parameters. Follows a {@link #forward}.
   *
   * @param frame the arrays; every {@code dx} that is not null and every {@code dParameter} is to
   *     be overwritten. {@code dy} may be overwritten, too: nobody reads it afterwards, unless it
   *     was {@linkplain Frame#handOn handed on}
   */
  void backward(Frame frame);

  /**
   * Forward mode: from the tangents of the inputs and parameters computes that of {@code y}.
   * Follows a {@link #forward}.
   *
   * @param frame the arrays; all of {@code ty} is to be overwritten. A parameter's tangent that is
   *     null is zero
   */
  void tangent(Frame frame);
}
