package io.github.lanewise.onnx.tensor;

import com.google.protobuf.ByteString;
import io.github.lanewise.onnx.proto.StringStringEntryProto;
import io.github.lanewise.onnx.proto.TensorProto;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntFunction;

/**
 * Reads tensors of ONNX. Memory is bounded by the file: dimensions count for nothing before as many
 * elements have been found.
 */
public final class TensorReader {
  /** More than an array holds; what is refused one by one need not be added up exactly. */
  private static final int MOST_ELEMENTS = Integer.MAX_VALUE;

  /**
   * Floats from which a tensor is left in the bytes of the model until its array is asked for. In a
   * file outside they could change meanwhile.
   */
  private static final int LARGE = 1024;

  private final Path folder;

  /**
   * A reader of the tensors of a model.
   *
   * @param folder where the model lies: data kept outside the model is looked for there alone; null
   *     if there is to be none
   */
  public TensorReader(Path folder) {
    this.folder = folder;
  }

  /**
   * Reads a tensor.
   *
   * @param proto as in the file
   * @return the tensor; float16, bfloat16 and float64 are converted to float32, short integers to
   *     32-bit ones
   * @throws OnnxException if dimensions, type and data do not fit each other
   */
  @SuppressWarnings("exports") // who reads the messages is in this module
  public Tensor read(TensorProto proto) throws OnnxException {
    String name = "tensor '" + proto.getName() + "'";
    try {
      long[] sizes = new long[proto.getDimsCount()];
      Arrays.setAll(sizes, proto::getDims);
      int[] dims = Dims.of(sizes);
      int length = Dims.length(dims);
      return read(proto, dims, length);
    } catch (IllegalArgumentException e) {
      throw new OnnxException(name + ": " + e.getMessage(), e);
    } catch (OnnxException e) {
      throw e;
    } catch (IOException e) {
      throw new OnnxException(name + ": " + e.getMessage(), e);
    }
  }

  private Tensor read(TensorProto proto, int[] dims, int length) throws IOException {
    TensorProto.DataType type = TensorProto.DataType.forNumber(proto.getDataType());
    if (type == null) {
      throw new IllegalArgumentException("unknown element type " + proto.getDataType());
    }
    boolean external = proto.getDataLocation() == TensorProto.DataLocation.EXTERNAL;
    ByteBuffer raw = null;
    if (external) {
      raw = external(proto, Math.multiplyExact((long) length, size(type)));
    } else if (proto.hasRawData()) {
      ByteString bytes = proto.getRawData();
      raw = bytes.asReadOnlyByteBuffer();
    }
    if (raw != null) {
      long expected = (long) length * size(type);
      if (raw.remaining() != expected) {
        throw new IllegalArgumentException(
            "%d bytes of data, expected %d of %s%s"
                .formatted(raw.remaining(), expected, type.name(), Arrays.toString(dims)));
      }
      raw = raw.slice().order(ByteOrder.LITTLE_ENDIAN);
    }
    return switch (type) {
      case FLOAT ->
          raw != null && !external && length >= LARGE
              ? Tensor.of(raw.asFloatBuffer(), dims)
              : Tensor.of(floats(proto, raw, length), dims);
      case DOUBLE -> Tensor.of(doubles(proto, raw, length), dims);
      case FLOAT16 -> Tensor.of(halves(proto, raw, length), dims);
      case BFLOAT16 -> Tensor.of(brains(proto, raw, length), dims);
      case INT64 -> Tensor.of(ElementType.INT64, longs(proto, raw, length), dims);
      case INT32, INT16, INT8, UINT16, UINT8 ->
          Tensor.of(ElementType.INT32, ints(type, proto, raw, length), dims);
      case UINT32 -> Tensor.of(ElementType.INT64, unsigned(proto, raw, length), dims);
      case BOOL -> Tensor.of(ElementType.BOOL, ints(type, proto, raw, length), dims);
      default ->
          throw new IllegalArgumentException(
              "elements of type " + type.name() + " are not supported");
    };
  }

  /**
   * Refuses tensors that take more memory than there is before any is read: many may be of the same
   * bytes in a file outside, and short integers become long ones.
   *
   * @param protos tensors as in the file
   * @throws OnnxException if the JVM may not have as much memory
   */
  @SuppressWarnings("exports") // who reads the messages is in this module
  public void checkMemory(List<TensorProto> protos) throws OnnxException {
    long most = Runtime.getRuntime().maxMemory();
    long bytes = 0;
    for (TensorProto proto : protos) {
      long elements = 1;
      for (long size : proto.getDimsList()) {
        elements = Math.min(MOST_ELEMENTS, elements * Math.clamp(size, 0, MOST_ELEMENTS));
      }
      bytes += elements * bytes(TensorProto.DataType.forNumber(proto.getDataType()));
      if (bytes > most) {
        throw new OnnxException(
            "the tensors up to tensor '%s' take %d bytes, expected at most the %d that the JVM may have"
                .formatted(proto.getName(), bytes, most));
      }
    }
  }

  /** Of an element in memory. */
  private static int bytes(TensorProto.DataType type) {
    if (type == null) {
      return Long.BYTES;
    }
    return switch (type) {
      case FLOAT, DOUBLE, FLOAT16, BFLOAT16 -> Float.BYTES;
      default -> Long.BYTES;
    };
  }

  private static int size(TensorProto.DataType type) {
    return switch (type) {
      case DOUBLE, INT64, UINT64, COMPLEX64 -> 8;
      case FLOAT, INT32, UINT32 -> 4;
      case FLOAT16, BFLOAT16, INT16, UINT16 -> 2;
      case COMPLEX128 -> 16;
      default -> 1;
    };
  }

  private static void checkCount(String field, int count, int length) {
    if (count != length) {
      throw new IllegalArgumentException(
          "%s has %d elements, expected %d".formatted(field, count, length));
    }
  }

  private static float[] floats(TensorProto proto, ByteBuffer raw, int length) {
    if (raw == null) {
      checkCount("float_data", proto.getFloatDataCount(), length);
    }
    float[] values = new float[length];
    if (raw != null) {
      raw.asFloatBuffer().get(values);
    } else {
      for (int i = 0; i < length; i++) {
        values[i] = proto.getFloatData(i);
      }
    }
    return values;
  }

  private static float[] doubles(TensorProto proto, ByteBuffer raw, int length) {
    if (raw == null) {
      checkCount("double_data", proto.getDoubleDataCount(), length);
    }
    return fill(length, i -> (float) (raw == null ? proto.getDoubleData(i) : raw.getDouble(8 * i)));
  }

  private static float[] halves(TensorProto proto, ByteBuffer raw, int length) {
    if (raw == null) {
      checkCount("int32_data", proto.getInt32DataCount(), length);
    }
    return fill(
        length,
        i ->
            Float.float16ToFloat(
                raw == null ? (short) proto.getInt32Data(i) : raw.getShort(2 * i)));
  }

  private static float[] brains(TensorProto proto, ByteBuffer raw, int length) {
    if (raw == null) {
      checkCount("int32_data", proto.getInt32DataCount(), length);
    }
    return fill(
        length,
        i ->
            Float.intBitsToFloat(
                (raw == null ? proto.getInt32Data(i) : raw.getShort(2 * i)) << Short.SIZE));
  }

  private static float[] fill(int length, IntFunction<Float> value) {
    float[] values = new float[length];
    for (int i = 0; i < length; i++) {
      values[i] = value.apply(i);
    }
    return values;
  }

  private static long[] longs(TensorProto proto, ByteBuffer raw, int length) {
    if (raw == null) {
      checkCount("int64_data", proto.getInt64DataCount(), length);
    }
    long[] values = new long[length];
    Arrays.setAll(values, i -> raw == null ? proto.getInt64Data(i) : raw.getLong(8 * i));
    return values;
  }

  private static long[] unsigned(TensorProto proto, ByteBuffer raw, int length) {
    if (raw == null) {
      checkCount("uint64_data", proto.getUint64DataCount(), length);
    }
    long[] values = new long[length];
    Arrays.setAll(
        values,
        i -> raw == null ? proto.getUint64Data(i) : Integer.toUnsignedLong(raw.getInt(4 * i)));
    return values;
  }

  private static long[] ints(
      TensorProto.DataType type, TensorProto proto, ByteBuffer raw, int length) {
    if (raw == null) {
      checkCount("int32_data", proto.getInt32DataCount(), length);
    }
    long[] values = new long[length];
    Arrays.setAll(
        values,
        i ->
            raw == null
                ? proto.getInt32Data(i)
                : switch (type) {
                  case INT32 -> raw.getInt(4 * i);
                  case INT16 -> raw.getShort(2 * i);
                  case UINT16 -> Short.toUnsignedInt(raw.getShort(2 * i));
                  case INT8 -> raw.get(i);
                  default -> Byte.toUnsignedInt(raw.get(i));
                });
    return values;
  }

  /** Bytes that lie in a file beside the model. */
  private ByteBuffer external(TensorProto proto, long expected) throws IOException {
    Map<String, String> entries = new HashMap<>();
    for (StringStringEntryProto entry : proto.getExternalDataList()) {
      entries.put(entry.getKey(), entry.getValue());
    }
    String location = entries.getOrDefault("location", "");
    Path file = inside(location);
    long offset = number(entries, "offset", 0);
    long size = Files.size(file);
    long length = number(entries, "length", expected);
    if (length != expected || offset < 0 || offset > size - expected) {
      throw new IllegalArgumentException(
          "external data: offset %d and length %d in %s of %d bytes, expected length %d within it"
              .formatted(offset, length, location, size, expected));
    }
    try (FileChannel channel = FileChannel.open(file)) {
      return channel.map(FileChannel.MapMode.READ_ONLY, offset, expected);
    }
  }

  private static long number(Map<String, String> entries, String key, long otherwise) {
    String text = entries.get(key);
    try {
      return text == null ? otherwise : Long.parseLong(text);
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException(
          "external data: %s is '%s', expected a number".formatted(key, text), e);
    }
  }

  /** A file within the model's folder, links followed. */
  private Path inside(String location) throws IOException {
    if (folder == null || location.isEmpty()) {
      throw new IllegalArgumentException(
          "external data at '" + location + "', expected data in the file itself");
    }
    try {
      Path root = folder.toRealPath();
      Path file = root.resolve(location).normalize();
      if (!Path.of(location).isAbsolute()
          && file.startsWith(root)
          && Files.isRegularFile(file)
          && file.toRealPath().startsWith(root)) {
        return file;
      }
    } catch (java.nio.file.InvalidPathException e) {
      throw new IllegalArgumentException("external data: " + e.getMessage(), e);
    }
    throw new IllegalArgumentException(
        "external data at '"
            + location
            + "', expected a file within the model's own folder "
            + folder.toAbsolutePath());
  }
}
