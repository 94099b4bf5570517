package io.github.lanewise.kernels.simd;

/**
 * What distinguishes one register tile of a weight gradient from another, constant within its code.
 *
 * @param rows neighbouring input values, 1 to 8
 * @param vectors vectors of output gradients, 1 or 2
 * @param add whether the sums are added to what is there
 * @param step distance between the pixels of a packed input, whose output gradients are packed,
 *     too; 0 where both distances are arguments
 */
record GradientKind(int rows, int vectors, boolean add, int step) {}
