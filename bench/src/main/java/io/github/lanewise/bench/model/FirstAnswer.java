package io.github.lanewise.bench.model;

/**
 * How soon a fresh JVM has an answer.
 *
 * @param seconds from the start of the process to the answer, median over JVMs
 * @param spread the slowest less the fastest, as a share of {@code seconds}
 */
public record FirstAnswer(double seconds, double spread) {}
