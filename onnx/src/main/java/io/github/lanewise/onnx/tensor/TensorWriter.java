package io.github.lanewise.onnx.tensor;

import com.google.protobuf.UnsafeByteOperations;
import io.github.lanewise.onnx.proto.TensorProto;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** Writes tensors as ONNX has them. */
public final class TensorWriter {
  private TensorWriter() {}

  /**
   * The message for a tensor.
   *
   * @param name its name
   * @param tensor the tensor
   * @return the message
   * @throws IllegalArgumentException if it has more than 2 GiB
   */
  @SuppressWarnings("exports") // who writes the messages is in this module
  public static TensorProto write(String name, Tensor tensor) {
    TensorProto.Builder proto = TensorProto.newBuilder().setName(name);
    for (int dim : tensor.dims()) {
      proto.addDims(dim);
    }
    int size =
        switch (tensor.type()) {
          case FLOAT32, INT32 -> 4;
          case INT64 -> 8;
          case BOOL -> 1;
        };
    if ((long) tensor.length() * size > Integer.MAX_VALUE - 8) {
      throw new IllegalArgumentException(
          "%s '%s' has more than the 2 GiB of a protobuf message".formatted(tensor, name));
    }
    ByteBuffer bytes = ByteBuffer.allocate(tensor.length() * size).order(ByteOrder.LITTLE_ENDIAN);
    switch (tensor.type()) {
      case FLOAT32 -> {
        proto.setDataType(TensorProto.DataType.FLOAT_VALUE);
        bytes.asFloatBuffer().put(tensor.floats());
      }
      case INT64 -> {
        proto.setDataType(TensorProto.DataType.INT64_VALUE);
        bytes.asLongBuffer().put(tensor.longs());
      }
      case INT32 -> {
        proto.setDataType(TensorProto.DataType.INT32_VALUE);
        for (long value : tensor.longs()) {
          bytes.putInt((int) value);
        }
        bytes.rewind();
      }
      case BOOL -> {
        proto.setDataType(TensorProto.DataType.BOOL_VALUE);
        for (long value : tensor.longs()) {
          bytes.put((byte) value);
        }
        bytes.rewind();
      }
    }
    return proto.setRawData(UnsafeByteOperations.unsafeWrap(bytes)).build();
  }
}
