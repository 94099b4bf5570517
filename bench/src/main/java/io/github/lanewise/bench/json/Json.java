package io.github.lanewise.bench.json;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.github.lanewise.nn.files.AtomicFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;

/** Records to JSON and back; the names of components are the names of fields. */
public final class Json {
  private static final JsonMapper MAPPER =
      JsonMapper.builder()
          .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .defaultPropertyInclusion(
              JsonInclude.Value.construct(JsonInclude.Include.NON_NULL, JsonInclude.Include.ALWAYS))
          .build();

  private Json() {}

  /**
   * A value as text.
   *
   * @param value a record, list or map
   * @return JSON, indented
   */
  public static String text(Object value) {
    try {
      return MAPPER.writerWithDefaultPrettyPrinter().writeValueAsString(value);
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException("records are made to be written", e);
    }
  }

  /**
   * Writes a file, whole or not at all.
   *
   * @param file the file
   * @param value a record, list or map
   * @throws IOException if it cannot be written
   */
  public static void write(Path file, Object value) throws IOException {
    AtomicFile.write(file, out -> out.write((text(value) + "\n").getBytes(UTF_8)));
  }

  /**
   * Reads a file.
   *
   * @param file the file
   * @param type what it holds; fields that the type does not have are skipped
   * @param <T> what it holds
   * @return the value
   * @throws IOException if it cannot be read, or is not JSON of that type
   */
  public static <T> T read(Path file, Class<T> type) throws IOException {
    try {
      return MAPPER.readValue(file.toFile(), type);
    } catch (JsonProcessingException e) {
      throw new IOException(
          "%s: not a result, line %d: %s"
              .formatted(
                  file,
                  e.getLocation() == null ? 0 : e.getLocation().getLineNr(),
                  e.getOriginalMessage()),
          e);
    }
  }
}
