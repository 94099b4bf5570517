/**
 * The vector code that the families share. Not exported: its classes need the Vector API module,
 * and are touched only where {@link io.github.lanewise.kernels.lanes.Lanes#vectorised} says that it
 * is there.
 */
package io.github.lanewise.kernels.simd;
