/**
 * Convolutions measured layer by layer, as a {@linkplain io.github.lanewise.bench.contest contest}
 * of Lanewise's algorithms and native libraries.
 */
package io.github.lanewise.bench.conv;
