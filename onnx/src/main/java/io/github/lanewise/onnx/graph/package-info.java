/** The graph of an ONNX model as it is in the file, checked: values by name, nodes in order. */
package io.github.lanewise.onnx.graph;
