package io.github.lanewise.cli;

/**
 * Where results are shown as they come.
 *
 * @param <R> the results
 */
interface ResultOutput<R> {

  /** Shows a result. */
  void add(R result);

  /** Shows what comes after the last one. */
  void end();
}
