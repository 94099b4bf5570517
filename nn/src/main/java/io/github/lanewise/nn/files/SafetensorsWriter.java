package io.github.lanewise.nn.files;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Collects tensors and texts and writes them as a safetensors file. */
public final class SafetensorsWriter {
  private static final JsonMapper MAPPER = new JsonMapper();
  private static final int BUFFER = 1 << 16;

  /** Values are aligned to eight bytes, as the format recommends. */
  private static final int ALIGNMENT = 8;

  private final Map<String, String> metadata = new LinkedHashMap<>();
  private final Map<String, Tensor> tensors = new LinkedHashMap<>();

  @SuppressWarnings("ArrayRecordComponent") // only handed on
  private record Tensor(List<Integer> sizes, float[] values) {}

  /** A writer with nothing to write yet. */
  public SafetensorsWriter() {}

  /**
   * Adds a text.
   *
   * @param name its name
   * @param text the text
   * @return this
   */
  public SafetensorsWriter text(String name, String text) {
    metadata.put(name, text);
    return this;
  }

  /**
   * Adds a tensor.
   *
   * @param name its name
   * @param sizes sizes of the array, row-major
   * @param values the values, not copied
   * @return this
   * @throws IllegalArgumentException if the name is taken
   */
  public SafetensorsWriter tensor(String name, List<Integer> sizes, float[] values) {
    if (tensors.put(name, new Tensor(sizes, values)) != null) {
      throw new IllegalArgumentException("a tensor named " + name + " is there already");
    }
    return this;
  }

  /**
   * Writes the file whole, over one of the same name.
   *
   * @param file the file
   * @throws IOException if it cannot be written; then the old file stays
   */
  public void write(Path file) throws IOException {
    AtomicFile.write(file, this::writeTo);
  }

  private void writeTo(OutputStream out) throws IOException {
    byte[] header = header();
    out.write(ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN).putLong(header.length).array());
    out.write(header);
    ByteBuffer bytes = ByteBuffer.allocate(BUFFER).order(ByteOrder.LITTLE_ENDIAN);
    for (Tensor tensor : tensors.values()) {
      for (float value : tensor.values()) {
        if (!bytes.hasRemaining()) {
          out.write(bytes.array());
          bytes.clear();
        }
        bytes.putFloat(value);
      }
    }
    out.write(bytes.array(), 0, bytes.position());
  }

  private byte[] header() {
    ObjectNode root = MAPPER.createObjectNode();
    if (!metadata.isEmpty()) {
      ObjectNode texts = root.putObject("__metadata__");
      metadata.forEach(texts::put);
    }
    long at = 0;
    for (Map.Entry<String, Tensor> tensor : tensors.entrySet()) {
      ObjectNode entry = root.putObject(tensor.getKey());
      entry.put("dtype", TensorType.F32.name());
      tensor.getValue().sizes().forEach(entry.withArray("shape")::add);
      if (tensor.getValue().sizes().isEmpty()) {
        entry.putArray("shape");
      }
      long end = at + (long) Float.BYTES * tensor.getValue().values().length;
      entry.putArray("data_offsets").add(at).add(end);
      at = end;
    }
    try {
      String json = MAPPER.writeValueAsString(root);
      int length = json.getBytes(StandardCharsets.UTF_8).length;
      return (json + " ".repeat(Math.floorMod(-length, ALIGNMENT)))
          .getBytes(StandardCharsets.UTF_8);
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException("a tree of JSON can always be written", e);
    }
  }
}
