/**
 * Tells whether the kernels have become slower. Absolute times say nothing on a machine that is not
 * one's own, so a kernel is judged by its share of what the machine can do, measured in the same
 * JVM, against a floor ({@link io.github.lanewise.bench.gate.FloorGate}); or against another build
 * of itself, JVM by JVM in turn ({@link io.github.lanewise.bench.gate.BuildGate}). What fails is
 * measured again, and only what fails twice counts.
 */
package io.github.lanewise.bench.gate;
