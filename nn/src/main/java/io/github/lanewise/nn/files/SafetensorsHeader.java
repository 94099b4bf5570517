package io.github.lanewise.nn.files;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What a safetensors file says of itself, checked against the length of the file before anything is
 * allocated for it.
 *
 * @param metadata texts by name
 * @param tensors by name, in the order of the header
 */
record SafetensorsHeader(Map<String, String> metadata, Map<String, Entry> tensors) {
  private static final String METADATA = "__metadata__";

  private static final JsonMapper MAPPER =
      JsonMapper.builder()
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();

  /**
   * Where a tensor lies.
   *
   * @param type type of its values
   * @param sizes sizes of the array, row-major
   * @param from first byte, counted from the end of the header
   * @param to one past the last byte
   */
  record Entry(TensorType type, List<Integer> sizes, long from, long to) {
    int length() {
      return (int) ((to - from) / type.bytes());
    }
  }

  /** Reads and checks a header before {@code dataBytes} bytes of values. */
  static SafetensorsHeader parse(Path file, byte[] json, long dataBytes)
      throws FileFormatException {
    JsonNode root;
    try {
      root = MAPPER.readTree(json);
    } catch (JsonProcessingException e) {
      throw new FileFormatException(file, "the header is not JSON: " + e.getOriginalMessage(), e);
    } catch (IOException e) {
      throw new FileFormatException(file, "the header is not UTF-8: " + e.getMessage(), e);
    }
    if (!root.isObject()) {
      throw new FileFormatException(file, "the header is not a JSON object");
    }
    Map<String, String> metadata = new LinkedHashMap<>();
    Map<String, Entry> tensors = new LinkedHashMap<>();
    for (Map.Entry<String, JsonNode> field : root.properties()) {
      if (field.getKey().equals(METADATA)) {
        for (Map.Entry<String, JsonNode> text : field.getValue().properties()) {
          if (!text.getValue().isTextual()) {
            throw new FileFormatException(file, "the metadata " + text.getKey() + " is no text");
          }
          metadata.put(text.getKey(), text.getValue().textValue());
        }
      } else {
        tensors.put(field.getKey(), entry(file, field.getKey(), field.getValue()));
      }
    }
    checkPlaces(file, tensors, dataBytes);
    return new SafetensorsHeader(metadata, tensors);
  }

  private static Entry entry(Path file, String name, JsonNode node) throws FileFormatException {
    String typeName = node.path("dtype").asText("");
    TensorType type = null;
    for (TensorType known : TensorType.values()) {
      if (known.name().equals(typeName)) {
        type = known;
      }
    }
    if (type == null) {
      throw new FileFormatException(
          file,
          "tensor %s has the type '%s', expected one of %s"
              .formatted(name, typeName, List.of(TensorType.values())));
    }
    JsonNode shape = node.path("shape");
    JsonNode offsets = node.path("data_offsets");
    if (!shape.isArray() || !offsets.isArray() || offsets.size() != 2) {
      throw new FileFormatException(file, "tensor " + name + " lacks a shape or two data_offsets");
    }
    List<Integer> sizes = new ArrayList<>();
    long count = 1;
    for (JsonNode size : shape) {
      if (!size.isInt() || size.intValue() < 0) {
        throw new FileFormatException(
            file,
            "tensor %s has the shape %s, expected whole numbers from 0 to %d"
                .formatted(name, shape, Integer.MAX_VALUE));
      }
      sizes.add(size.intValue());
      count *= size.intValue();
      if (count > Integer.MAX_VALUE) {
        throw new FileFormatException(
            file, "tensor " + name + " of shape " + shape + " is longer than a Java array");
      }
    }
    long from = offset(file, name, offsets.get(0));
    long to = offset(file, name, offsets.get(1));
    long bytes = count * type.bytes();
    if (to - from != bytes) {
      throw new FileFormatException(
          file,
          "tensor %s of shape %s and type %s has %d bytes, expected %d"
              .formatted(name, shape, type, to - from, bytes));
    }
    return new Entry(type, List.copyOf(sizes), from, to);
  }

  private static long offset(Path file, String name, JsonNode offset) throws FileFormatException {
    if (!offset.isIntegralNumber() || !offset.canConvertToLong() || offset.longValue() < 0) {
      throw new FileFormatException(
          file, "tensor %s has the data offset %s, expected bytes".formatted(name, offset));
    }
    return offset.longValue();
  }

  /** Tensors have to fill the file one after the other, without holes, as the format demands. */
  private static void checkPlaces(Path file, Map<String, Entry> tensors, long dataBytes)
      throws FileFormatException {
    List<Map.Entry<String, Entry>> inOrder = new ArrayList<>(tensors.entrySet());
    inOrder.sort(Comparator.comparingLong(e -> e.getValue().from()));
    long at = 0;
    for (Map.Entry<String, Entry> tensor : inOrder) {
      if (tensor.getValue().from() != at) {
        throw new FileFormatException(
            file,
            "tensor %s begins at byte %d of the values, expected %d: no holes, no overlaps"
                .formatted(tensor.getKey(), tensor.getValue().from(), at));
      }
      at = tensor.getValue().to();
    }
    if (at != dataBytes) {
      throw new FileFormatException(
          file, "the values have " + dataBytes + " bytes, the header speaks of " + at);
    }
  }
}
