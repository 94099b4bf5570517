/**
 * The operators of ONNX, a class for each family; {@link
 * io.github.lanewise.onnx.operators.Operators} lists them.
 */
package io.github.lanewise.onnx.operators;
