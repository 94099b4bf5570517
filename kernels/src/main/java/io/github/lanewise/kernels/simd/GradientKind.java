package io.github.lanewise.kernels.simd;

/**
 * What distinguishes one register tile of a weight gradient from another, constant within its code.
 *
 * @param rows neighbouring input values, 1 to 13
 * @param vectors vectors of output gradients, 1 or 2
 * @param add whether the sums are added to what is there
 * @param bias whether the output gradients themselves are summed, too
 * @param xStep distance between pixels in the inputs
 * @param dyStep distance between pixels in the output gradients
 */
record GradientKind(int rows, int vectors, boolean add, boolean bias, int xStep, int dyStep) {}
