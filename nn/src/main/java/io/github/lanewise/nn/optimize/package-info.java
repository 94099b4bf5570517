/** Optimizers and schedules of their step size, with PyTorch's definitions and defaults. */
package io.github.lanewise.nn.optimize;
