package io.github.lanewise.bench.train;

import io.github.lanewise.bench.contest.Contender;
import java.util.Map;

/**
 * A pass by Lanewise. All passes share one step, as they do in training: its threads, and its
 * arrays, so that large layers fit into memory.
 */
final class PassContender implements Contender {
  private final Pass pass;
  private final TrainStep step;

  PassContender(Pass pass, TrainStep step) {
    this.pass = pass;
    this.step = step;
  }

  @Override
  public String name() {
    return pass.name();
  }

  @Override
  public String layout() {
    return switch (pass) {
      case PACK -> "HWIO in";
      case TOTAL -> "NHWC in and out, weights packed inside the timing";
      default -> "NHWC in and out, weights packed outside the timing";
    };
  }

  @Override
  public void run() {
    pass.run(step);
  }

  @Override
  public Map<String, float[]> outputs() {
    return pass.outputs(step);
  }

  /** Ends the threads of the step; doing so once more has no effect. */
  @Override
  public void close() {
    step.close();
  }
}
