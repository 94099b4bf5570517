package io.github.lanewise.onnx.run;

import static io.github.lanewise.onnx.testing.Models.attribute;
import static io.github.lanewise.onnx.testing.Models.node;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.lanewise.kernels.lanes.Workers;
import io.github.lanewise.onnx.OnnxModel;
import io.github.lanewise.onnx.proto.GraphProto;
import io.github.lanewise.onnx.proto.NodeProto;
import io.github.lanewise.onnx.tensor.ElementType;
import io.github.lanewise.onnx.tensor.Tensor;
import io.github.lanewise.onnx.tensor.TensorWriter;
import io.github.lanewise.onnx.testing.Models;
import io.github.lanewise.onnx.testing.OnnxRuntime;
import io.github.lanewise.onnx.verify.Tolerance;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Functions written out as several nodes: what is made one, what is not, and the same results. */
class PatternsTest {
  private static final Tolerance TOLERANCE = new Tolerance(1e-4, 2e-6);

  /** Layer norm but for its scale and shift, which writes {@code n}. */
  private static final String NORM =
      "ReduceMean x m; Sub x m d; Pow d two p; ReduceMean p v; Add v eps e; Sqrt e s; Div d s n; ";

  @TempDir private Path folder;

  private static Tensor number(double value) {
    return Tensor.of(new float[] {(float) value});
  }

  private static Tensor random(int... dims) {
    Tensor tensor = Tensor.zeros(ElementType.FLOAT32, dims);
    Random random = new Random(7);
    for (int i = 0; i < tensor.length(); i++) {
      tensor.floats()[i] = (float) random.nextGaussian() * 3;
    }
    return tensor;
  }

  /** Nodes in words: the operator, its inputs, its output; what reads {@code x} gives {@code y}. */
  private static GraphProto.Builder graph(String nodes) {
    GraphProto.Builder graph =
        GraphProto.newBuilder()
            .addInput(Models.value("x", ElementType.FLOAT32, 2, 5, 7))
            .addOutput(Models.value("y", ElementType.FLOAT32))
            .addInitializer(TensorWriter.write("root", number(Math.sqrt(2))))
            .addInitializer(TensorWriter.write("less", number(1.4142)))
            .addInitializer(TensorWriter.write("inverse", number(Math.sqrt(0.5))))
            .addInitializer(TensorWriter.write("half", number(0.5)))
            .addInitializer(TensorWriter.write("one", number(1)))
            .addInitializer(TensorWriter.write("two", number(2)))
            .addInitializer(TensorWriter.write("three", number(3)))
            .addInitializer(TensorWriter.write("high", Tensor.of(new float[] {1}, 1, 1, 1, 1)))
            .addInitializer(TensorWriter.write("scale", number(Math.sqrt(2 / Math.PI))))
            .addInitializer(TensorWriter.write("cube", number(0.044715)))
            .addInitializer(TensorWriter.write("eps", number(1e-3)))
            .addInitializer(TensorWriter.write("gamma", random(7)))
            .addInitializer(TensorWriter.write("beta", random(7)))
            .addInitializer(TensorWriter.write("rows", random(5, 1)));
    for (String line : nodes.split("; ", -1)) {
      if (line.isEmpty()) {
        continue;
      }
      String[] words = line.split(" ", -1);
      String inputs = String.join(" ", List.of(words).subList(1, words.length - 1));
      var node = node(words[0], inputs, words[words.length - 1]);
      if (words[0].equals("ReduceMean")) {
        node.addAttribute(attribute("axes", new int[] {-1}));
      } else if (words[0].equals("HardSigmoid")) {
        node.addAttribute(attribute("alpha", 1 / 6f));
      }
      graph.addNode(node);
    }
    return graph;
  }

  private void agrees(GraphProto.Builder graph, int steps) throws Exception {
    byte[] bytes = Models.model(13, graph).toByteArray();
    OnnxModel model = OnnxModel.load(Files.write(folder.resolve("model.onnx"), bytes));
    Tensor x = random(2, 5, 7);
    assertThat(model.predictor(x).steps()).hasSize(steps);
    List<Tensor> expected = OnnxRuntime.run(bytes, x);
    for (int run = 0; run < 2; run++) {
      List<Tensor> actual = model.run(Workers.serial(), x);
      for (int i = 0; i < expected.size(); i++) {
        assertThat(TOLERANCE.difference(actual.get(i), expected.get(i))).isNull();
      }
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Div x root d; Erf d e; Add e one a; Mul x a m; Mul m half y",
        "Mul x inverse d; Erf d e; Add one e a; Mul x half h; Mul a h y",
        "Mul inverse x d; Erf d e; Add e one a; Mul half a m; Mul m x y",
        "Div x root d; Erf d e; Add e one a; Mul x a m; Div m two y",
        "Pow x three p; Mul p cube c; Add x c s; Mul s scale t; Tanh t e; Add e one a;"
            + " Mul x a m; Mul m half y",
        "Mul x x q; Mul q x p; Mul cube p c; Add c x s; Mul scale s t; Tanh t e; Add one e a;"
            + " Mul half x h; Mul h a y",
        "Mul x scale b; Mul x cube c; Mul c x q; Add q one s; Mul b s t; Tanh t e; Add e one a;"
            + " Mul half x h; Mul h a y",
        "Sigmoid x s; Mul x s y",
        "Sigmoid x s; Mul s x y",
        "Softplus x p; Tanh p t; Mul x t y",
        "HardSigmoid x h; Mul x h y",
        NORM + "Mul n gamma g; Add g beta y",
        NORM + "Mul gamma n g; Add beta g y",
        "ReduceMean x m; Sub x m d; Sub x m f; Mul f d p; ReduceMean p v; Add eps v e; Sqrt e s;"
            + " Div d s n; Mul n gamma g; Add g beta y",
        "ReduceMean x m; Sub x m d; Pow d two p; ReduceMean p v; Add v eps e; Sqrt e s; Div d s y"
      })
  void oneOperationIsMadeOf(String nodes) throws Exception {
    agrees(graph(nodes), 1);
  }

  /** Each but for a detail what is made one operation above. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "Div x less d; Erf d e; Add e one a; Mul x a m; Mul m half y",
        "Div x root d; Erf d e; Add e two a; Mul x a m; Mul m half y",
        "Div x root d; Erf d e; Add e one a; Mul x a m; Mul m two y",
        "Div x root d; Erf d e; Add e one a; Mul d a m; Mul m half y",
        "Div x root d; Tanh d e; Add e one a; Mul x a m; Mul m half y",
        "Mul x three b; Sigmoid b s; Mul x s y",
        "Sigmoid x s; Mul x s m; Add m s y",
        "Softplus x p; Tanh p t; Mul x t m; Add m p y",
        "ReduceMean x m; Sub x m d; Pow d three p; ReduceMean p v; Abs v w; Add w eps e; Sqrt e s;"
            + " Div d s y"
      })
  void severalStay(String nodes) throws Exception {
    agrees(graph(nodes), nodes.split("; ", -1).length);
  }

  @ParameterizedTest
  @ValueSource(strings = {"d", "e", "a", "m"})
  void whatSomebodyElseWantsStays(String wanted) throws Exception {
    String gelu = "Div x root d; Erf d e; Add e one a; Mul x a m; Mul m half y";
    agrees(graph(gelu).addOutput(Models.value(wanted, ElementType.FLOAT32)), 5);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        // What scales is no row, what shifts is read twice, a sum has more dimensions.
        NORM + "Mul n rows g; Add g beta y",
        NORM + "Add n n y",
        "Sigmoid x s; Mul x s w; Add w high y"
      })
  void whatFollowsIsAnOperationOfItsOwn(String nodes) throws Exception {
    agrees(graph(nodes), nodes.startsWith(NORM + "Mul") ? 3 : 2);
  }

  @ParameterizedTest
  @ValueSource(strings = {"Div x root d; Erf d e; Add e high a; Mul x a m; Mul m half y"})
  void moreDimensionsThanTheArgumentHasAreNoActivation(String nodes) throws Exception {
    agrees(graph(nodes), 5);
  }

  /**
   * Before opset 7 an attribute said where an operand begins: here at the rows, not the columns.
   */
  @Test
  void whatBeginsAtAnotherAxisIsNoScaleOfALayerNorm() throws Exception {
    Tensor x = random(2, 5, 5);
    float[][] results = new float[2][];
    for (int wanted = 0; wanted < 2; wanted++) {
      GraphProto.Builder graph =
          graph(
              "ReduceMean x m; Sub x m d; Mul d d p; ReduceMean p v; Add v eps e; Sqrt e s;"
                  + " Div d s n; Mul n five g; Identity g y");
      graph.setInput(0, Models.value("x", ElementType.FLOAT32, 2, 5, 5));
      graph.addInitializer(TensorWriter.write("five", random(5)));
      for (int i = 0; i < graph.getNodeCount(); i++) {
        NodeProto.Builder node = graph.getNode(i).toBuilder();
        if (List.of("Sub", "Add", "Div", "Mul").contains(node.getOpType())) {
          node.addAttribute(attribute("broadcast", 1));
        }
        if (node.getInputList().contains("five")) {
          node.addAttribute(attribute("axis", 1));
        }
        graph.setNode(i, node);
      }
      if (wanted == 1) {
        // What is wanted by itself is part of no pattern.
        graph.addOutput(Models.value("n", ElementType.FLOAT32));
      }
      byte[] bytes = Models.model(6, graph).toByteArray();
      OnnxModel model = OnnxModel.load(Files.write(folder.resolve("legacy.onnx"), bytes));
      results[wanted] = model.run(Workers.serial(), x).getFirst().floats();
    }
    assertThat(results[0]).containsExactly(results[1], Offset.offset(1e-5f));
  }
}
