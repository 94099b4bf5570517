package io.github.lanewise.bench.progress;

/** Is told how far a long measurement has come. Called from several threads, one at a time. */
@FunctionalInterface
public interface Progress {
  /** Tells nobody. */
  Progress NONE = (task, done, total) -> {};

  /**
   * Something was done.
   *
   * @param task what is being done, for people
   * @param done how much of it is done
   * @param total how much there is to do, at least 1
   */
  void at(String task, long done, long total);

  /**
   * The progress of one of several equal parts of this.
   *
   * @param index which part, from 0
   * @param count how many parts there are
   * @return what the part is to tell
   */
  default Progress part(int index, int count) {
    return (task, done, total) -> at(task, index * total + done, count * total);
  }
}
