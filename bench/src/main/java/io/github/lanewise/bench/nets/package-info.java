/**
 * Whole networks, steps of training and predictions, as a {@linkplain
 * io.github.lanewise.bench.contest contest} of Lanewise and native libraries.
 */
package io.github.lanewise.bench.nets;
