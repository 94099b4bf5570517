/**
 * Convolution. {@link io.github.lanewise.kernels.conv.ConvShape} says what to compute, {@link
 * io.github.lanewise.kernels.conv.ConvAlgorithm} how, {@link
 * io.github.lanewise.kernels.conv.Convolution} computes it, {@link
 * io.github.lanewise.kernels.conv.ConvolutionGradient} goes back, {@link
 * io.github.lanewise.kernels.conv.TransposedConvolution} is the way back as a layer.
 */
package io.github.lanewise.kernels.conv;
