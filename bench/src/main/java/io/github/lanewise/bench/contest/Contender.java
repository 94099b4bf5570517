package io.github.lanewise.bench.contest;

import java.util.Map;

/**
 * One way to compute a given thing, ready to be timed: data, weights and everything that is
 * prepared once are in place, and {@link #run()} does nothing else. Opened, run and closed by one
 * thread.
 */
public interface Contender extends AutoCloseable {

  /** {@return what tables call it} */
  String name();

  /** {@return the memory formats it computes in, and which reorders {@link #run()} includes} */
  String layout();

  /** Computes it once. */
  void run();

  /** {@return the last run's results by name, pictures with channels last; not to be changed} */
  Map<String, float[]> outputs();

  @Override
  void close();
}
