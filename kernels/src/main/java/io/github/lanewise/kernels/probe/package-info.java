/** Loops that do one thing only, to find out what the machine can do: the ruler of all figures. */
package io.github.lanewise.kernels.probe;
