package io.github.lanewise.onnx.convert;

import io.github.lanewise.kernels.conv.Layouts;
import io.github.lanewise.kernels.resample.PaddingMode;
import io.github.lanewise.nn.Layer;
import io.github.lanewise.nn.Model;
import io.github.lanewise.nn.Network;
import io.github.lanewise.nn.Parameters;
import io.github.lanewise.nn.Shape;
import io.github.lanewise.nn.layers.Add;
import io.github.lanewise.nn.layers.AvgPool2d;
import io.github.lanewise.nn.layers.BatchNorm;
import io.github.lanewise.nn.layers.Concat;
import io.github.lanewise.nn.layers.Conv2d;
import io.github.lanewise.nn.layers.ConvTranspose2d;
import io.github.lanewise.nn.layers.Dense;
import io.github.lanewise.nn.layers.Dropout;
import io.github.lanewise.nn.layers.ELU;
import io.github.lanewise.nn.layers.GELU;
import io.github.lanewise.nn.layers.GlobalAvgPool;
import io.github.lanewise.nn.layers.GlobalMaxPool;
import io.github.lanewise.nn.layers.GroupNorm;
import io.github.lanewise.nn.layers.InstanceNorm;
import io.github.lanewise.nn.layers.LeakyReLU;
import io.github.lanewise.nn.layers.LocalResponseNorm;
import io.github.lanewise.nn.layers.MaxPool2d;
import io.github.lanewise.nn.layers.Padding;
import io.github.lanewise.nn.layers.ReLU;
import io.github.lanewise.nn.layers.SiLU;
import io.github.lanewise.nn.layers.Sigmoid;
import io.github.lanewise.nn.layers.Size;
import io.github.lanewise.nn.layers.Softmax;
import io.github.lanewise.nn.layers.Tanh;
import io.github.lanewise.onnx.graph.Attributes;
import io.github.lanewise.onnx.graph.GraphNode;
import io.github.lanewise.onnx.operators.Value;
import io.github.lanewise.onnx.tensor.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Makes a network that can learn of a graph that is one: convolutions, pooling, normalisation,
 * activations, sums, dense layers. Flattening needs no layer, as dense layers read pictures; their
 * weights are put into the order in which Lanewise has the values of a picture.
 */
public final class NetworkReader {
  /**
   * What a value of the graph is in the network: a node, and whether the graph has it flattened.
   */
  private record Place(String node, Shape shape, boolean flat) {}

  private final List<GraphNode> nodes;
  private final Map<String, Value> values;
  private final Map<String, Place> places = new HashMap<>();
  private final Map<String, float[]> parameters = new HashMap<>();
  private final Network.Builder builder;

  /** Nodes that an earlier one has taken over. */
  private final List<GraphNode> done = new ArrayList<>();

  private NetworkReader(List<GraphNode> nodes, Map<String, Value> values, String input) {
    this.nodes = nodes;
    this.values = values;
    int[] dims = values.get(input).dims();
    if (dims.length != 4 && dims.length != 2) {
      throw new IllegalArgumentException(
          "the input is %s, expected pictures [batch][channels][height][width] or vectors"
              .formatted(values.get(input)));
    }
    Shape shape = dims.length == 4 ? new Shape(dims[2], dims[3], dims[1]) : Shape.flat(dims[1]);
    builder = Network.builder(shape);
    places.put(input, new Place(Network.INPUT, shape, dims.length == 2));
  }

  /**
   * Makes a network.
   *
   * @param nodes what has to be computed, in order
   * @param values what is known of all values, for a batch of 1
   * @param input name of the input
   * @param output name of the output
   * @return the network with the parameters of the graph
   * @throws IllegalArgumentException if a node has no counterpart among the layers, naming all that
   *     have none
   */
  public static Model read(
      List<GraphNode> nodes, Map<String, Value> values, String input, String output) {
    NetworkReader reader = new NetworkReader(nodes, values, input);
    List<String> unknown = new ArrayList<>();
    Set<GraphNode> silus = reader.siluProducts();
    for (GraphNode node : nodes) {
      if (!LAYERS.contains(node.operator()) && !silus.contains(node)) {
        unknown.add(node.describe());
      }
    }
    if (!unknown.isEmpty()) {
      throw new IllegalArgumentException("no layers are there for " + String.join(", ", unknown));
    }
    for (GraphNode node : nodes) {
      if (!reader.done.contains(node)) {
        try {
          reader.convert(node);
        } catch (IllegalArgumentException e) {
          throw new IllegalArgumentException("node " + node.describe() + ": " + e.getMessage(), e);
        }
      }
    }
    return reader.model(output);
  }

  private Model model(String output) {
    Place last = places.get(output);
    if (last.flat() && last.shape().height() * last.shape().width() > 1) {
      throw new IllegalArgumentException(
          "the output is a flattened picture, expected a dense layer after it");
    }
    Network network = builder.build();
    if (!network.nodes().getLast().name().equals(last.node())) {
      throw new IllegalArgumentException(
          "the output is not what is computed last, expected one output");
    }
    Parameters all = Parameters.zeros(network);
    all.forEach(
        parameter -> {
          float[] from = parameters.get(parameter.name());
          float[] to = parameter.values();
          refuse(
              from.length != to.length,
              "%s of %d elements instead of %d"
                  .formatted(parameter.name(), from.length, to.length));
          System.arraycopy(from, 0, to, 0, to.length);
        });
    return new Model(network, all);
  }

  private static final List<String> LAYERS =
      List.of(
          "Conv",
          "ConvTranspose",
          "Gemm",
          "MatMul",
          "BatchNormalization",
          "GroupNormalization",
          "InstanceNormalization",
          "Relu",
          "LeakyRelu",
          "Elu",
          "Gelu",
          "Sigmoid",
          "Tanh",
          "Softmax",
          "Dropout",
          "Identity",
          "Flatten",
          "Reshape",
          "Squeeze",
          "Unsqueeze",
          "MaxPool",
          "AveragePool",
          "GlobalAveragePool",
          "GlobalMaxPool",
          "Add",
          "Sum",
          "Concat",
          "LRN");

  /** Layers that a flattened picture may stay a picture for: they do not ask where a value lies. */
  private static final Set<Class<? extends Layer>> VALUE_BY_VALUE =
      Set.of(
          Add.class,
          Dense.class,
          Dropout.class,
          ELU.class,
          GELU.class,
          LeakyReLU.class,
          ReLU.class,
          SiLU.class,
          Sigmoid.class,
          Softmax.class,
          Tanh.class);

  private void convert(GraphNode node) {
    Attributes a = new Attributes(node.attributes());
    switch (node.operator()) {
      case "Conv" -> convolution(node, a);
      case "ConvTranspose" -> transposed(node, a);
      case "Gemm" -> gemm(node, a);
      case "MatMul" -> product(node, node.outputs().getFirst(), weights(node, 1, false), 1);
      case "BatchNormalization" -> {
        double momentum = decimal(1 - decimal(a.decimal("momentum", 0.9)));
        add(node, new BatchNorm(decimal(a.decimal("epsilon", 1e-5)), momentum));
        keep(node, "weight", constant(node, 1).floats());
        keep(node, "bias", constant(node, 2).floats());
        keep(node, "running_mean", constant(node, 3).floats());
        keep(node, "running_var", constant(node, 4).floats());
      }
      case "GroupNormalization" -> {
        refuse(node.opset() < 21, "scaling of groups instead of channels");
        int groups = (int) a.integer("num_groups", 1);
        normalised(node, new GroupNorm(groups, decimal(a.decimal("epsilon", 1e-5)), true));
      }
      case "InstanceNormalization" ->
          normalised(node, new InstanceNorm(decimal(a.decimal("epsilon", 1e-5)), true));
      case "Relu" -> add(node, new ReLU());
      case "LeakyRelu" -> add(node, new LeakyReLU(a.decimal("alpha", 0.01)));
      case "Elu" -> add(node, new ELU(a.decimal("alpha", 1)));
      case "Gelu" -> {
        refuse(a.text("approximate", "none").equals("tanh"), "approximate by tanh");
        add(node, new GELU());
      }
      case "Sigmoid" -> sigmoid(node);
      case "Tanh" -> add(node, new Tanh());
      case "Softmax" -> softmax(node, a);
      case "Dropout" -> add(node, new Dropout(ratio(node, a)));
      case "Identity" -> places.put(node.outputs().getFirst(), input(node, 0));
      case "Flatten", "Reshape", "Squeeze", "Unsqueeze" -> flattened(node);
      case "MaxPool" ->
          add(
              node,
              new MaxPool2d(
                  size(a, "kernel_shape", 1),
                  size(a, "strides", 1),
                  size(a, "dilations", 1),
                  padding(a),
                  a.flag("ceil_mode", false)));
      case "AveragePool" -> {
        Size dilation = size(a, "dilations", 1);
        refuse(dilation.height() != 1 || dilation.width() != 1, "dilation of an average");
        add(
            node,
            new AvgPool2d(
                size(a, "kernel_shape", 1),
                size(a, "strides", 1),
                padding(a),
                a.flag("ceil_mode", false),
                a.flag("count_include_pad", false)));
      }
      case "GlobalAveragePool" -> add(node, new GlobalAvgPool());
      case "GlobalMaxPool" -> add(node, new GlobalMaxPool());
      case "Add", "Sum" -> add(node, new Add());
      case "Concat" -> {
        long axis = a.integer("axis", 1);
        refuse(axis != 1 && axis != 1 - values.get(node.outputs().getFirst()).rank(), "axis");
        add(node, new Concat());
      }
      case "LRN" -> {
        int size = (int) a.integer("size", 1);
        refuse(size % 2 == 0, "an even size, whose window leans to the other side,");
        add(
            node,
            new LocalResponseNorm(
                size, a.decimal("alpha", 1e-4), a.decimal("beta", 0.75), a.decimal("bias", 1)));
      }
      default ->
          throw new IllegalArgumentException(
              node.operator() + " has no counterpart among the layers here");
    }
  }

  /** An attribute before opset 12, an input since. */
  private double ratio(GraphNode node, Attributes a) {
    return decimal(given(node, 1) ? constant(node, 1).number(0) : a.decimal("ratio", 0.5));
  }

  /** Whether an input that may be left out is there. */
  private static boolean given(GraphNode node, int input) {
    return node.inputs().size() > input && !node.inputs().get(input).isEmpty();
  }

  /** The short decimal that a float was made of: 0.1, not 0.10000000149. */
  private static double decimal(double value) {
    return Double.parseDouble(Float.toString((float) value));
  }

  private static void refuse(boolean refused, String what) {
    if (refused) {
      throw new IllegalArgumentException(what + " has no counterpart among the layers");
    }
  }

  /** A layer's name: those of ONNX may hold characters that names here do not. */
  private String name(GraphNode node) {
    return nodes.indexOf(node) + "_" + node.name().replaceAll("[^A-Za-z0-9_/-]", "_");
  }

  private Place input(GraphNode node, int input) {
    Place place = places.get(node.inputs().get(input));
    refuse(place == null, "input %d, a constant,".formatted(input));
    return place;
  }

  private Tensor constant(GraphNode node, int input) {
    Tensor constant = values.get(node.inputs().get(input)).constant();
    refuse(constant == null, "input %d, no constant,".formatted(input));
    return constant;
  }

  private void add(GraphNode node, Layer layer) {
    add(node, node.outputs().getFirst(), layer);
  }

  private void add(GraphNode node, String output, Layer layer) {
    List<String> from = new ArrayList<>();
    boolean flat = layer instanceof Dense;
    boolean valueByValue = VALUE_BY_VALUE.contains(layer.getClass());
    int inputs = layer instanceof Add || layer instanceof Concat ? node.inputs().size() : 1;
    for (int i = 0; i < inputs; i++) {
      Place place = input(node, i);
      boolean picture = place.shape().height() * place.shape().width() > 1;
      refuse(place.flat() && picture && !valueByValue, "a flattened picture");
      flat |= valueByValue && place.flat();
      from.add(place.node());
    }
    builder.add(name(node), layer, from.toArray(String[]::new));
    places.put(output, new Place(name(node), builder.shape(), flat));
  }

  private void keep(GraphNode node, String parameter, float[] values) {
    parameters.put(name(node) + "." + parameter, values.clone());
  }

  private static Size size(Attributes a, String name, int otherwise) {
    long[] values = a.integers(name, otherwise, otherwise);
    refuse(values.length != 2, values.length + "-D " + name);
    return new Size((int) values[0], (int) values[1]);
  }

  private static Padding padding(Attributes a) {
    String auto = a.text("auto_pad", "NOTSET");
    refuse(auto.equals("SAME_LOWER"), "auto_pad SAME_LOWER");
    if (auto.equals("SAME_UPPER")) {
      return Padding.SAME;
    }
    long[] pads = auto.equals("VALID") ? new long[4] : a.integers("pads", 0, 0, 0, 0);
    return new Padding(false, (int) pads[0], (int) pads[2], (int) pads[1], (int) pads[3]);
  }

  private void convolution(GraphNode node, Attributes a) {
    Tensor weights = constant(node, 1);
    int[] w = weights.dims();
    refuse(w.length != 4, "a 1-D convolution");
    String output = node.outputs().getFirst();
    float[] bias = given(node, 2) ? constant(node, 2).floats() : null;
    GraphNode sum = bias == null ? summand(output, w[0], 1) : null;
    if (sum != null) {
      bias = other(sum, output);
      output = sum.outputs().getFirst();
    }
    add(
        node,
        output,
        new Conv2d(
            w[0],
            new Size(w[2], w[3]),
            size(a, "strides", 1),
            size(a, "dilations", 1),
            padding(a),
            PaddingMode.ZEROS,
            (int) a.integer("group", 1),
            bias != null));
    float[] hwio = new float[weights.length()];
    Layouts.oihwToHwio(w[0], w[1], w[2], w[3], weights.floats(), hwio);
    keep(node, "weight", hwio);
    if (bias != null) {
      keep(node, "bias", bias);
    }
  }

  private void transposed(GraphNode node, Attributes a) {
    Tensor weights = constant(node, 1);
    int[] w = weights.dims();
    refuse(w.length != 4, "a 1-D convolution");
    Size dilation = size(a, "dilations", 1);
    refuse(dilation.height() != 1 || dilation.width() != 1, "a dilation");
    refuse(a.integer("group", 1) != 1, "groups");
    refuse(a.has("output_shape") || !a.text("auto_pad", "NOTSET").equals("NOTSET"), "auto_pad");
    Padding pads = padding(a);
    refuse(pads.top() != pads.bottom() || pads.left() != pads.right(), "uneven pads");
    boolean bias = given(node, 2);
    add(
        node,
        new ConvTranspose2d(
            w[1],
            new Size(w[2], w[3]),
            size(a, "strides", 1),
            new Size(pads.top(), pads.left()),
            size(a, "output_padding", 0),
            bias));
    float[] hwio = new float[weights.length()];
    Layouts.oihwToHwio(w[0], w[1], w[2], w[3], weights.floats(), hwio);
    keep(node, "weight", hwio);
    if (bias) {
      keep(node, "bias", constant(node, 2).floats());
    }
  }

  private void normalised(GraphNode node, Layer layer) {
    add(node, layer);
    keep(node, "weight", constant(node, 1).floats());
    keep(node, "bias", constant(node, 2).floats());
  }

  /** Alone, or {@code x · sigmoid(x)}, which is one layer. */
  private void sigmoid(GraphNode node) {
    GraphNode product = silu(node);
    if (product == null) {
      add(node, new Sigmoid());
    } else {
      done.add(product);
      add(node, product.outputs().getFirst(), new SiLU());
    }
  }

  /** The only reader of a sigmoid, if it multiplies it by what it is the sigmoid of, else null. */
  private GraphNode silu(GraphNode sigmoid) {
    Set<String> factors = Set.of(sigmoid.inputs().getFirst(), sigmoid.outputs().getFirst());
    List<GraphNode> readers = readers(sigmoid.outputs().getFirst());
    boolean product =
        readers.size() == 1
            && readers.getFirst().operator().equals("Mul")
            && Set.copyOf(readers.getFirst().inputs()).equals(factors);
    return product ? readers.getFirst() : null;
  }

  /** The products that are taken over by the sigmoid before them. */
  private Set<GraphNode> siluProducts() {
    Set<GraphNode> products = new HashSet<>();
    for (GraphNode node : nodes) {
      GraphNode product = node.operator().equals("Sigmoid") ? silu(node) : null;
      if (product != null) {
        products.add(product);
      }
    }
    return products;
  }

  private List<GraphNode> readers(String name) {
    return nodes.stream().filter(n -> n.inputs().contains(name)).toList();
  }

  /** The only reader of a value, if it adds a constant for each position of an axis, else null. */
  private GraphNode summand(String name, int length, int axis) {
    List<GraphNode> readers = readers(name);
    if (readers.size() != 1 || !readers.getFirst().operator().equals("Add")) {
      return null;
    }
    GraphNode sum = readers.getFirst();
    String other = sum.inputs().get(sum.inputs().getFirst().equals(name) ? 1 : 0);
    Value value = values.get(other);
    int rank = values.get(name).rank();
    boolean fits =
        value.constant() != null
            && value.length() == length
            && value.rank() >= rank - axis
            && value.dims()[value.rank() - rank + axis] == length;
    if (fits) {
      done.add(sum);
    }
    return fits ? sum : null;
  }

  private float[] other(GraphNode sum, String name) {
    String other = sum.inputs().get(sum.inputs().getFirst().equals(name) ? 1 : 0);
    return values.get(other).constant().floats();
  }

  private void gemm(GraphNode node, Attributes a) {
    refuse(a.flag("transA", false) || a.decimal("alpha", 1) != 1, "transA or alpha");
    float[] weights = weights(node, 1, a.flag("transB", false));
    product(node, node.outputs().getFirst(), weights, a.decimal("beta", 1));
  }

  /** Weights {@code [in][out]} with the inputs in the order of Lanewise. */
  private float[] weights(GraphNode node, int input, boolean transposed) {
    Tensor constant = constant(node, input);
    int[] dims = constant.dims();
    refuse(dims.length != 2, "weights of %d dimensions".formatted(dims.length));
    int in = dims[transposed ? 1 : 0];
    int out = dims[transposed ? 0 : 1];
    Place place = input(node, 0);
    int channels = place.shape().channels();
    int pixels = place.shape().height() * place.shape().width();
    refuse(pixels * channels != in, "a product with more than one row for each example");
    float[] weights = new float[in * out];
    for (int p = 0; p < pixels; p++) {
      for (int c = 0; c < channels; c++) {
        int from = c * pixels + p;
        int to = p * channels + c;
        for (int o = 0; o < out; o++) {
          weights[to * out + o] = constant.floats()[transposed ? o * in + from : from * out + o];
        }
      }
    }
    return weights;
  }

  private void product(GraphNode node, String first, float[] weights, float beta) {
    int units = weights.length / input(node, 0).shape().length();
    String output = first;
    float[] bias = null;
    if (given(node, 2)) {
      bias = constant(node, 2).floats().clone();
      refuse(bias.length != units, "a summand of another length than the output");
      for (int i = 0; i < units; i++) {
        bias[i] *= beta;
      }
    } else {
      GraphNode sum = summand(output, units, 1);
      if (sum != null) {
        bias = other(sum, output);
        output = sum.outputs().getFirst();
      }
    }
    add(node, output, new Dense(units, bias != null));
    keep(node, "weight", weights);
    if (bias != null) {
      keep(node, "bias", bias);
    }
  }

  private void softmax(GraphNode node, Attributes a) {
    Place place = input(node, 0);
    int rank = values.get(node.inputs().getFirst()).rank();
    long axis = a.integer("axis", node.opset() < 13 ? 1 : -1);
    boolean pixel = place.shape().height() * place.shape().width() == 1;
    boolean channels = (axis < 0 ? axis + rank : axis) == 1;
    refuse(!channels || (!pixel && (place.flat() || node.opset() < 13)), "a softmax of pixels");
    add(node, new Softmax());
  }

  /** The same example under other dimensions: flattened, or back to a picture of one pixel. */
  private void flattened(GraphNode node) {
    Place place = input(node, 0);
    int[] dims = values.get(node.outputs().getFirst()).dims();
    int[] from = values.get(node.inputs().getFirst()).dims();
    boolean onePixel =
        dims.length == 4 && dims[1] == place.shape().length() && dims[2] * dims[3] == 1;
    boolean vector = dims.length == 2 && dims[1] == place.shape().length();
    refuse(!vector && !onePixel && !Arrays.equals(dims, from), "this change of dimensions");
    boolean flat = vector || (onePixel && place.flat());
    places.put(node.outputs().getFirst(), new Place(place.node(), place.shape(), flat));
  }
}
