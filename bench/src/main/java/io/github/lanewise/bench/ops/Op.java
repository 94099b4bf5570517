package io.github.lanewise.bench.ops;

import io.github.lanewise.kernels.lanes.Workers;
import java.util.List;

/** An operator of some sizes. */
public sealed interface Op permits ConvOp, PoolOp, ElementOp, SoftmaxOp, SparseOp, DenseOp, GemmOp {

  /**
   * What tables call it.
   *
   * @return a name without blanks
   */
  String name();

  /**
   * Float multiplies and adds of a call that its result asks for, those of exponentials among them;
   * comparisons are not counted.
   *
   * @return operations
   */
  double operations();

  /**
   * What a call has to move at least: each input read and each output written once.
   *
   * @return bytes
   */
  long bytes();

  /**
   * Floats of the output.
   *
   * @return floats
   */
  int outputLength();

  /**
   * Native libraries that have the operator.
   *
   * @return names
   */
  List<String> peers();

  /**
   * What it is computed from, the same in every JVM.
   *
   * @return new arrays
   */
  List<float[]> inputs();

  /**
   * Lanewise's computation of it, with all that is made once in place.
   *
   * @param inputs as {@link #inputs} made them
   * @param y output; overwritten by each run
   * @param workers threads to compute on
   * @return computes it once
   */
  Runnable computation(List<float[]> inputs, float[] y, Workers workers);

  /**
   * What Lanewise prepares outside the timing.
   *
   * @return a clause
   */
  default String layout() {
    return "float[] in and out";
  }
}
