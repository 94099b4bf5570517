package io.github.lanewise.kernels.simd;

/**
 * What distinguishes one register tile of {@link PlaceGradientTiles} from another, constant within
 * its code.
 *
 * @param vectors vectors of a kernel row
 * @param rows kernel rows
 * @param rowStep distance between what lies under neighbouring kernel rows
 */
record PlaceGradientKind(int vectors, int rows, int rowStep) {}
