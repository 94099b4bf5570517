/** Sizes: how a window slides along an axis, and checks that name the value they reject. */
package io.github.lanewise.kernels.shape;
