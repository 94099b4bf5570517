package io.github.lanewise.bench.contest;

/** Is told what a long measurement does now. */
@FunctionalInterface
public interface Progress {

  /**
   * Something begins.
   *
   * @param task what, for people
   */
  void at(String task);
}
