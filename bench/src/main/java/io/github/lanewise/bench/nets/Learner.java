package io.github.lanewise.bench.nets;

import io.github.lanewise.bench.contest.Contender;
import java.util.Map;

/** Makes steps of training; judged by its first one. */
public interface Learner extends Contender {

  /** {@return what the first step came to, computed without dropout before any was made} */
  FirstStep firstStep();

  @Override
  default Map<String, float[]> outputs() {
    return firstStep().outputs();
  }
}
