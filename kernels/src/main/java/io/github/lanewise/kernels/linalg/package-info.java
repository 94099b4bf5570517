/**
 * Matrices. {@link io.github.lanewise.kernels.linalg.Gemm} multiplies two of them; a {@link
 * io.github.lanewise.kernels.linalg.Matrix}, dense, sparse or in mapped memory, multiplies a
 * vector.
 */
package io.github.lanewise.kernels.linalg;
