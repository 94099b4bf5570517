package io.github.lanewise.cli.report;

/**
 * Where results are shown as they come.
 *
 * @param <R> the results
 */
public interface ResultOutput<R> {

  /**
   * Shows a result.
   *
   * @param result the next one
   */
  void add(R result);

  /** Shows what comes after the last one. */
  void end();
}
