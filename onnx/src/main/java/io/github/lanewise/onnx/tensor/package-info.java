/** Values that flow through an ONNX graph, and the files that they are kept in. */
package io.github.lanewise.onnx.tensor;
