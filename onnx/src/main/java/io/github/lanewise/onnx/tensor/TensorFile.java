package io.github.lanewise.onnx.tensor;

import com.google.protobuf.InvalidProtocolBufferException;
import io.github.lanewise.nn.files.AtomicFile;
import io.github.lanewise.onnx.proto.TensorProto;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Tensors in files of their own, as ONNX keeps test data ({@code input_0.pb}). */
public final class TensorFile {
  private TensorFile() {}

  /**
   * Reads a tensor.
   *
   * @param file a {@code TensorProto}
   * @return the tensor
   * @throws OnnxException if the file is not a whole tensor
   * @throws IOException if it cannot be read
   */
  public static Tensor read(Path file) throws IOException {
    try {
      return new TensorReader(null).read(TensorProto.parseFrom(Files.readAllBytes(file)));
    } catch (InvalidProtocolBufferException e) {
      throw new OnnxException(file + ": not a whole tensor: " + e.getMessage(), e);
    } catch (OnnxException e) {
      throw new OnnxException(file + ": " + e.getMessage(), e);
    }
  }

  /**
   * Writes a tensor, over a file of the same name.
   *
   * @param file where to
   * @param name of the tensor
   * @param tensor the tensor
   * @throws IOException if it cannot be written; then nothing is left of it
   */
  public static void write(Path file, String name, Tensor tensor) throws IOException {
    TensorProto proto = TensorWriter.write(name, tensor);
    AtomicFile.write(file, proto::writeTo);
  }
}
