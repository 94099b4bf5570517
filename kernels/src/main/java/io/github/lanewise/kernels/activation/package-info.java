/**
 * What is done to values one by one or row by row: {@link
 * io.github.lanewise.kernels.activation.Relu}, {@link
 * io.github.lanewise.kernels.activation.Softmax} and {@link
 * io.github.lanewise.kernels.activation.Elementwise} arithmetic.
 */
package io.github.lanewise.kernels.activation;
