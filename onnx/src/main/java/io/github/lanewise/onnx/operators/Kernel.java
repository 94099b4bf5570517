package io.github.lanewise.onnx.operators;

import io.github.lanewise.onnx.tensor.Tensor;

/** What computes one node for inputs of given dimensions; shared by all runs. */
@FunctionalInterface
public interface Kernel {
  /**
   * Binds the kernel to tensors, whose elements are read and written whenever the step runs.
   *
   * @param in the inputs; null for one left out
   * @param out the outputs; null for one that is not wanted
   * @return the step
   */
  Step bind(Tensor[] in, Tensor[] out);
}
