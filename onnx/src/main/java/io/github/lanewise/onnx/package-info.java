/** ONNX models: loaded, run, and written. */
package io.github.lanewise.onnx;
