package io.github.lanewise.onnx;

import io.github.lanewise.kernels.lanes.Workers;
import io.github.lanewise.nn.Model;
import io.github.lanewise.nn.files.StoredModel;
import io.github.lanewise.onnx.convert.NetworkReader;
import io.github.lanewise.onnx.convert.NetworkWriter;
import io.github.lanewise.onnx.graph.Graph;
import io.github.lanewise.onnx.graph.GraphInput;
import io.github.lanewise.onnx.graph.GraphNode;
import io.github.lanewise.onnx.graph.GraphReader;
import io.github.lanewise.onnx.operators.NotConstantException;
import io.github.lanewise.onnx.operators.Operation;
import io.github.lanewise.onnx.operators.Operator;
import io.github.lanewise.onnx.operators.Operators;
import io.github.lanewise.onnx.operators.Unsupported;
import io.github.lanewise.onnx.operators.UnsupportedException;
import io.github.lanewise.onnx.operators.Value;
import io.github.lanewise.onnx.run.Inference;
import io.github.lanewise.onnx.run.Plan;
import io.github.lanewise.onnx.tensor.OnnxException;
import io.github.lanewise.onnx.tensor.Tensor;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * An ONNX model, ready to be computed. Immutable to its users and shared by any number of threads.
 *
 * <p>Making the graph ready for inputs of some dimensions takes much longer than a run; the last
 * few of such plans are kept.
 *
 * {@snippet :
 * OnnxModel model = OnnxModel.load(Path.of("mnist-8.onnx"));
 * Tensor picture = Tensor.of(pixels, 1, 1, 28, 28);
 * float[] scores = model.run(Workers.serial(), picture).getFirst().floats();
 * }
 */
public final class OnnxModel {
  /** Plans that are kept, one for each combination of input dimensions. */
  private static final int PLANS = 8;

  /** Factors of a resizing: one for each dimension. */
  private static final int MOST_FACTORS = 8;

  private final Graph graph;
  private final List<Operation> operations;

  private final Map<List<Object>, Ready> plans = latest();

  /** What the model has been run for once. */
  private final Set<List<Object>> firstRuns = Collections.newSetFromMap(latest());

  /** A plan, and whether it was made for the elements of those inputs that {@link #decides}. */
  private record Ready(Plan plan, boolean elements) {}

  /** Keeps what was used last. */
  private static <V> Map<List<Object>, V> latest() {
    return Collections.synchronizedMap(
        new LinkedHashMap<>(16, 0.75f, true) {
          private static final long serialVersionUID = 1;

          @Override
          protected boolean removeEldestEntry(Map.Entry<List<Object>, V> eldest) {
            return size() > PLANS;
          }
        });
  }

  private OnnxModel(Graph graph, List<Operation> operations) {
    this.graph = graph;
    this.operations = List.copyOf(operations);
  }

  /**
   * Loads a model. Meanwhile, where there is a second processor and the file has 128 KiB or more, a
   * daemon thread has the JVM compile what the first {@link #run} is made of, once in a JVM, for a
   * tenth of a second or two.
   *
   * @param file an ONNX file, opset 6 or later; data kept outside of it may lie in its folder
   * @return the model
   * @throws UnsupportedOperatorsException if nodes cannot be computed, naming all of them
   * @throws OnnxException if the file is not a whole model or its graph does not fit together
   * @throws IOException if the file cannot be read
   */
  public static OnnxModel load(Path file) throws IOException {
    WarmUp.beforeReading(file);
    OnnxModel model = read(file);
    List<String> unsupported = new ArrayList<>();
    for (Operation operation : model.operations) {
      if (operation.operator() instanceof Unsupported reason) {
        unsupported.add(operation.node() + ": " + reason.why());
      }
    }
    if (!unsupported.isEmpty()) {
      throw new UnsupportedOperatorsException(file, unsupported);
    }
    model.check(file);
    return model;
  }

  /** The model as it is in the file, its shapes not yet checked. */
  private static OnnxModel read(Path file) throws IOException {
    Graph graph = GraphReader.read(file);
    List<Operation> operations = new ArrayList<>();
    for (GraphNode node : graph.nodes()) {
      Operator operator;
      try {
        operator = Operators.of(node);
      } catch (UnsupportedException e) {
        operator = new Unsupported(e.getMessage());
      } catch (IllegalArgumentException e) {
        throw new OnnxException(
            "%s: node %s: %s".formatted(file, node.describe(), e.getMessage()), e);
      }
      operations.add(new Operation(node.describe(), operator, node.inputs(), node.outputs()));
    }
    return new OnnxModel(graph, operations);
  }

  /** Infers all shapes where the file tells those of the inputs, a varying batch taken as 1. */
  private void check(Path file) throws OnnxException {
    Map<String, Value> values = new HashMap<>();
    for (GraphInput input : graph.inputs()) {
      List<String> dims = input.dims();
      if (dims == null
          || !new GraphInput("", input.type(), dims.subList(Math.min(1, dims.size()), dims.size()))
              .fixed()) {
        return;
      }
      try {
        values.put(input.name(), Value.of(input.type(), input.dims(1)));
      } catch (IllegalArgumentException e) {
        throw new OnnxException(file + ": input '" + input.name() + "': " + e.getMessage(), e);
      }
    }
    try {
      Inference inference = Inference.of(operations, graph.constants(), values, outputNames());
      WarmUp.beforeRunning(inference.multiplyAdds());
    } catch (NotConstantException e) {
      return; // told once the elements of the inputs are known
    } catch (IllegalArgumentException e) {
      throw new OnnxException(file + ": " + e.getMessage(), e);
    }
  }

  /**
   * The graph as it is in the file.
   *
   * @return the graph
   */
  public Graph graph() {
    return graph;
  }

  /**
   * What the model takes.
   *
   * @return the inputs in order, without those that have a value in the file
   */
  public List<GraphInput> inputs() {
    return graph.inputs();
  }

  /**
   * What the model gives.
   *
   * @return the outputs in order
   */
  public List<GraphInput> outputs() {
    return graph.outputs();
  }

  /**
   * The model in words: a line for each node with the shape of its output and its multiply-adds.
   *
   * @return lines; without shapes where they depend on the elements of inputs, or dimensions vary
   *     in such a way that 1 does not fit
   */
  public String summary() {
    return OnnxSummary.of(graph, operations, values(1));
  }

  /**
   * The model in words, also one that cannot be run: nodes that are not supported are marked, and
   * shapes told as far as they are known without them.
   *
   * @param file an ONNX file, opset 6 or later
   * @return lines as {@link #summary()} gives them
   * @throws OnnxException if the file is not a whole model or its graph does not fit together
   * @throws IOException if the file cannot be read
   */
  public static String summary(Path file) throws IOException {
    OnnxModel model = read(file);
    try {
      return model.summary();
    } catch (IllegalArgumentException e) {
      throw new OnnxException(file + ": " + e.getMessage(), e);
    }
  }

  /**
   * What one run computes.
   *
   * @param varying size of the dimensions that vary, such as the batch
   * @return multiply-add pairs of convolutions and matrix products whose shapes are then known
   */
  public long multiplyAdds(int varying) {
    return OnnxSummary.multiplyAdds(operations, values(varying));
  }

  /** What is known of values for some size of varying dimensions. */
  private Map<String, Value> values(int varying) {
    Map<String, Value> inputs = new HashMap<>();
    for (GraphInput input : graph.inputs()) {
      inputs.put(input.name(), Value.of(input.type(), input.dims(varying)));
    }
    return Inference.known(operations, graph.constants(), inputs);
  }

  /**
   * Computes the outputs.
   *
   * <p>The first run for inputs of some dimensions uses loops that a JVM has compiled at once, so
   * that an answer is there soon, and may differ from later ones in its last digits. The second run
   * packs the weights; while the fastest kernels are compiled, slower ones that give the same bits
   * stand for most of them.
   *
   * @param workers threads to compute on
   * @param inputs in the order of {@link #inputs}
   * @return the outputs, new tensors, in the order of {@link #outputs}
   * @throws IllegalArgumentException if inputs do not fit the model
   */
  public List<Tensor> run(Workers workers, Tensor... inputs) {
    Plan plan = ready(true, inputs).plan();
    Tensor[] outputs = plan.newOutputs();
    plan.run(inputs, outputs, workers);
    return List.of(outputs);
  }

  /**
   * The model made ready for inputs like these, with the fastest kernels from the first run on.
   *
   * @param inputs in the order of {@link #inputs}; where shapes depend on the elements of integers,
   *     those have to be the same in later runs
   * @return the predictor
   * @throws IllegalArgumentException if inputs do not fit the model
   */
  public OnnxPredictor predictor(Tensor... inputs) {
    Ready ready = ready(false, inputs);
    List<Tensor> like = new ArrayList<>();
    for (Tensor input : inputs) {
      like.add(ready.elements() && decides(input) ? input.copy() : null);
    }
    return new OnnxPredictor(ready.plan(), List.of(inputs), like);
  }

  /** The plan for inputs like these; for a first run, one for that run alone. */
  private Ready ready(boolean once, Tensor... inputs) {
    check(inputs);
    List<Object> key = key(false, inputs);
    Ready ready = plans.get(key);
    if (ready == null) {
      ready = plans.get(key(true, inputs));
    }
    if (ready == null) {
      boolean elements = false;
      Map<String, Value> values = values(false, inputs);
      Inference inference;
      try {
        inference = Inference.of(operations, graph.constants(), values, outputNames());
      } catch (NotConstantException _) {
        elements = true;
        values = values(true, inputs);
        inference = Inference.of(operations, graph.constants(), values, outputNames());
      }
      boolean first = once && plans.isEmpty() && firstRuns.add(key(elements, inputs));
      Plan plan = Plan.of(inference, List.copyOf(values.keySet()), outputNames(), first);
      ready = new Ready(plan, elements);
      if (!first) {
        plans.put(key(elements, inputs), ready);
      }
    }
    return ready;
  }

  /**
   * Writes a network as an ONNX model that reads pictures {@code [batch][channels][height][width]},
   * over a file of the same name.
   *
   * @param model the network and its parameters
   * @param file where to
   * @throws IllegalArgumentException if it has a layer that is not Lanewise's own
   * @throws IOException if the file cannot be written; then nothing is left of it
   */
  public static void save(Model model, Path file) throws IOException {
    NetworkWriter.write(model, Map.of(), file);
  }

  /**
   * Writes a network and its notes as {@link #save(Model, Path)} does; the notes become the
   * metadata of the model.
   *
   * @param stored the network, its parameters and notes
   * @param file where to
   * @throws IllegalArgumentException if it has a layer that is not Lanewise's own
   * @throws IOException if the file cannot be written; then nothing is left of it
   */
  public static void save(StoredModel stored, Path file) throws IOException {
    NetworkWriter.write(stored.model(), stored.notes(), file);
  }

  /**
   * The model as a network that can learn further, if it is one with a picture or vector as input:
   * convolutions and their transposes, pooling, batch, group and instance norms, activations, sums,
   * dense layers, borders and upsampling. The constants of a norm become parameters that are
   * learned.
   *
   * @return the network with a copy of the parameters; its pictures have their channels last
   * @throws IllegalArgumentException if the model is no such network, naming the nodes
   */
  public Model toNetwork() {
    if (graph.inputs().size() != 1 || graph.outputs().size() != 1) {
      throw new IllegalArgumentException(
          "a model of %s to %s, expected one input and one output"
              .formatted(graph.inputs(), graph.outputs()));
    }
    GraphInput input = graph.inputs().getFirst();
    Value value = Value.of(input.type(), input.dims(1));
    Inference inference =
        Inference.of(operations, graph.constants(), Map.of(input.name(), value), outputNames());
    List<GraphNode> nodes = new ArrayList<>();
    for (int i = 0; i < operations.size(); i++) {
      if (inference.operations().contains(operations.get(i))) {
        nodes.add(graph.nodes().get(i));
      }
    }
    return NetworkReader.read(nodes, inference.values(), input.name(), outputNames().getFirst());
  }

  private void check(Tensor... inputs) {
    if (inputs.length != graph.inputs().size()) {
      throw new IllegalArgumentException(
          "%d inputs, expected %s".formatted(inputs.length, graph.inputs()));
    }
    for (int i = 0; i < inputs.length; i++) {
      GraphInput expected = graph.inputs().get(i);
      if (inputs[i].type() != expected.type() || !expected.accepts(inputs[i].dims())) {
        throw new IllegalArgumentException(
            "input %d is %s, expected %s".formatted(i, inputs[i], expected));
      }
    }
  }

  /** What a plan depends on: dimensions, and the elements of integers where shapes do. */
  private static List<Object> key(boolean elements, Tensor... inputs) {
    List<Object> key = new ArrayList<>();
    for (Tensor input : inputs) {
      key.add(Arrays.toString(input.dims()));
      if (elements && decides(input)) {
        key.add(
            input.type().floating()
                ? Arrays.toString(input.floats())
                : Arrays.toString(input.longs()));
      }
    }
    key.add(elements);
    return key;
  }

  /** Whether shapes may depend on the elements of an input: integers, or a few factors. */
  private static boolean decides(Tensor input) {
    return !input.type().floating() || (input.rank() == 1 && input.length() <= MOST_FACTORS);
  }

  private Map<String, Value> values(boolean elements, Tensor... inputs) {
    Map<String, Value> values = new LinkedHashMap<>();
    for (int i = 0; i < inputs.length; i++) {
      Tensor input = inputs[i];
      values.put(
          graph.inputs().get(i).name(),
          elements && decides(input)
              ? Value.of(input.copy())
              : Value.of(input.type(), input.dims()));
    }
    return values;
  }

  private List<String> outputNames() {
    return graph.outputs().stream().map(GraphInput::name).toList();
  }
}
