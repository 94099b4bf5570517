/**
 * Convolution. {@link io.github.lanewise.kernels.conv.ConvShape} says what to compute, {@link
 * io.github.lanewise.kernels.conv.ConvAlgorithm} how, {@link
 * io.github.lanewise.kernels.conv.Convolution} computes it.
 */
package io.github.lanewise.kernels.conv;
