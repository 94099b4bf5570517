package io.github.lanewise.bench.train;

/**
 * How fast a pass was.
 *
 * @param seconds time of a call
 * @param gflops multiply-adds of the convolution, each counted as two operations, GFLOP/s; those in
 *     the padding count
 * @param percentOfPeak share of the multiply-adds that this machine could do, measured in the same
 *     forks; over 100 where an algorithm needs fewer than it is credited with
 */
public record PassTime(double seconds, double gflops, double percentOfPeak) {}
