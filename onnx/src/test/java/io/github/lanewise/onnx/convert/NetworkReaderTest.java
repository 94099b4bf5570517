package io.github.lanewise.onnx.convert;

import static io.github.lanewise.onnx.testing.Models.attribute;
import static io.github.lanewise.onnx.testing.Models.node;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.lanewise.kernels.conv.Layouts;
import io.github.lanewise.kernels.lanes.Workers;
import io.github.lanewise.nn.Model;
import io.github.lanewise.nn.Workspace;
import io.github.lanewise.onnx.OnnxModel;
import io.github.lanewise.onnx.proto.GraphProto;
import io.github.lanewise.onnx.proto.NodeProto;
import io.github.lanewise.onnx.tensor.ElementType;
import io.github.lanewise.onnx.tensor.Tensor;
import io.github.lanewise.onnx.tensor.TensorWriter;
import io.github.lanewise.onnx.testing.Models;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Graphs that nobody's exporter here writes. */
class NetworkReaderTest {
  @TempDir private Path folder;

  private final GraphProto.Builder graph =
      GraphProto.newBuilder().addOutput(Models.value("y", ElementType.FLOAT32));

  private void input(int... dims) {
    graph.addInput(Models.value("x", ElementType.FLOAT32, dims));
  }

  private void constant(String name, int... dims) {
    Tensor tensor = Tensor.zeros(ElementType.FLOAT32, dims);
    Random random = new Random(name.hashCode());
    for (int i = 0; i < tensor.length(); i++) {
      tensor.floats()[i] = 0.5f + random.nextFloat();
    }
    graph.addInitializer(TensorWriter.write(name, tensor));
  }

  private void longs(String name, long... values) {
    graph.addInitializer(TensorWriter.write(name, Tensor.ofLongs(values)));
  }

  private OnnxModel load(int opset, NodeProto.Builder... nodes) throws Exception {
    for (NodeProto.Builder node : nodes) {
      graph.addNode(node);
    }
    return OnnxModel.load(
        Files.write(folder.resolve("model.onnx"), Models.model(opset, graph).toByteArray()));
  }

  @Test
  void aScaleForEachGroupIsNoLayer() throws Exception {
    input(1, 6, 4, 4);
    constant("scale", 2);
    constant("bias", 2);
    OnnxModel model =
        load(
            21,
            node("GroupNormalization", "x scale bias", "y")
                .addAttribute(attribute("num_groups", 2)));
    assertThatThrownBy(model::toNetwork)
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("of 2 elements instead of 6");
  }

  @Test
  void biasesOfATransposedConvolutionAreCounted() throws Exception {
    input(1, 1, 3, 3);
    constant("w", 1, 2, 3, 3);
    constant("b", 3);
    assertThatThrownBy(() -> load(13, node("ConvTranspose", "x w b", "y")).toNetwork())
        .hasMessageContaining("expected 2");
  }

  @Test
  void aPictureMadeAPixelIsNotTakenForThePicture() throws Exception {
    input(1, 3, 2, 2);
    longs("pixel", 1, 12, 1, 1);
    OnnxModel model =
        load(
            13,
            node("Flatten", "x", "f"),
            node("Reshape", "f pixel", "p"),
            node("GlobalAveragePool", "p", "y"));
    assertThatThrownBy(model::toNetwork)
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("a flattened picture");
  }

  @Test
  void aVectorMayGrowToAPicture() throws Exception {
    input(1, 4);
    longs("pixel", 1, 4, 1, 1);
    constant("w", 4, 3, 2, 2);
    for (String parameter : new String[] {"s", "b", "m", "v"}) {
      constant(parameter, 3);
    }
    OnnxModel model =
        load(
            13,
            node("Reshape", "x pixel", "p"),
            node("ConvTranspose", "p w -", "c"),
            node("BatchNormalization", "c s b m v", "y"));
    Model network = model.toNetwork();
    float[] x = {1, -2, 3, 0.5f};
    float[] nchw = model.run(Workers.serial(), Tensor.of(x, 1, 4)).getFirst().floats();
    float[] nhwc =
        new Workspace(network.network(), 1).forward(network.parameters(), x, Workers.serial());
    for (int i = 0; i < nchw.length; i++) {
      assertThat(nhwc[i % 4 * 3 + i / 4]).isCloseTo(nchw[i], within(1e-5f));
    }
  }

  /** Both as the graph computes them. */
  private void agree(OnnxModel model, int... dims) {
    Model network = model.toNetwork();
    Tensor x = Tensor.zeros(ElementType.FLOAT32, dims);
    Random random = new Random(1);
    for (int i = 0; i < x.length(); i++) {
      x.floats()[i] = random.nextFloat();
    }
    float[] nhwc = new float[x.length()];
    Layouts.nchwToNhwc(1, dims[1], dims[2], dims[3], x.floats(), nhwc);
    float[] y =
        new Workspace(network.network(), 1).forward(network.parameters(), nhwc, Workers.serial());
    assertThat(y)
        .containsExactly(model.run(Workers.serial(), x).getFirst().floats(), within(1e-4f));
  }

  @Test
  void aMeanOfThePictureIsAPooling() throws Exception {
    input(1, 3, 4, 5);
    constant("w", 6, 3);
    agree(
        load(
            13,
            node("ReduceMean", "x", "m")
                .addAttribute(attribute("axes", new int[] {-1, 2}))
                .addAttribute(attribute("keepdims", 0)),
            node("Gemm", "m w", "y").addAttribute(attribute("transB", 1))),
        1,
        3,
        4,
        5);
  }

  @Test
  void aMeanOverTheBatchIsNoLayer() throws Exception {
    input(1, 3, 4, 5);
    longs("axes", 0, 2, 3);
    assertThatThrownBy(() -> load(18, node("ReduceMean", "x axes", "y")).toNetwork())
        .hasMessageContaining("a mean of other axes than rows and columns");
  }

  @Test
  void aLayerNormWithChannelsFirstHasItsParametersMoved() throws Exception {
    input(1, 3, 4, 5);
    constant("s", 3, 4, 5);
    constant("b", 3, 4, 5);
    agree(
        load(
            17,
            node("LayerNormalization", "x s b", "n").addAttribute(attribute("axis", 1)),
            node("GlobalMaxPool", "n", "y")),
        1,
        3,
        4,
        5);
  }

  @Test
  void aTranspositionAroundNoNormIsNamed() throws Exception {
    input(1, 3, 4, 5);
    OnnxModel model =
        load(
            17,
            node("Transpose", "x", "t").addAttribute(attribute("perm", new int[] {0, 2, 3, 1})),
            node("Relu", "t", "r"),
            node("Transpose", "r", "y").addAttribute(attribute("perm", new int[] {0, 3, 1, 2})));
    assertThatThrownBy(model::toNetwork)
        .hasMessageContaining("the_Transpose_t")
        .hasMessageContaining("the_Transpose_y");
  }

  @Test
  void productsThatAreNoLayerAreAllNamed() throws Exception {
    input(1, 3, 2, 2);
    OnnxModel model =
        load(
            13,
            node("Sigmoid", "x", "s"),
            node("Mul", "s x", "silu"),
            node("Mul", "silu silu", "a"),
            node("Mul", "a x", "y"));
    assertThatThrownBy(model::toNetwork)
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("the_Mul_a")
        .hasMessageContaining("the_Mul_y")
        .hasMessageNotContaining("the_Mul_silu");
  }
}
