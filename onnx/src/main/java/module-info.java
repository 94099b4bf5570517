/** ONNX models in and out: graphs that were trained elsewhere, run by Lanewise's kernels. */
@SuppressWarnings("requires-automatic") // protobuf has no module-info
module io.github.lanewise.onnx {
  requires transitive io.github.lanewise.kernels;
  requires transitive io.github.lanewise.nn;
  requires com.google.protobuf;
  requires jdk.unsupported; // protobuf reads fields by Unsafe

  exports io.github.lanewise.onnx;
  exports io.github.lanewise.onnx.graph;
  exports io.github.lanewise.onnx.tensor;
  exports io.github.lanewise.onnx.verify;
}
