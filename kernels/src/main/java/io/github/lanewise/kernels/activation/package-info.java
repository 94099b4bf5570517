/**
 * What is done to values one by one or row by row: {@link
 * io.github.lanewise.kernels.activation.Relu}, other {@link
 * io.github.lanewise.kernels.activation.Activation}s, {@link
 * io.github.lanewise.kernels.activation.Softmax}, {@link
 * io.github.lanewise.kernels.activation.CrossEntropy} and {@link
 * io.github.lanewise.kernels.activation.Elementwise} arithmetic.
 */
package io.github.lanewise.kernels.activation;
