package io.github.lanewise.bench.contest;

import java.io.IOException;

/**
 * Is given each result when it is there.
 *
 * @param <R> the result of a contest
 */
@FunctionalInterface
public interface Sink<R> {
  /**
   * A contest is over.
   *
   * @param result what came out
   * @throws IOException if it cannot be kept
   */
  void accept(R result) throws IOException;
}
