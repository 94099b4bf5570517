/** Normalisation: {@link io.github.lanewise.kernels.norm.BatchNorm}. */
package io.github.lanewise.kernels.norm;
