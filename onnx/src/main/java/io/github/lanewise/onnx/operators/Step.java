package io.github.lanewise.onnx.operators;

import io.github.lanewise.kernels.lanes.Workers;

/** A kernel bound to the arrays that it reads and writes. */
@FunctionalInterface
public interface Step {
  /**
   * Computes the outputs.
   *
   * @param workers threads to compute on
   */
  void run(Workers workers);
}
