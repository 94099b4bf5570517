package io.github.lanewise.nn.files;

import java.nio.ByteBuffer;

/** The types of safetensors that can be read as floats. */
enum TensorType {
  F64(8),
  F32(4),
  F16(2),
  BF16(2),
  I64(8);

  private final int bytes;

  TensorType(int bytes) {
    this.bytes = bytes;
  }

  /** Bytes of one value. */
  int bytes() {
    return bytes;
  }

  /** Takes the next value. */
  float next(ByteBuffer from) {
    return switch (this) {
      case F64 -> (float) from.getDouble();
      case F32 -> from.getFloat();
      case F16 -> Float.float16ToFloat(from.getShort());
      case BF16 -> Float.intBitsToFloat(from.getShort() << 16);
      case I64 -> (float) from.getLong();
    };
  }
}
