/**
 * Whole ONNX models as a {@linkplain io.github.lanewise.bench.contest contest} of Lanewise and
 * native libraries, and how long each takes from the start of a JVM to its first answer.
 */
package io.github.lanewise.bench.model;
