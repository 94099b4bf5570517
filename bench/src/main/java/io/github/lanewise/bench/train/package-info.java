/**
 * Convolutions forward and backward, layer by layer, as a {@linkplain
 * io.github.lanewise.bench.contest contest} of Lanewise's passes and native libraries.
 */
package io.github.lanewise.bench.train;
