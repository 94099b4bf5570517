package io.github.lanewise.bench.peers;

import io.github.lanewise.bench.contest.OneOutput;

/** Another library's matrix product, ready to be timed; as {@link ConvPeer}. */
public interface GemmPeer extends OneOutput {

  /** {@return the name it was opened by} */
  @Override
  String name();

  /** {@return a copy of the last run's result, {@code [m][n]}} */
  @Override
  float[] output();
}
