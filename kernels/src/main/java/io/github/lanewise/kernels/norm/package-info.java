/**
 * Normalisation: {@link io.github.lanewise.kernels.norm.BatchNorm} over the examples of a batch,
 * {@link io.github.lanewise.kernels.norm.GroupNorm} within each example, {@link
 * io.github.lanewise.kernels.norm.LocalResponseNorm} between neighbouring channels.
 */
package io.github.lanewise.kernels.norm;
