package io.github.lanewise.bench.contest;

/**
 * How fast a native library was.
 *
 * @param seconds time of a call
 */
public record PeerTime(double seconds) {}
