package io.github.lanewise.bench.contest;

import java.util.Map;

/** A contender that computes one array. */
public interface OneOutput extends Contender {

  /** {@return the last run's result, channels last where it is a picture; not to be changed} */
  float[] output();

  @Override
  default Map<String, float[]> outputs() {
    return Map.of("output", output());
  }
}
