package io.github.lanewise.bench.contest;

import io.github.lanewise.bench.roofline.Roofline;
import java.util.Map;

/**
 * What one fork found out.
 *
 * @param seconds time of a call, median over the iterations, by name of the contender
 * @param roofline the machine's limits at that time
 * @param facts the rest
 */
public record ForkSample(Map<String, Double> seconds, Roofline roofline, Facts facts) {}
