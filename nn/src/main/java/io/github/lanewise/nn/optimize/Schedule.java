package io.github.lanewise.nn.optimize;

/** How the step size changes while training goes on. */
@FunctionalInterface
public interface Schedule {
  /** The step size stays. */
  Schedule CONSTANT = (step, total) -> 1;

  /**
   * What the optimizer's learning rate is multiplied by.
   *
   * @param step number of the step, from 0
   * @param total steps of the whole training
   * @return the factor
   */
  double factor(long step, long total);

  /**
   * Falls by a factor at even distances, as PyTorch's {@code StepLR}.
   *
   * @param every steps from fall to fall, at least 1
   * @param gamma factor of a fall
   * @return the schedule
   * @throws IllegalArgumentException if {@code every} is below 1
   */
  static Schedule step(long every, double gamma) {
    if (every < 1) {
      throw new IllegalArgumentException("every is " + every + ", expected at least 1");
    }
    return (step, total) -> {
      long falls = step / every;
      return StrictMath.pow(gamma, (double) falls);
    };
  }

  /**
   * Falls to 0 along half a wave of the cosine (Loshchilov, Hutter 2017, "SGDR"), as PyTorch's
   * {@code CosineAnnealingLR}.
   *
   * @return the schedule
   */
  static Schedule cosine() {
    return (step, total) -> (1 + StrictMath.cos(Math.PI * step / total)) / 2;
  }

  /**
   * Rises and falls (Smith, Topin 2017, "Super-convergence"), as PyTorch's {@code OneCycleLR} with
   * its defaults: from 1/25 along a cosine to 1 in the first three tenths, then to 1/250,000. The
   * optimizer's learning rate is the highest. Momentum stays.
   *
   * @return the schedule
   */
  static Schedule oneCycle() {
    return (step, total) -> {
      double top = 0.3 * total - 1;
      double end = total - 1.0;
      return step <= top
          ? between(1.0 / 25, 1, top <= 0 ? 1 : step / top)
          : between(1, 1.0 / 250_000, end <= top ? 1 : (step - top) / (end - top));
    };
  }

  private static double between(double from, double to, double share) {
    return to + (from - to) / 2 * (1 + StrictMath.cos(Math.PI * share));
  }

  /**
   * This, with a straight rise from 0 before it: step {@code i} of the rise has {@code (i + 1) /
   * steps} of what this begins with.
   *
   * @param steps of the rise; this has as many fewer
   * @return the schedule
   */
  default Schedule warmUp(long steps) {
    return (step, total) ->
        step < steps
            ? factor(0, Math.max(1, total - steps)) * (step + 1) / steps
            : factor(step - steps, Math.max(1, total - steps));
  }
}
