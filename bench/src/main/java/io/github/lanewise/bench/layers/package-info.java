/** The convolution layers that are measured: a list of published networks', or the user's own. */
package io.github.lanewise.bench.layers;
