package io.github.lanewise.onnx.tensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import io.github.lanewise.onnx.proto.TensorProto;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TensorFilesTest {
  @TempDir private Path folder;

  @Test
  void tensorsOfEveryTypeAreReadAsTheyWereWritten() throws Exception {
    for (Tensor tensor :
        new Tensor[] {
          Tensor.of(new float[] {1, -2.5f, Float.POSITIVE_INFINITY, 0, 1e-40f, 6}, 2, 3),
          Tensor.of(ElementType.INT64, new long[] {Long.MIN_VALUE, 7}, 2),
          Tensor.of(ElementType.INT32, new long[] {-3, 7}, 1, 2),
          Tensor.of(ElementType.BOOL, new long[] {0, 1}, 2),
          Tensor.of(new float[] {4}),
          Tensor.of(new float[0], 0, 3)
        }) {
      Path file = folder.resolve("tensor.pb");
      TensorFile.write(file, "x", tensor);
      Tensor read = TensorFile.read(file);
      assertThat(read.like(tensor)).as(read + " as " + tensor).isTrue();
      for (int i = 0; i < tensor.length(); i++) {
        assertThat(read.number(i)).isEqualTo(tensor.number(i));
      }
    }
  }

  /** Large tensors stay in the bytes of the file until somebody wants an array. */
  @Test
  void floatsOfLargeTensorsAreTheSameInBytesAndInTheArray() throws Exception {
    float[] values = new float[5000];
    for (int i = 0; i < values.length; i++) {
      values[i] = i - 0.5f;
    }
    Path file = folder.resolve("large.pb");
    TensorFile.write(file, "x", Tensor.of(values, 50, 100));
    Tensor read = TensorFile.read(file);
    Tensor reshaped = read.reshape(5000);
    assertThat(read.floatView()).isEqualTo(FloatBuffer.wrap(values));
    assertThat(read.floatView().isReadOnly()).isTrue();
    assertThat(read.floats()).isEqualTo(values).isSameAs(read.floats());
    assertThat(reshaped.floats()).isSameAs(read.floats());
    assertThat(read.floatView()).isEqualTo(FloatBuffer.wrap(values));
    assertThat(read.sameAs(Tensor.of(values, 50, 100))).isTrue();
  }

  private static Tensor read(TensorProto.DataType type, byte... raw) throws OnnxException {
    return new TensorReader(null)
        .read(
            TensorProto.newBuilder()
                .addDims(2)
                .setDataType(type.getNumber())
                .setRawData(ByteString.copyFrom(raw))
                .build());
  }

  @Test
  void floatsOfOtherWidthsAreConverted() throws Exception {
    assertThat(
            read(TensorProto.DataType.FLOAT16, (byte) 0, (byte) 0x3c, (byte) 1, (byte) 0x80)
                .floats())
        .containsExactly(1, -0x1p-24f);
    assertThat(
            read(TensorProto.DataType.BFLOAT16, (byte) 0x80, (byte) 0x3f, (byte) 0, (byte) 0xc0)
                .floats())
        .containsExactly(1, -2);
    ByteBuffer doubles =
        ByteBuffer.allocate(16).order(ByteOrder.LITTLE_ENDIAN).putDouble(0.1).putDouble(-3);
    assertThat(read(TensorProto.DataType.DOUBLE, doubles.array()).floats())
        .containsExactly(0.1f, -3);
  }

  @Test
  void shortIntegersKeepTheirSigns() throws Exception {
    assertThat(read(TensorProto.DataType.INT8, (byte) -1, (byte) 5).longs()).containsExactly(-1, 5);
    assertThat(read(TensorProto.DataType.UINT8, (byte) -1, (byte) 5).longs())
        .containsExactly(255, 5);
  }

  private Path npy(String header, byte... data) throws Exception {
    byte[] text = header.getBytes(StandardCharsets.ISO_8859_1);
    ByteBuffer bytes =
        ByteBuffer.allocate(10 + text.length + data.length).order(ByteOrder.LITTLE_ENDIAN);
    bytes.put(new byte[] {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y', 1, 0});
    bytes.putShort((short) text.length).put(text).put(data);
    return Files.write(folder.resolve("x.npy"), bytes.array());
  }

  @Test
  void tensorsOfNumPyAreRead() throws Exception {
    Path file =
        npy(
            "{'descr': '<f4', 'fortran_order': False, 'shape': (1, 2), }\n",
            (byte) 0,
            (byte) 0,
            (byte) 0x80,
            (byte) 0x3f,
            (byte) 0,
            (byte) 0,
            (byte) 0,
            (byte) 0xc0);
    Tensor tensor = NpyFile.read(file);
    assertThat(tensor.dims()).containsExactly(1, 2);
    assertThat(tensor.floats()).containsExactly(1, -2);
  }

  @Test
  void whatNumPyCannotHaveWrittenIsRefused() throws Exception {
    byte[] whole =
        Files.readAllBytes(
            npy("{'descr': '|u1', 'fortran_order': False, 'shape': (2,), }\n", (byte) 1, (byte) 2));
    Path file = folder.resolve("cut.npy");
    for (int length = 0; length < whole.length; length++) {
      Files.write(file, Arrays.copyOf(whole, length));
      assertThatThrownBy(() -> NpyFile.read(file))
          .isInstanceOf(OnnxException.class)
          .hasMessageContaining("cut.npy");
    }
    for (String header :
        new String[] {
          "{'descr': '|u1', 'fortran_order': True, 'shape': (2,), }",
          "{'descr': '>f4', 'fortran_order': False, 'shape': (2,), }",
          "{'descr': '|u1', 'fortran_order': False, 'shape': (99999999999,), }",
          "{'descr': '|u1', 'fortran_order': False, 'shape': (99999,99999), }",
          "no header"
        }) {
      Path bad = npy(header, (byte) 1, (byte) 2);
      assertThatThrownBy(() -> NpyFile.read(bad)).isInstanceOf(OnnxException.class);
    }
  }
}
