/** Graphs made ready to run: shapes inferred, constants folded, layouts chosen, buffers planned. */
package io.github.lanewise.onnx.run;
