package io.github.lanewise.bench.contest;

import java.util.Map;

/** What came of a contest, as far as all kinds of contests have it. */
public interface ContestResult {

  /**
   * What results of one table have in common.
   *
   * @return the table's title
   */
  String conditions();

  /**
   * How far apart the forks are.
   *
   * @return the slowest less the fastest, as a share of the median
   */
  double spread();

  /**
   * Heap that a call allocates.
   *
   * @return bytes
   */
  long bytesPerCall();

  /**
   * Times of native libraries.
   *
   * @return by name, may be none
   */
  Map<String, PeerTime> peers();

  /**
   * How Lanewise compares with the fastest of them.
   *
   * @return its time ÷ Lanewise's; null without any
   */
  Double ratioToBestPeer();

  /**
   * JVMs that measured.
   *
   * @return at least 1
   */
  int forks();

  /**
   * Where the figures come from.
   *
   * @return date, command and machine
   */
  RunInfo run();
}
