/**
 * What this machine can do at most, measured in the JVM that asks: the multiply-adds of its vector
 * units and the bandwidth of each level of its memory. Kernels are judged by their share of it.
 *
 * <p>Williams, Waterman, Patterson: Roofline, an insightful visual performance model, CACM 52
 * (2009).
 */
package io.github.lanewise.bench.roofline;
