package io.github.lanewise.onnx.graph;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import io.github.lanewise.kernels.lanes.Workers;
import io.github.lanewise.onnx.OnnxModel;
import io.github.lanewise.onnx.UnsupportedOperatorsException;
import io.github.lanewise.onnx.proto.AttributeProto;
import io.github.lanewise.onnx.proto.GraphProto;
import io.github.lanewise.onnx.proto.NodeProto;
import io.github.lanewise.onnx.proto.StringStringEntryProto;
import io.github.lanewise.onnx.proto.TensorProto;
import io.github.lanewise.onnx.tensor.ElementType;
import io.github.lanewise.onnx.tensor.OnnxException;
import io.github.lanewise.onnx.tensor.Tensor;
import io.github.lanewise.onnx.tensor.TensorWriter;
import io.github.lanewise.onnx.testing.Models;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Files that are broken, by accident or on purpose, end in a clear message and nothing else. */
@Timeout(120)
class HostileFilesTest {
  @TempDir private Path folder;

  private Path file(GraphProto.Builder graph) throws IOException {
    return Files.write(folder.resolve("model.onnx"), Models.model(13, graph).toByteArray());
  }

  private ThrowingCallable loading(GraphProto.Builder graph) throws IOException {
    Path file = file(graph);
    return () -> OnnxModel.load(file);
  }

  private static GraphProto.Builder graph() {
    return GraphProto.newBuilder()
        .addInput(Models.value("x", ElementType.FLOAT32, 1, 2))
        .addOutput(Models.value("y", ElementType.FLOAT32, 1, 2));
  }

  @Test
  void truncatedFilesAreRefusedWhereverTheyEnd() throws IOException {
    GraphProto.Builder graph =
        graph()
            .addNode(Models.node("Add", "x w", "y"))
            .addInitializer(TensorWriter.write("w", Tensor.of(new float[] {1, 2}, 2)));
    byte[] whole = Models.model(13, graph).toByteArray();
    Path file = folder.resolve("cut.onnx");
    for (int length = 0; length < whole.length; length++) {
      Files.write(file, Arrays.copyOf(whole, length));
      assertThatThrownBy(() -> OnnxModel.load(file))
          .isInstanceOf(OnnxException.class)
          .hasMessageContaining("cut.onnx");
    }
  }

  @Test
  void changedBytesAreRefusedOrHarmless() throws IOException {
    GraphProto.Builder graph =
        graph()
            .addNode(Models.node("Add", "x w", "z"))
            .addNode(Models.node("Relu", "z", "y"))
            .addInitializer(TensorWriter.write("w", Tensor.of(new float[] {1, 2}, 2)));
    byte[] whole = Models.model(13, graph).toByteArray();
    Path file = folder.resolve("changed.onnx");
    Random random = new Random(1);
    int refused = 0;
    for (int i = 0; i < 1_000; i++) {
      byte[] changed = whole.clone();
      changed[random.nextInt(changed.length)] = (byte) random.nextInt(256);
      Files.write(file, changed);
      try {
        OnnxModel.load(file);
      } catch (IOException e) {
        refused++;
        assertThat(e).hasMessageContaining("changed.onnx");
      }
    }
    assertThat(refused).isPositive();
  }

  @Test
  void cyclesAreNamed() throws IOException {
    assertThatThrownBy(
            loading(
                graph()
                    .addNode(Models.node("Add", "x b", "a"))
                    .addNode(Models.node("Relu", "a", "b"))
                    .addNode(Models.node("Relu", "b", "y"))))
        .isInstanceOf(OnnxException.class)
        .hasMessageContaining("a cycle")
        .hasMessageContaining("the_Add");
  }

  @Test
  void missingInputsAreNamed() throws IOException {
    assertThatThrownBy(loading(graph().addNode(Models.node("Add", "x nowhere", "y"))))
        .isInstanceOf(OnnxException.class)
        .hasMessageContaining("'nowhere'")
        .hasMessageContaining("the_Add");
  }

  @Test
  void valuesWithTwoWritersAreNamed() throws IOException {
    assertThatThrownBy(
            loading(
                graph()
                    .addNode(Models.node("Relu", "x", "y"))
                    .addNode(Models.node("Abs", "x", "y"))))
        .isInstanceOf(OnnxException.class)
        .hasMessageContaining("writes 'y', which has a value already");
  }

  @Test
  void outputsThatNobodyComputesAreNamed() throws IOException {
    assertThatThrownBy(loading(graph().addNode(Models.node("Relu", "x", "z"))))
        .isInstanceOf(OnnxException.class)
        .hasMessageContaining("nothing computes the output 'y'");
  }

  @Test
  void shapesThatDoNotFitAreTold() throws IOException {
    assertThatThrownBy(
            loading(
                graph()
                    .addNode(Models.node("MatMul", "x w", "y"))
                    .addInitializer(
                        TensorWriter.write("w", Tensor.zeros(ElementType.FLOAT32, 3, 2)))))
        .isInstanceOf(OnnxException.class)
        .hasMessageContaining("the_MatMul")
        .hasMessageContaining("FLOAT32[1, 2] and FLOAT32[3, 2]");
  }

  @Test
  void giganticTensorsAreRefusedBeforeMemoryIsTaken() throws IOException {
    for (long[] dims : new long[][] {{1L << 40}, {1 << 20, 1 << 20}, {-1}, {Integer.MAX_VALUE}}) {
      TensorProto.Builder huge =
          TensorProto.newBuilder()
              .setName("w")
              .setDataType(TensorProto.DataType.FLOAT_VALUE)
              .setRawData(ByteString.copyFrom(new byte[8]));
      for (long dim : dims) {
        huge.addDims(dim);
      }
      assertThatThrownBy(
              loading(graph().addNode(Models.node("Add", "x w", "y")).addInitializer(huge)))
          .isInstanceOf(OnnxException.class)
          .hasMessageContaining("tensor 'w'");
    }
  }

  @Test
  void giganticResultsAreRefusedBeforeMemoryIsTaken() throws IOException {
    Tensor size = Tensor.ofLongs(1 << 15, 1 << 15, 2);
    assertThatThrownBy(
            loading(
                graph()
                    .addNode(Models.node("Expand", "x size", "y"))
                    .addInitializer(TensorWriter.write("size", size))))
        .isInstanceOf(OnnxException.class)
        .hasMessageContaining("the_Expand");
    assertThatThrownBy(
            loading(
                graph()
                    .addNode(Models.node("ConstantOfShape", "size", "z"))
                    .addNode(Models.node("Add", "x z", "y"))
                    .addInitializer(TensorWriter.write("size", Tensor.ofLongs(1 << 15, 1 << 15)))))
        .isInstanceOf(OnnxException.class)
        .hasMessageContaining("the_ConstantOfShape");
  }

  @Test
  void runsThatMemoryDoesNotSufficeForAreRefused() throws IOException {
    Path file =
        file(
            GraphProto.newBuilder()
                .addInput(Models.value("x", ElementType.FLOAT32, -1, 1))
                .addOutput(Models.value("y", ElementType.FLOAT32))
                .addNode(Models.node("Tile", "x times", "z"))
                .addNode(Models.node("ReduceSum", "z", "y"))
                .addInitializer(TensorWriter.write("times", Tensor.ofLongs(1, 1 << 20))));
    OnnxModel model = OnnxModel.load(file);
    assertThatThrownBy(
            () -> model.run(Workers.serial(), Tensor.zeros(ElementType.FLOAT32, 1 << 12, 1)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("elements");
  }

  private GraphProto.Builder external(String location, long offset, long length) {
    TensorProto.Builder tensor =
        TensorProto.newBuilder()
            .setName("w")
            .addDims(2)
            .setDataType(TensorProto.DataType.FLOAT_VALUE)
            .setDataLocation(TensorProto.DataLocation.EXTERNAL)
            .addExternalData(entry("location", location))
            .addExternalData(entry("offset", Long.toString(offset)))
            .addExternalData(entry("length", Long.toString(length)));
    return graph().addNode(Models.node("Add", "x w", "y")).addInitializer(tensor);
  }

  private static StringStringEntryProto.Builder entry(String key, String value) {
    return StringStringEntryProto.newBuilder().setKey(key).setValue(value);
  }

  @Test
  void externalDataIsReadFromTheFolderOfTheModel() throws IOException {
    Files.write(
        folder.resolve("weights"), new byte[] {9, 0, 0, 0x20, 0x41, 0, 0, (byte) 0x80, 0x3f});
    OnnxModel model = OnnxModel.load(file(external("weights", 1, 8)));
    Tensor y = model.run(Workers.serial(), Tensor.of(new float[] {1, 1}, 1, 2)).getFirst();
    assertThat(y.floats()).containsExactly(11, 2);
  }

  @Test
  void externalDataOutsideOfTheFolderIsRefused() throws IOException {
    Path outside = Files.createTempFile("outside", ".bin");
    try {
      Files.write(outside, new byte[8]);
      Files.createSymbolicLink(folder.resolve("link"), outside);
      for (String location :
          new String[] {
            outside.toString(), "../" + outside.getFileName(), "a/../../b", "link", "", "gone"
          }) {
        assertThatThrownBy(loading(external(location, 0, 8)))
            .as(location)
            .isInstanceOf(OnnxException.class)
            .hasMessageContaining("external data");
      }
    } finally {
      Files.delete(outside);
    }
  }

  @Test
  void externalDataBeyondItsFileIsRefused() throws IOException {
    Files.write(folder.resolve("weights"), new byte[8]);
    for (long[] range : new long[][] {{4, 8}, {-1, 8}, {0, 4}, {Long.MAX_VALUE, 8}}) {
      assertThatThrownBy(loading(external("weights", range[0], range[1])))
          .isInstanceOf(OnnxException.class)
          .hasMessageContaining("external data");
    }
  }

  @Test
  void allUnsupportedNodesAreListedAtOnce() throws IOException {
    assertThatThrownBy(
            loading(
                graph()
                    .addNode(Models.node("Zorn", "x", "a"))
                    .addNode(
                        Models.node("Resize", "a - w", "b")
                            .addAttribute(Models.attribute("mode", "cubic")))
                    .addNode(
                        Models.node("Relu", "b", "c").addAttribute(Models.attribute("slope", 2f)))
                    .addNode(Models.node("Exp", "c", "y"))
                    .addInitializer(TensorWriter.write("w", Tensor.of(new float[] {1, 2}, 2)))))
        .isInstanceOfSatisfying(
            UnsupportedOperatorsException.class,
            e ->
                assertThat(e.nodes())
                    .hasSize(3)
                    .anyMatch(line -> line.contains("Zorn (opset 13) 'the_Zorn_a'"))
                    .anyMatch(line -> line.contains("Resize") && line.contains("mode is cubic"))
                    .anyMatch(line -> line.contains("Relu") && line.contains("slope")));
  }

  @Test
  void manyLargeConstantsAreRefusedTogether() throws IOException {
    GraphProto.Builder graph =
        graph().addInitializer(TensorWriter.write("size", Tensor.ofLongs(1 << 12, 1 << 12)));
    for (int i = 0; i < 1_000; i++) {
      graph.addNode(Models.node("ConstantOfShape", "size", "c" + i));
    }
    assertThatThrownBy(loading(graph.addNode(Models.node("Relu", "x", "y"))))
        .isInstanceOf(OnnxException.class)
        .hasMessageContaining("the_ConstantOfShape_c4")
        .hasMessageContaining("constants up to here");
  }

  @Test
  void whatTakesLongToComputeBeforehandIsLeft() throws IOException {
    GraphProto.Builder graph =
        graph()
            .addInitializer(TensorWriter.write("a0", Tensor.zeros(ElementType.FLOAT32, 512, 512)))
            .addInitializer(TensorWriter.write("times", Tensor.ofLongs(8, 8)))
            .addNode(Models.node("Tile", "a0 times", "t"));
    for (int i = 0; i < 1_000; i++) {
      graph.addNode(Models.node("MatMul", "a" + i + " a0", "a" + (i + 1)));
      graph.addNode(Models.node("Tile", "a" + i + " times", "t" + i));
    }
    OnnxModel model = OnnxModel.load(file(graph.addNode(Models.node("Relu", "x", "y"))));
    assertThat(model.graph().nodes()).hasSize(2_002);
  }

  @Test
  void tooManyDimensionsAreRefused() throws IOException {
    long[] axes = new long[10_000];
    Arrays.setAll(axes, i -> i);
    assertThatThrownBy(
            loading(
                graph()
                    .addNode(Models.node("Unsqueeze", "x axes", "z"))
                    .addNode(Models.node("Abs", "z", "y"))
                    .addInitializer(TensorWriter.write("axes", Tensor.ofLongs(axes)))))
        .isInstanceOf(OnnxException.class)
        .hasMessageContaining("the_Unsqueeze")
        .hasMessageContaining("10002 dimensions, expected at most 32");
  }

  @Test
  void largeDimensionsBesideOneOfZeroAreRefused() throws IOException {
    assertThatThrownBy(
            loading(
                graph()
                    .addNode(Models.node("Reshape", "w shape", "z"))
                    .addNode(Models.node("Abs", "z", "y"))
                    .addInitializer(TensorWriter.write("w", Tensor.zeros(ElementType.FLOAT32, 0)))
                    .addInitializer(
                        TensorWriter.write("shape", Tensor.ofLongs(Integer.MAX_VALUE, 0)))))
        .isInstanceOf(OnnxException.class)
        .hasMessageContaining("the_Reshape");
  }

  @Test
  void manyTensorsOfTheSameBytesAreRefusedBeforeTheyAreRead() throws IOException {
    try (RandomAccessFile holes = new RandomAccessFile(folder.resolve("w").toFile(), "rw")) {
      holes.setLength(1L << 30);
    }
    GraphProto.Builder graph = graph().addNode(Models.node("Relu", "x", "y"));
    GraphProto.Builder constants = graph.clone();
    for (int i = 0; i < 1_000; i++) {
      TensorProto tensor =
          TensorProto.newBuilder()
              .setName("w" + i)
              .addDims(1 << 28)
              .setDataType(TensorProto.DataType.FLOAT_VALUE)
              .setDataLocation(TensorProto.DataLocation.EXTERNAL)
              .addExternalData(entry("location", "w"))
              .build();
      graph.addInitializer(tensor);
      constants.addNode(
          NodeProto.newBuilder()
              .setOpType("Constant")
              .addOutput("c" + i)
              .addAttribute(
                  AttributeProto.newBuilder()
                      .setName("value")
                      .setType(AttributeProto.AttributeType.TENSOR)
                      .setT(tensor)));
    }
    for (GraphProto.Builder many : List.of(graph, constants)) {
      assertThatThrownBy(loading(many))
          .isInstanceOf(OnnxException.class)
          .hasMessageContaining("tensors up to tensor 'w");
    }
  }

  @Test
  void windowsOfPaddingTakeNoTime() throws IOException {
    int kernel = 400_001;
    GraphProto.Builder graph =
        GraphProto.newBuilder()
            .addInput(Models.value("x", ElementType.FLOAT32, 1, 1, 3, 3))
            .addOutput(Models.value("y", ElementType.FLOAT32))
            .addNode(
                Models.node("AveragePool", "x", "y")
                    .addAttribute(Models.attribute("kernel_shape", new int[] {kernel, kernel}))
                    .addAttribute(
                        Models.attribute(
                            "pads", new int[] {kernel / 2, kernel / 2, kernel / 2, kernel / 2})));
    Tensor x = Tensor.of(new float[] {1, 2, 3, 4, 5, 6, 7, 8, 9}, 1, 1, 3, 3);
    OnnxModel model = OnnxModel.load(file(graph));
    assertThat(model.run(Workers.serial(), x).getFirst().floats()).containsOnly(5).hasSize(9);
  }

  @Test
  void manyNodesAndOutputsTakeNoTime() throws IOException {
    GraphProto.Builder graph =
        graph().addInitializer(TensorWriter.write("w", Tensor.of(new float[] {1, 2}, 2, 1)));
    for (int i = 0; i < 60_000; i++) {
      graph.addNode(Models.node("MatMul", "x w", "v" + i));
      graph.addOutput(Models.value("v" + i, ElementType.FLOAT32, 1, 1));
    }
    OnnxModel model = OnnxModel.load(file(graph.addNode(Models.node("Relu", "x", "y"))));
    assertThat(model.outputs()).hasSize(60_001);
  }

  @Test
  void oldOperatorsAreRefused() throws IOException {
    byte[] model = Models.model(5, graph().addNode(Models.node("Relu", "x", "y"))).toByteArray();
    Path file = Files.write(folder.resolve("old.onnx"), model);
    assertThatThrownBy(() -> OnnxModel.load(file))
        .isInstanceOf(OnnxException.class)
        .hasMessageContaining("old.onnx: opset 5, expected 6 or later");
  }

  @Test
  void malformedNodesAreNotTakenForUnsupportedOnes() throws IOException {
    GraphProto.Builder[] graphs = {
      graph().addNode(Models.node("Add", "x", "y")),
      graph().addNode(Models.node("Gemm", "x x", "y").addAttribute(Models.attribute("alpha", 1))),
      graph()
          .addNode(
              Models.node("Transpose", "x", "y")
                  .addAttribute(Models.attribute("perm", new int[] {1, -1}))),
    };
    for (GraphProto.Builder graph : graphs) {
      assertThatThrownBy(loading(graph))
          .isInstanceOf(OnnxException.class)
          .isNotInstanceOf(UnsupportedOperatorsException.class)
          .hasMessageContaining("node " + graph.getNode(0).getOpType());
    }
  }

  @Test
  void theSummaryMarksWhatIsNotSupported() throws IOException {
    Path file =
        file(
            graph()
                .addNode(Models.node("Exp", "x", "a"))
                .addNode(Models.node("Zorn", "a", "b"))
                .addNode(Models.node("Relu", "b", "y")));
    assertThat(OnnxModel.summary(file).lines())
        .anyMatch(line -> line.startsWith("Exp") && line.contains("[1, 2]"))
        .anyMatch(line -> line.startsWith("Zorn") && line.endsWith("operator not supported"))
        .anyMatch(line -> line.startsWith("Relu") && !line.contains("[1, 2]"))
        .anyMatch(line -> line.endsWith("where shapes are known, 1 nodes not supported"));
  }
}
