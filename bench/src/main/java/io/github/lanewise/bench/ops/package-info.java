/**
 * Everything but convolutions, measured operator by operator: pooling, activations, softmax, sparse
 * and dense matrices, as a {@linkplain io.github.lanewise.bench.contest contest} of Lanewise and
 * native libraries, each held against what bounds it on this machine.
 */
package io.github.lanewise.bench.ops;
