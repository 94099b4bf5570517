/**
 * Pooling. {@link io.github.lanewise.kernels.pool.PoolShape} says over what, {@link
 * io.github.lanewise.kernels.pool.Pooling} takes the maximum or the average.
 */
package io.github.lanewise.kernels.pool;
