package io.github.lanewise.nn.optimize;

import io.github.lanewise.kernels.lanes.Workers;
import io.github.lanewise.nn.Parameters;
import java.util.List;

/** How gradients change parameters: an immutable description. */
public interface Optimizer {
  /**
   * The step size, before a {@link Schedule} changes it.
   *
   * @return the learning rate
   */
  double learningRate();

  /**
   * Makes the memory that the optimizer needs.
   *
   * @param parameters the parameters it will change
   * @return memory before the first step
   */
  Memory start(Parameters parameters);

  /** What an optimizer remembers of a run. */
  interface Memory {
    /**
     * Changes the parameters that are learned.
     *
     * @param parameters changed in place
     * @param gradients of the same form
     * @param learningRate step size of this step
     * @param workers threads to compute on
     */
    void step(Parameters parameters, Parameters gradients, double learningRate, Workers workers);

    /**
     * Steps made so far.
     *
     * @return at least 0
     */
    long steps();

    /**
     * Goes on from another run.
     *
     * @param steps steps made so far
     */
    void resumeAt(long steps);

    /**
     * What is remembered for each parameter: what a checkpoint has to keep, together with the
     * number of steps.
     *
     * @return the arrays themselves, such as momenta
     */
    List<Parameters> buffers();
  }
}
