/**
 * Matrices. A {@link io.github.lanewise.kernels.linalg.Matrix}, dense, sparse or in mapped memory,
 * multiplies a vector.
 */
package io.github.lanewise.kernels.linalg;
