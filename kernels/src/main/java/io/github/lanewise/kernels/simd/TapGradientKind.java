package io.github.lanewise.kernels.simd;

/**
 * What distinguishes one register tile of a single channel's weight gradient from another, constant
 * within its code. Tap {@code t} of pixel {@code p} lies at {@code t / kernelWidth · rowStep + t %
 * kernelWidth · planeStep + p}.
 *
 * @param first first tap
 * @param taps number of taps; of one tile at most {@link TapGradientTiles#MOST_TAPS}
 * @param kernelWidth taps of a kernel row
 * @param rowStep distance between rows of pixels
 * @param planeStep distance between the pixels of neighbouring kernel columns
 * @param dyStep distance between pixels in the output gradients
 */
record TapGradientKind(
    int first, int taps, int kernelWidth, int rowStep, int planeStep, int dyStep) {}
