package io.github.lanewise.kernels.simd;

/**
 * What distinguishes one register tile from another, constant within its code.
 *
 * @param rows neighbouring output pixels
 * @param vectors vectors of output channels, 1 or 2
 * @param flat whether the taps are flat lists of single values
 * @param relu whether negative results become 0
 * @param partial whether the output channels end within the last vector
 */
record TileKind(int rows, int vectors, boolean flat, boolean relu, boolean partial) {}
