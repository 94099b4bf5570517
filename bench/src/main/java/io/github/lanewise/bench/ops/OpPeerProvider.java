package io.github.lanewise.bench.ops;

import io.github.lanewise.bench.contest.Contender;

/** Opens native libraries; found by {@link java.util.ServiceLoader} in a build that has them. */
public interface OpPeerProvider {

  /**
   * Prepares an operator in a native library. The arrays are copied.
   *
   * @param name name of the library, one of {@link Op#peers}
   * @param op the operator
   * @param threads threads that a run may use, the calling one included
   * @return the peer
   * @throws IllegalArgumentException if the library does not have it
   */
  Contender open(String name, Op op, int threads);
}
