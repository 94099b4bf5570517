package io.github.lanewise.bench.nets;

import io.github.lanewise.bench.contest.Contender;

/** Opens native libraries; found by {@link java.util.ServiceLoader} in a build that has them. */
public interface NetPeerProvider {

  /**
   * Prepares a network in a native library. The arrays are copied.
   *
   * @param name name of the library
   * @param use what the network is used for
   * @param data the network and what it starts from
   * @param threads threads that a run may use, the calling one included
   * @return the peer; its outputs are those of a {@link FirstStep}, or {@code output
   *     [batch][classes]}
   * @throws IllegalArgumentException if the name is unknown, the message lists the known ones, or
   *     the library has no counterpart of a layer
   */
  Contender open(String name, Use use, NetData data, int threads);
}
