package io.github.lanewise.bench.gate;

import java.util.OptionalDouble;

/**
 * What is expected of a subject on vectors of one width.
 *
 * @param subject its name
 * @param laneBits width of the vectors; 0 without SIMD
 * @param algorithm the algorithm that the library chooses
 * @param floor the least share of the machine; empty where the share is only reported
 */
public record Expectation(String subject, int laneBits, String algorithm, OptionalDouble floor) {}
