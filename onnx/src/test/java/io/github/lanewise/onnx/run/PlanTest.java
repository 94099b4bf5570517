package io.github.lanewise.onnx.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.lanewise.kernels.lanes.Workers;
import io.github.lanewise.onnx.OnnxModel;
import io.github.lanewise.onnx.OnnxPredictor;
import io.github.lanewise.onnx.proto.GraphProto;
import io.github.lanewise.onnx.proto.NodeProto;
import io.github.lanewise.onnx.tensor.ElementType;
import io.github.lanewise.onnx.tensor.Tensor;
import io.github.lanewise.onnx.tensor.TensorWriter;
import io.github.lanewise.onnx.testing.Models;
import io.github.lanewise.onnx.testing.OnnxRuntime;
import io.github.lanewise.onnx.verify.Tolerance;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is left to do of a graph once it is made ready, and that the result stays the same. */
class PlanTest {
  private static final long PATIENCE_NANOS = 60_000_000_000L;

  @TempDir private Path folder;

  private static Tensor random(int... dims) {
    Tensor tensor = Tensor.zeros(ElementType.FLOAT32, dims);
    Random random = new Random(Arrays.hashCode(dims));
    for (int i = 0; i < tensor.length(); i++) {
      tensor.floats()[i] = random.nextFloat();
    }
    return tensor;
  }

  /** A block of a residual network: two convolutions with batch norm, a sum, ReLUs. */
  private static GraphProto.Builder residual() {
    GraphProto.Builder graph =
        GraphProto.newBuilder()
            .addInput(Models.value("x", ElementType.FLOAT32, -1, 4, 6, 5))
            .addOutput(Models.value("y", ElementType.FLOAT32));
    for (int layer = 1; layer <= 2; layer++) {
      String in = layer == 1 ? "x" : "r1";
      graph
          .addInitializer(TensorWriter.write("w" + layer, random(4, 4, 3, 3)))
          .addNode(
              Models.node("Conv", in + " w" + layer, "c" + layer)
                  .addAttribute(Models.attribute("pads", new int[] {1, 1, 1, 1})));
      addNorm(graph, "c" + layer, "n" + layer);
    }
    return graph
        .addNode(Models.node("Relu", "n1", "r1"))
        .addNode(Models.node("Add", "n2 x", "sum"))
        .addNode(Models.node("Relu", "sum", "y"));
  }

  /** A batch norm of four channels. */
  private static void addNorm(GraphProto.Builder graph, String in, String out) {
    StringBuilder inputs = new StringBuilder(in);
    for (String parameter : List.of("s", "b", "m", "v")) {
      graph.addInitializer(TensorWriter.write(parameter + out, random(4)));
      inputs.append(' ').append(parameter).append(out);
    }
    graph.addNode(Models.node("BatchNormalization", inputs.toString(), out));
  }

  @Test
  void twoBatchNormsInARowScaleAGroupedConvolutionTwice() throws Exception {
    GraphProto.Builder graph =
        GraphProto.newBuilder()
            .addInput(Models.value("x", ElementType.FLOAT32, 2, 6, 5, 5))
            .addOutput(Models.value("y", ElementType.FLOAT32))
            .addInitializer(TensorWriter.write("w", random(4, 3, 3, 3)))
            .addNode(Models.node("Conv", "x w", "c").addAttribute(Models.attribute("group", 2)));
    addNorm(graph, "c", "n");
    addNorm(graph, "n", "y");
    Tensor x = random(2, 6, 5, 5);
    OnnxModel model = load(graph);
    assertThat(model.predictor(x).steps()).anyMatch(step -> step.split(" \\+ ").length == 3);
    List<Tensor> expected = OnnxRuntime.run(Models.model(13, graph).toByteArray(), x);
    assertThat(
            new Tolerance(1e-4, 1e-5)
                .difference(model.run(Workers.serial(), x).getFirst(), expected.getFirst()))
        .isNull();
  }

  private OnnxModel load(GraphProto.Builder graph) throws Exception {
    return OnnxModel.load(
        Files.write(folder.resolve("model.onnx"), Models.model(13, graph).toByteArray()));
  }

  @Test
  void aResidualBlockIsTwoConvolutions() throws Exception {
    OnnxModel model = load(residual());
    Tensor x = random(2, 4, 6, 5);
    assertThat(model.predictor(x).steps())
        .hasSize(4)
        .startsWith("layout")
        .endsWith("layout")
        .anyMatch(step -> step.split(" \\+ ").length == 3)
        .anyMatch(step -> step.split(" \\+ ").length == 4);
    List<Tensor> expected = OnnxRuntime.run(Models.model(13, residual()).toByteArray(), x);
    assertThat(
            new Tolerance(1e-4, 1e-5)
                .difference(model.run(Workers.serial(), x).getFirst(), expected.getFirst()))
        .isNull();
  }

  @Test
  void whatSomebodyElseReadsIsNotFused() throws Exception {
    GraphProto.Builder graph = residual().addOutput(Models.value("n2", ElementType.FLOAT32));
    OnnxModel model = load(graph);
    Tensor x = random(2, 4, 6, 5);
    List<Tensor> expected = OnnxRuntime.run(Models.model(13, graph).toByteArray(), x);
    List<Tensor> actual = model.run(Workers.serial(), x);
    for (int i = 0; i < 2; i++) {
      assertThat(new Tolerance(1e-4, 1e-5).difference(actual.get(i), expected.get(i))).isNull();
    }
  }

  @Test
  void aWarmRunAllocatesNothing() throws Exception {
    allocatesNothing(load(residual()), random(1, 4, 6, 5));
  }

  /** One operator after the other, of every family that computes, in both layouts. */
  @Test
  void neitherDoOperatorsBetweenConvolutions() throws Exception {
    GraphProto.Builder graph =
        GraphProto.newBuilder()
            .addInput(Models.value("v0", ElementType.FLOAT32, 2, 4, 6, 5))
            .addInitializer(TensorWriter.write("w", random(4, 4, 1, 1)))
            .addInitializer(TensorWriter.write("vector", random(4)))
            .addInitializer(TensorWriter.write("row", random(5)))
            .addInitializer(TensorWriter.write("channels", random(1, 4, 1, 1)))
            .addInitializer(TensorWriter.write("half", Tensor.of(new float[] {0.5f})))
            .addInitializer(TensorWriter.write("two", Tensor.of(new float[] {2})))
            .addInitializer(TensorWriter.write("larger", Tensor.of(new float[] {1, 1, 2, 2}, 4)))
            .addInitializer(
                TensorWriter.write("smaller", Tensor.of(new float[] {1, 1, .5f, .5f}, 4)));
    int v = 0;
    for (String layout : List.of("Identity %s", "Conv %s w")) {
      for (String words :
          List.of(
              layout,
              "Exp %s",
              "Log %s",
              "Softplus %s",
              "Erf %s",
              "Tanh %s",
              "Sigmoid %s",
              "Selu %s",
              "Mish %s",
              "Neg %s",
              "Abs %s",
              "Sqrt %s",
              "HardSigmoid %s",
              "Clip %s",
              "Pow %s two",
              "Pow %s half",
              "Add %s channels",
              "Mul %s half",
              "Max %s channels half",
              "PRelu %s channels",
              "BatchNormalization %s vector vector vector vector",
              "InstanceNormalization %s vector vector",
              "ReduceMean %s",
              "Add %s v0",
              "Resize %s - larger",
              "Resize %s - smaller",
              "LayerNormalization %s row row",
              "Concat %s channels",
              "Transpose %s",
              "Transpose %s",
              "ReduceMax %s",
              "Add %s v0",
              "Softmax %s")) {
        String[] parts = words.formatted("v" + v).split(" ", 2);
        NodeProto.Builder node = Models.node(parts[0], parts[1], "v" + ++v);
        switch (parts[0]) {
          case "ReduceMean", "ReduceMax" ->
              node.addAttribute(Models.attribute("axes", new int[] {2, 3}));
          case "Resize" -> node.addAttribute(Models.attribute("mode", "linear"));
          case "Softmax" -> node.addAttribute(Models.attribute("axis", 1));
          case "Concat" -> {
            node = Models.node("Concat", parts[1].split(" ", 2)[0], "v" + v);
            node.addAttribute(Models.attribute("axis", 1));
          }
          default -> {}
        }
        graph.addNode(node);
      }
    }
    graph.addOutput(Models.value("v" + v, ElementType.FLOAT32));
    byte[] bytes = Models.model(17, graph).toByteArray();
    OnnxModel model = OnnxModel.load(Files.write(folder.resolve("operators.onnx"), bytes));
    allocatesNothing(model, random(2, 4, 6, 5));
  }

  private static void allocatesNothing(OnnxModel model, Tensor... in) {
    OnnxPredictor predictor = model.predictor(in);
    Tensor[] out = predictor.newOutputs();
    var threads = (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
    // Warm-up takes as long as the compiler does, on a busy machine many seconds: rounds may still
    // allocate, the last not. Counted is the time that this thread really runs.
    long least = Long.MAX_VALUE;
    for (long start = threads.getCurrentThreadCpuTime();
        least > 0 && threads.getCurrentThreadCpuTime() - start < PATIENCE_NANOS; ) {
      long before = threads.getCurrentThreadAllocatedBytes();
      for (int i = 0; i < 100; i++) {
        predictor.run(in, out, Workers.serial());
      }
      // The call that counts bytes allocates none itself, other threads are not counted.
      least = Math.min(least, threads.getCurrentThreadAllocatedBytes() - before);
    }
    assertThat(least).isZero();
  }

  @Test
  void aPredictorRefusesOtherIntegersWhereShapesDependOnThem() throws Exception {
    OnnxModel model =
        load(
            GraphProto.newBuilder()
                .addInput(Models.value("x", ElementType.FLOAT32, 2, 3))
                .addInput(Models.value("shape", ElementType.INT64, 2))
                .addOutput(Models.value("y", ElementType.FLOAT32))
                .addNode(Models.node("Reshape", "x shape", "y")));
    Tensor x = random(2, 3);
    OnnxPredictor predictor = model.predictor(x, Tensor.ofLongs(3, 2));
    Tensor[] y = predictor.newOutputs();
    predictor.run(new Tensor[] {x, Tensor.ofLongs(3, 2)}, y, Workers.serial());
    assertThat(y[0].dims()).containsExactly(3, 2);
    assertThatThrownBy(
            () -> predictor.run(new Tensor[] {x, Tensor.ofLongs(6, 1)}, y, Workers.serial()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("input 1 has other elements");
    assertThat(model.run(Workers.serial(), x, Tensor.ofLongs(6, 1)).getFirst().dims())
        .containsExactly(6, 1);
  }

  @Test
  void integersAreSummedExactly() throws Exception {
    OnnxModel model =
        load(
            GraphProto.newBuilder()
                .addInput(Models.value("x", ElementType.INT64, 2))
                .addOutput(Models.value("y", ElementType.INT64))
                .addNode(Models.node("ReduceSum", "x", "y")));
    Tensor x = Tensor.ofLongs(1L << 60, 1);
    assertThat(model.run(Workers.serial(), x).getFirst().longs()).containsExactly((1L << 60) + 1);
  }

  @Test
  void theLogarithmOfASumOfInfinitesIsOne() throws Exception {
    OnnxModel model =
        load(
            GraphProto.newBuilder()
                .addInput(Models.value("x", ElementType.FLOAT32, 2, 2))
                .addOutput(Models.value("y", ElementType.FLOAT32))
                .addNode(
                    Models.node("ReduceLogSumExp", "x", "y")
                        .addAttribute(Models.attribute("axes", new int[] {1}))));
    float most = Float.POSITIVE_INFINITY;
    Tensor x = Tensor.of(new float[] {-most, -most, 1, most}, 2, 2);
    assertThat(model.run(Workers.serial(), x).getFirst().floats()).containsExactly(-most, most);
  }

  @Test
  void otherSizesGiveOtherPlans() throws Exception {
    OnnxModel model = load(residual());
    for (int batch : new int[] {1, 3, 1}) {
      assertThat(model.run(Workers.serial(), random(batch, 4, 6, 5)).getFirst().dims())
          .containsExactly(batch, 4, 6, 5);
    }
  }

  @Test
  void fewerBuffersThanValuesAreNeeded() throws Exception {
    GraphProto.Builder graph =
        GraphProto.newBuilder()
            .addInput(Models.value("v0", ElementType.FLOAT32, 100))
            .addOutput(Models.value("v30", ElementType.FLOAT32));
    for (int i = 0; i < 30; i++) {
      graph.addNode(Models.node(i % 2 == 0 ? "Exp" : "Log", "v" + i, "v" + (i + 1)));
    }
    assertThat(load(graph).predictor(random(100)).bufferBytes()).isEqualTo(2 * 100 * Float.BYTES);
  }
}
