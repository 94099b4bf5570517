package io.github.lanewise.nn.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SafetensorsTest {
  @TempDir Path folder;
  private Path file;

  @BeforeEach
  void name() {
    file = folder.resolve("f.safetensors");
  }

  private void write(String header, int dataBytes) throws IOException {
    byte[] json = header.getBytes(StandardCharsets.UTF_8);
    writeBytes(json.length, json, dataBytes);
  }

  private void writeBytes(long length, byte[] json, int dataBytes) throws IOException {
    ByteBuffer bytes =
        ByteBuffer.allocate(8 + json.length + dataBytes).order(ByteOrder.LITTLE_ENDIAN);
    Files.write(file, bytes.putLong(length).put(json).array());
  }

  @Test
  void whatIsWrittenIsRead() throws IOException {
    float[] many = new float[40_000];
    for (int i = 0; i < many.length; i++) {
      many[i] = i / 7f;
    }
    new SafetensorsWriter()
        .text("greeting", "\"hé\n\"")
        .tensor("a", List.of(2, 2), new float[] {1, Float.NaN, -0f, Float.MIN_VALUE})
        .tensor("many", List.of(200, 200), many)
        .tensor("scalar", List.of(), new float[] {5})
        .tensor("empty", List.of(0, 3), new float[0])
        .write(file);
    try (SafetensorsReader reader = SafetensorsReader.open(file)) {
      assertThat(reader.metadata()).containsOnlyKeys("greeting");
      assertThat(reader.metadata().get("greeting")).isEqualTo("\"hé\n\"");
      assertThat(reader.names()).containsExactly("a", "many", "scalar", "empty");
      assertThat(reader.sizes("many")).containsExactly(200, 200);
      assertThat(reader.read("a")).containsExactly(1, Float.NaN, -0f, Float.MIN_VALUE);
      assertThat(reader.read("many")).isEqualTo(many);
      assertThat(reader.read("scalar")).containsExactly(5);
      assertThat(reader.read("empty")).isEmpty();
      assertThatThrownBy(() -> reader.read("b")).hasMessageContaining("has no tensor b, only [a,");
      assertThatThrownBy(() -> reader.read("a", new float[3]))
          .hasMessageContaining("tensor a has 4 values, expected 3");
    }
    assertThat(Files.size(file) % 8).isEqualTo((40_005 * 4L) % 8);
  }

  /** A file as Python's library writes it: other types, keys in another order, padded. */
  @Test
  void otherTypesAreReadAsFloats() throws IOException {
    String header =
        """
        {"d":{"dtype":"F64","shape":[1],"data_offsets":[4,12]},\
        "h":{"dtype":"F16","shape":[1],"data_offsets":[0,2]},\
        "b":{"data_offsets":[2,4],"shape":[1,1],"dtype":"BF16"}}  \s""";
    byte[] json = header.getBytes(StandardCharsets.UTF_8);
    ByteBuffer bytes = ByteBuffer.allocate(8 + json.length + 12).order(ByteOrder.LITTLE_ENDIAN);
    bytes.putLong(json.length).put(json);
    bytes.putShort((short) 0x3e00).putShort((short) 0x40a0).putDouble(0.1);
    Files.write(file, bytes.array());
    try (SafetensorsReader reader = SafetensorsReader.open(file)) {
      assertThat(reader.read("h")).containsExactly(1.5f);
      assertThat(reader.read("b")).containsExactly(5);
      assertThat(reader.read("d")).containsExactly(0.1f);
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "[1] | 0 | is not a JSON object",
        "{\"a\":1 | 0 | is not JSON",
        "{\"a\":{},\"a\":{}} | 0 | is not JSON",
        "{} {} | 0 | is not JSON",
        "{\"a\":{\"dtype\":\"F32\",\"shape\":[1]}} | 4 | lacks a shape or two data_offsets",
        "{\"a\":{\"dtype\":\"I16\",\"shape\":[1],\"data_offsets\":[0,8]}} | 8 | has the type 'I16'",
        "{\"a\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[0,4]}} | 4 | has 4 bytes, expected 8",
        "{\"a\":{\"dtype\":\"F32\",\"shape\":[-1],\"data_offsets\":[0,4]}} | 4 | has the shape [-1]",
        "{\"a\":{\"dtype\":\"F32\",\"shape\":[1.5],\"data_offsets\":[0,4]}} | 4 | has the shape [1.5]",
        "{\"a\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[4,8]}} | 8 | begins at byte 4",
        "{\"a\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[0,4]}} | 8 | the header speaks of 4",
        "{\"a\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[0,4]}} | 0 | the header speaks of 4",
        "{\"a\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[-4,0]}} | 0 | has the data offset -4",
        "{\"a\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[0,99999999999999999999]}} | 0 | has the data offset 99999999999999999999",
        "{\"a\":{\"dtype\":\"F32\",\"shape\":[2000000000,2000000000,2000000000],\"data_offsets\":[0,4]}} | 4 | is longer than a Java array",
        "{\"a\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[0,4]},\"b\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[0,4]}} | 4 | no holes, no overlaps",
        "{\"__metadata__\":{\"a\":1}} | 0 | the metadata a is no text",
      })
  void aHeaderThatLiesIsRefused(String header, int dataBytes, String message) throws IOException {
    write(header, dataBytes);
    assertThatThrownBy(() -> SafetensorsReader.open(file))
        .isInstanceOf(FileFormatException.class)
        .hasMessageContaining("f.safetensors: ")
        .hasMessageContaining(message);
  }

  @ParameterizedTest
  @CsvSource({"-1", "1", "0", "3", "100000001", "9223372036854775807"})
  void aHeaderOfAnImpossibleLengthIsRefused(long length) throws IOException {
    writeBytes(length, "{}".getBytes(StandardCharsets.UTF_8), 0);
    assertThatThrownBy(() -> SafetensorsReader.open(file))
        .isInstanceOf(FileFormatException.class)
        .hasMessageContaining("expected 2 to 2");
  }

  @Test
  void shortFilesAreRefused() throws IOException {
    Files.write(file, new byte[7]);
    assertThatThrownBy(() -> SafetensorsReader.open(file))
        .isInstanceOf(FileFormatException.class)
        .hasMessageContaining("has 7 bytes");
  }

  @Test
  void deepNestingIsRefused() throws IOException {
    write("{\"a\":" + "[".repeat(100_000), 0);
    assertThatThrownBy(() -> SafetensorsReader.open(file)).isInstanceOf(FileFormatException.class);
  }
}
