package io.github.lanewise.onnx.tensor;

import java.io.IOException;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Tensors that NumPy's {@code save} has written: format versions 1 to 3, rows first. */
public final class NpyFile {
  private static final byte[] MAGIC = {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y'};
  private static final Pattern TYPE = Pattern.compile("'descr': *'([^']*)'");
  private static final Pattern SHAPE = Pattern.compile("'shape': *\\(([0-9, ]*)\\)");

  private NpyFile() {}

  /**
   * Reads a tensor.
   *
   * @param file little-endian floats or integers of 4 or 8 bytes, bytes or booleans
   * @return the tensor; 64-bit floats are converted
   * @throws OnnxException if the file is something else
   * @throws IOException if it cannot be read
   */
  public static Tensor read(Path file) throws IOException {
    ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(file)).order(ByteOrder.LITTLE_ENDIAN);
    try {
      return read(bytes);
    } catch (IllegalArgumentException | BufferUnderflowException e) {
      String problem = e.getMessage() == null ? "it ends too early" : e.getMessage();
      throw new OnnxException(file + ": no tensor of NumPy: " + problem, e);
    }
  }

  private static Tensor read(ByteBuffer bytes) {
    byte[] magic = new byte[MAGIC.length];
    bytes.get(magic);
    if (!Arrays.equals(magic, MAGIC)) {
      throw new IllegalArgumentException("it does not begin with \\x93NUMPY");
    }
    int version = bytes.getShort() & 0xff;
    int length = version == 1 ? bytes.getShort() & 0xffff : bytes.getInt();
    if (length < 0 || length > bytes.remaining()) {
      throw new IllegalArgumentException("a header of " + length + " bytes");
    }
    byte[] text = new byte[length];
    bytes.get(text);
    String header = new String(text, StandardCharsets.ISO_8859_1);
    if (!header.contains("'fortran_order': False")) {
      throw new IllegalArgumentException("columns first, expected fortran_order False: " + header);
    }
    String type = find(TYPE, header);
    int[] dims =
        Dims.of(
            Arrays.stream(find(SHAPE, header).split(",", -1))
                .map(String::strip)
                .filter(size -> !size.isEmpty())
                .mapToLong(Long::parseLong)
                .toArray());
    return tensor(type, dims, bytes.slice().order(ByteOrder.LITTLE_ENDIAN));
  }

  private static String find(Pattern pattern, String header) {
    Matcher matcher = pattern.matcher(header);
    if (!matcher.find()) {
      throw new IllegalArgumentException("header " + header);
    }
    return matcher.group(1);
  }

  private static Tensor tensor(String type, int[] dims, ByteBuffer data) {
    int length = Dims.length(dims);
    int size =
        switch (type) {
          case "<f4", "<i4" -> 4;
          case "<f8", "<i8" -> 8;
          case "|u1", "|b1" -> 1;
          default ->
              throw new IllegalArgumentException(
                  "elements of type " + type + ", expected <f4, <f8, <i4, <i8, |u1 or |b1");
        };
    if (data.remaining() != (long) length * size) {
      throw new IllegalArgumentException(
          "%d bytes of data, expected %d".formatted(data.remaining(), (long) length * size));
    }
    if (type.startsWith("<f")) {
      float[] floats = new float[length];
      for (int i = 0; i < length; i++) {
        floats[i] = size == 4 ? data.getFloat(4 * i) : (float) data.getDouble(8 * i);
      }
      return Tensor.of(floats, dims);
    }
    long[] longs = new long[length];
    for (int i = 0; i < length; i++) {
      longs[i] =
          switch (size) {
            case 4 -> data.getInt(4 * i);
            case 8 -> data.getLong(8 * i);
            default -> data.get(i) & 0xff;
          };
    }
    ElementType element =
        switch (type) {
          case "<i8" -> ElementType.INT64;
          case "|b1" -> ElementType.BOOL;
          default -> ElementType.INT32;
        };
    return Tensor.of(element, longs, dims);
  }
}
