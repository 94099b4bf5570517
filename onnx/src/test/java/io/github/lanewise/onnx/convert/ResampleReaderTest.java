package io.github.lanewise.onnx.convert;

import static io.github.lanewise.onnx.testing.Models.attribute;
import static io.github.lanewise.onnx.testing.Models.node;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.lanewise.kernels.conv.Layouts;
import io.github.lanewise.kernels.lanes.Workers;
import io.github.lanewise.kernels.resample.PaddingMode;
import io.github.lanewise.nn.Layer;
import io.github.lanewise.nn.Model;
import io.github.lanewise.nn.Shape;
import io.github.lanewise.nn.Workspace;
import io.github.lanewise.nn.layers.Conv2d;
import io.github.lanewise.nn.layers.Pad2d;
import io.github.lanewise.nn.layers.Padding;
import io.github.lanewise.nn.layers.Upsample;
import io.github.lanewise.onnx.OnnxModel;
import io.github.lanewise.onnx.proto.GraphProto;
import io.github.lanewise.onnx.proto.NodeProto;
import io.github.lanewise.onnx.tensor.ElementType;
import io.github.lanewise.onnx.tensor.Tensor;
import io.github.lanewise.onnx.tensor.TensorWriter;
import io.github.lanewise.onnx.testing.Models;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Borders and other sizes: the network computes what the graph does, or the node is refused. */
class ResampleReaderTest {
  private static final int HEIGHT = 4;
  private static final int WIDTH = 5;
  private static final int CHANNELS = 2;

  @TempDir private Path folder;

  private final Random random = new Random(1);
  private final GraphProto.Builder graph =
      GraphProto.newBuilder()
          .addInput(Models.value("x", ElementType.FLOAT32, 1, CHANNELS, HEIGHT, WIDTH))
          .addOutput(Models.value("y", ElementType.FLOAT32));

  private Tensor random(int... dims) {
    Tensor tensor = Tensor.zeros(ElementType.FLOAT32, dims);
    for (int i = 0; i < tensor.length(); i++) {
      tensor.floats()[i] = (float) random.nextGaussian();
    }
    return tensor;
  }

  private void constant(String name, Tensor tensor) {
    graph.addInitializer(TensorWriter.write(name, tensor));
  }

  private OnnxModel load(int opset, NodeProto.Builder... nodes) throws Exception {
    for (NodeProto.Builder node : nodes) {
      graph.addNode(node);
    }
    return OnnxModel.load(
        Files.write(folder.resolve("model.onnx"), Models.model(opset, graph).toByteArray()));
  }

  /** The layers of the network, which has to compute what the model does. */
  private List<Layer> layers(OnnxModel model) {
    Model network = model.toNetwork();
    Tensor x = random(1, CHANNELS, HEIGHT, WIDTH);
    float[] nhwc = new float[x.length()];
    Layouts.nchwToNhwc(1, CHANNELS, HEIGHT, WIDTH, x.floats(), nhwc);
    float[] y =
        new Workspace(network.network(), 1).forward(network.parameters(), nhwc, Workers.serial());
    Shape shape = network.network().outputShape();
    float[] nchw = new float[y.length];
    Layouts.nhwcToNchw(1, shape.channels(), shape.height(), shape.width(), y, nchw);
    Tensor expected = model.run(Workers.serial(), x).getFirst();
    assertThat(expected.dims()).containsExactly(1, shape.channels(), shape.height(), shape.width());
    assertThat(nchw).containsExactly(expected.floats(), within(1e-5f));
    return network.network().nodes().stream().skip(1).map(node -> node.layer()).toList();
  }

  private NodeProto.Builder convolution(String x, String y, int... pads) {
    constant("w", random(3, CHANNELS, 3, 3));
    return node("Conv", x + " w", y).addAttribute(attribute("pads", pads));
  }

  private void pads(long... pads) {
    constant("pads", Tensor.ofLongs(pads));
  }

  @Test
  void aBorderOfZerosIsTheConvolutionsOwn() throws Exception {
    pads(0, 0, 1, 0, 0, 0, 2, 1);
    OnnxModel model = load(13, node("Pad", "x pads", "p"), convolution("p", "y", 1, 1, 0, 0));
    assertThat(layers(model))
        .singleElement()
        .extracting(layer -> ((Conv2d) layer).padding())
        .isEqualTo(new Padding(false, 2, 2, 1, 1));
  }

  @ParameterizedTest
  @CsvSource({"reflect, REFLECT", "edge, REPLICATE", "wrap, CIRCULAR"})
  void otherBordersAreTheConvolutionsOwnToo(String mode, PaddingMode expected) throws Exception {
    pads(0, 0, 1, 2, 0, 0, 0, 1);
    OnnxModel model =
        load(
            19,
            node("Pad", "x pads", "p").addAttribute(attribute("mode", mode)),
            convolution("p", "y", 0, 0, 0, 0));
    assertThat(layers(model))
        .singleElement()
        .extracting(layer -> ((Conv2d) layer).paddingMode())
        .isEqualTo(expected);
  }

  @Test
  void zerosAroundABorderOfPixelsStayApart() throws Exception {
    pads(0, 0, 1, 1, 0, 0, 1, 1);
    OnnxModel model =
        load(
            13,
            node("Pad", "x pads", "p").addAttribute(attribute("mode", "reflect")),
            convolution("p", "y", 1, 1, 1, 1));
    assertThat(layers(model).getFirst()).isEqualTo(new Pad2d(Padding.of(1), PaddingMode.REFLECT));
  }

  @Test
  void aBorderThatOthersReadIsALayer() throws Exception {
    pads(0, 0, 1, 1, 0, 0, 1, 1);
    OnnxModel model =
        load(
            13,
            node("Pad", "x pads", "p"),
            node("Relu", "p", "r"),
            convolution("p", "c", 1, 1, 1, 1),
            node("Concat", "c r", "y").addAttribute(attribute("axis", 1)));
    assertThat(layers(model)).contains(new Pad2d(Padding.of(1), PaddingMode.ZEROS));
  }

  /** Zeros take part in a maximum, what a pooling itself puts around pictures does not. */
  @Test
  void aBorderBeforeAMaximumIsALayer() throws Exception {
    OnnxModel model =
        load(
            9,
            node("Pad", "x", "p")
                .addAttribute(attribute("pads", new int[] {0, 0, 1, 1, 0, 0, 1, 1})),
            node("MaxPool", "p", "y").addAttribute(attribute("kernel_shape", new int[] {2, 2})));
    assertThat(layers(model).getFirst()).isEqualTo(new Pad2d(Padding.of(1), PaddingMode.ZEROS));
  }

  @Test
  void bordersThatNoLayerHasAreRefused() throws Exception {
    pads(0, 0, 1, 1, 0, 0, 1, 1);
    constant("one", Tensor.of(new float[] {1}));
    OnnxModel model = load(13, node("Pad", "x pads one", "y"));
    assertThatThrownBy(model::toNetwork)
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("the_Pad_y")
        .hasMessageContaining("a border of 1.0");
  }

  @ParameterizedTest
  @CsvSource({"0 0 -1 0 0 0 0 0", "0 1 0 0 0 0 0 0", "1 0 0 0 0 0 0 0"})
  void bordersOfOtherAxesAndBelow0AreRefused(String numbers) throws Exception {
    pads(List.of(numbers.split(" ")).stream().mapToLong(Long::parseLong).toArray());
    OnnxModel model = load(13, node("Pad", "x pads", "y"));
    assertThatThrownBy(model::toNetwork)
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("a border");
  }

  private OnnxModel resized(String mode, String coordinates, String rounding, long... sizes)
      throws Exception {
    graph.clearNode().clearInitializer();
    constant("sizes", Tensor.ofLongs(sizes));
    return load(
        19,
        node("Resize", "x - - sizes", "y")
            .addAttribute(attribute("mode", mode))
            .addAttribute(attribute("coordinate_transformation_mode", coordinates))
            .addAttribute(attribute("nearest_mode", rounding)));
  }

  @Test
  void resizingAgreesOrIsRefused() throws Exception {
    List<String> read = new ArrayList<>();
    long[][] sizes = {{1, CHANNELS, 8, 15}, {1, CHANNELS, 4, 5}, {1, CHANNELS, 7, 3}};
    for (long[] size : sizes) {
      for (String mode : List.of("nearest", "linear")) {
        for (String coordinates :
            List.of(
                "half_pixel",
                "half_pixel_symmetric",
                "pytorch_half_pixel",
                "align_corners",
                "asymmetric",
                "tf_half_pixel_for_nn")) {
          for (String rounding :
              List.of("round_prefer_floor", "round_prefer_ceil", "floor", "ceil")) {
            OnnxModel model;
            try {
              model = resized(mode, coordinates, rounding, size);
            } catch (IllegalArgumentException e) {
              continue;
            }
            try {
              model.toNetwork();
            } catch (IllegalArgumentException e) {
              assertThat(e).hasMessageContaining("places of pixels by " + coordinates);
              continue;
            }
            assertThat(layers(model)).singleElement().isInstanceOf(Upsample.class);
            read.add(mode + " " + coordinates + " " + rounding + " " + size[2]);
          }
        }
      }
    }
    assertThat(read)
        .contains( // as PyTorch and Keras write them, and the defaults
            "nearest asymmetric floor 8",
            "nearest asymmetric floor 7",
            "nearest half_pixel round_prefer_floor 8",
            "linear half_pixel round_prefer_floor 8",
            "linear pytorch_half_pixel floor 7",
            "linear align_corners floor 7")
        .doesNotContain("nearest half_pixel floor 8", "nearest asymmetric ceil 8");
  }

  /** 9 · 14 / 18 is 7; 9 divided by 18 / 14 comes to less. */
  @Test
  void placesThatAreWholeNumbersAreNotRoundedDown() throws Exception {
    graph.clearInput().addInput(Models.value("x", ElementType.FLOAT32, 1, 1, 14, 1));
    OnnxModel model = resized("nearest", "asymmetric", "floor", 1, 1, 18, 1);
    Tensor x = Tensor.zeros(ElementType.FLOAT32, 1, 1, 14, 1);
    for (int i = 0; i < x.length(); i++) {
      x.floats()[i] = i;
    }
    assertThat(model.run(Workers.serial(), x).getFirst().floats()[9]).isEqualTo(7);
  }

  @ParameterizedTest
  @CsvSource({"2 1 2 2", "1 1.2 2 2", "1 2 2 2"})
  void factorsOfOtherAxesAreRefused(String numbers) throws Exception {
    List<String> factors = List.of(numbers.split(" "));
    float[] scales = new float[factors.size()];
    for (int i = 0; i < scales.length; i++) {
      scales[i] = Float.parseFloat(factors.get(i));
    }
    constant("scales", Tensor.of(scales, 4));
    OnnxModel model =
        load(
            13,
            node("Resize", "x - scales", "y")
                .addAttribute(attribute("coordinate_transformation_mode", "asymmetric"))
                .addAttribute(attribute("nearest_mode", "floor")));
    assertThatThrownBy(model::toNetwork)
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("another size than that of pictures");
  }

  @Test
  void aRefusedConvolutionIsNamedItself() throws Exception {
    pads(0, 0, 1, 1, 0, 0, 1, 1);
    constant("w", random(3, CHANNELS, 3, 3));
    OnnxModel model =
        load(
            13,
            node("Pad", "x pads", "p"),
            node("Conv", "p w", "y").addAttribute(attribute("auto_pad", "SAME_LOWER")));
    assertThatThrownBy(model::toNetwork).hasMessageContaining("the_Conv_y");
  }

  @Test
  void productsOfMoreThanTwoDimensionsAreRefused() throws Exception {
    graph.clearInput().addInput(Models.value("x", ElementType.FLOAT32, 1, 1, 1, 8));
    pads(0, 0, 0, 1, 0, 0, 0, 1);
    constant("w", random(8, 4));
    OnnxModel model = load(13, node("MatMul", "x w", "m"), node("Pad", "m pads", "y"));
    assertThatThrownBy(model::toNetwork)
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("a product of other than two dimensions");
  }

  @ParameterizedTest
  @CsvSource({"7, nearest", "9, nearest"})
  void upsamplingOfOldModelsIsRead(int opset, String mode) throws Exception {
    float[] scales = {1, 1, 2, 3};
    NodeProto.Builder node = node("Upsample", opset == 7 ? "x" : "x scales", "y");
    node.addAttribute(attribute("mode", mode));
    if (opset == 7) {
      node.addAttribute(attribute("scales", scales));
    } else {
      constant("scales", Tensor.of(scales, 4));
    }
    Layer layer = layers(load(opset, node)).getFirst();
    assertThat(layer).isInstanceOf(Upsample.class);
    assertThat(((Upsample) layer).times()).isTrue();
  }

  @Test
  void aFactorThatGivesNoWholeSizeIsRefused() throws Exception {
    constant("scales", Tensor.of(new float[] {1, 1, 1.6f, 1}, 4));
    OnnxModel model =
        load(
            13,
            node("Resize", "x - scales", "y")
                .addAttribute(attribute("coordinate_transformation_mode", "asymmetric"))
                .addAttribute(attribute("nearest_mode", "floor")));
    assertThatThrownBy(model::toNetwork)
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("no whole size");
  }
}
