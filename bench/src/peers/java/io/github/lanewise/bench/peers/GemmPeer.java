package io.github.lanewise.bench.peers;

/** Another library's matrix product, ready to be timed; as {@link ConvPeer}. */
public interface GemmPeer extends AutoCloseable {

  /** {@return the name it was opened by} */
  String name();

  /** Computes the product once. */
  void run();

  /** {@return a copy of the last run's result, {@code [m][n]}} */
  float[] output();

  @Override
  void close();
}
