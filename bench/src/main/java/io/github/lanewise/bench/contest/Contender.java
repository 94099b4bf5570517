package io.github.lanewise.bench.contest;

/**
 * One way to compute a given convolution, ready to be timed: data, weights and everything that is
 * prepared once are in place, and {@link #run()} does nothing else. Opened, run and closed by one
 * thread.
 */
public interface Contender extends AutoCloseable {

  /** {@return what tables call it} */
  String name();

  /** {@return the memory formats it computes in, and which reorders {@link #run()} includes} */
  String layout();

  /** Computes the convolution once. */
  void run();

  /**
   * {@return the last run's result, {@code [batch][outHeight][outWidth][outChannels]}; not to be
   * changed}
   */
  float[] output();

  @Override
  void close();
}
