package io.github.lanewise.bench.contest;

import java.util.List;
import java.util.Map;

/** What one fork measures. */
public interface Contest {

  /**
   * What is computed, for people.
   *
   * @return a few words
   */
  String title();

  /**
   * Threads of each contender.
   *
   * @return at least 1
   */
  int threads();

  /**
   * Lanewise's contenders.
   *
   * @return names, at least one
   */
  List<String> ours();

  /**
   * The native ones.
   *
   * @return names, may be none
   */
  List<String> peers();

  /**
   * About how long a call takes at most on any machine of interest, for estimates.
   *
   * @return seconds
   */
  double slowCall();

  /**
   * The program of the fork.
   *
   * @return a JMH benchmark
   */
  Class<? extends ContestBenchmark> benchmark();

  /**
   * What the program needs to know besides the contenders.
   *
   * @return values of its JMH parameters by their names
   */
  Map<String, String> parameters();
}
