package io.github.lanewise.kernels.simd;

/**
 * What distinguishes one tile of {@link SumTiles} from another, constant within its code.
 *
 * @param rows neighbouring rows, at most 6
 * @param vectors vectors of columns, 1 to 4
 * @param relu whether negative results become 0
 * @param step distance between neighbouring rows in the input, or 0 where it is an argument
 */
record SumKind(int rows, int vectors, boolean relu, int step) {}
