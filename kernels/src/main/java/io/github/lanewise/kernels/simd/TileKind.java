package io.github.lanewise.kernels.simd;

/**
 * What distinguishes one register tile from another, constant within its code.
 *
 * @param rows neighbouring output pixels
 * @param vectors vectors of output channels, 1 to 4
 * @param walk how the taps are walked
 * @param relu whether negative results become 0
 * @param partial whether the output channels end within the last vector
 * @param step distance between neighbouring rows in the input, or 0 where it is an argument
 */
record TileKind(int rows, int vectors, Taps.Walk walk, boolean relu, boolean partial, int step) {}
