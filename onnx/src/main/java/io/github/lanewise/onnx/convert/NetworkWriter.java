package io.github.lanewise.onnx.convert;

import io.github.lanewise.kernels.conv.ConvShape;
import io.github.lanewise.kernels.conv.Layouts;
import io.github.lanewise.kernels.resample.PaddingMode;
import io.github.lanewise.kernels.shape.Window;
import io.github.lanewise.nn.Layer;
import io.github.lanewise.nn.Model;
import io.github.lanewise.nn.Node;
import io.github.lanewise.nn.Shape;
import io.github.lanewise.nn.files.AtomicFile;
import io.github.lanewise.nn.layers.AdaptiveAvgPool2d;
import io.github.lanewise.nn.layers.AdaptiveMaxPool2d;
import io.github.lanewise.nn.layers.Add;
import io.github.lanewise.nn.layers.AvgPool2d;
import io.github.lanewise.nn.layers.BatchNorm;
import io.github.lanewise.nn.layers.Concat;
import io.github.lanewise.nn.layers.Conv2d;
import io.github.lanewise.nn.layers.ConvTranspose2d;
import io.github.lanewise.nn.layers.Dense;
import io.github.lanewise.nn.layers.DepthwiseConv2d;
import io.github.lanewise.nn.layers.Dropout;
import io.github.lanewise.nn.layers.ELU;
import io.github.lanewise.nn.layers.Flatten;
import io.github.lanewise.nn.layers.GELU;
import io.github.lanewise.nn.layers.GlobalAvgPool;
import io.github.lanewise.nn.layers.GlobalMaxPool;
import io.github.lanewise.nn.layers.GroupNorm;
import io.github.lanewise.nn.layers.InstanceNorm;
import io.github.lanewise.nn.layers.LayerNorm;
import io.github.lanewise.nn.layers.LeakyReLU;
import io.github.lanewise.nn.layers.LocalResponseNorm;
import io.github.lanewise.nn.layers.MaxPool2d;
import io.github.lanewise.nn.layers.Pad2d;
import io.github.lanewise.nn.layers.Padding;
import io.github.lanewise.nn.layers.ReLU;
import io.github.lanewise.nn.layers.SiLU;
import io.github.lanewise.nn.layers.Sigmoid;
import io.github.lanewise.nn.layers.Size;
import io.github.lanewise.nn.layers.Softmax;
import io.github.lanewise.nn.layers.Tanh;
import io.github.lanewise.nn.layers.Upsample;
import io.github.lanewise.onnx.proto.ModelProto;
import io.github.lanewise.onnx.tensor.ElementType;
import io.github.lanewise.onnx.tensor.Tensor;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/**
 * Writes a network with its parameters as an ONNX model that reads pictures {@code
 * [batch][channels] [height][width]}. Every value keeps four dimensions, the channels in second
 * place, so that layers translate one by one; only the output of a network that ends in one pixel
 * has two.
 */
public final class NetworkWriter {
  private final Model model;
  private final GraphWriter graph;

  /** What each node's output is called in the file. */
  private final List<String> names = new ArrayList<>();

  /** The shape that it has there: still a picture, where flattening is left to dense layers. */
  private final List<Shape> shapes = new ArrayList<>();

  private NetworkWriter(Model model, Map<String, String> notes) {
    this.model = model;
    List<String> given = new ArrayList<>();
    model.network().nodes().forEach(node -> given.add(node.name()));
    model.parameters().forEach(parameter -> given.add(parameter.name()));
    graph = new GraphWriter(given, notes);
  }

  /**
   * Writes a model, over a file of the same name.
   *
   * @param model the network and its parameters
   * @param notes texts by name, kept as the model's metadata
   * @param file where to
   * @throws IllegalArgumentException if a layer cannot be written, or it is more than protobuf's 2
   *     GiB
   * @throws IOException if the file cannot be written; then nothing is left of it
   */
  public static void write(Model model, Map<String, String> notes, Path file) throws IOException {
    ModelProto proto = new NetworkWriter(model, notes).write();
    AtomicFile.write(file, proto::writeTo);
  }

  private ModelProto write() {
    List<Node> nodes = model.network().nodes();
    Shape input = nodes.getFirst().shape();
    graph.input(nodes.getFirst().name(), input.channels(), input.height(), input.width());
    names.add(nodes.getFirst().name());
    shapes.add(input);
    for (int i = 1; i < nodes.size(); i++) {
      Node node = nodes.get(i);
      int from = node.inputs().getFirst();
      boolean later = node.layer() instanceof Flatten && readByDense(i);
      names.add(later ? names.get(from) : layer(node, node.layer()));
      shapes.add(later || pointwise(node.layer()) ? shapes.get(from) : node.shape());
    }
    Shape output = nodes.getLast().shape();
    String last = names.getLast();
    if (output.height() == 1 && output.width() == 1) {
      graph.output(node("Flatten", graph.unique("output"), last), output.channels());
    } else {
      graph.output(
          node("Identity", graph.unique("output"), last),
          output.channels(),
          output.height(),
          output.width());
    }
    return graph.model();
  }

  /** Whether only dense layers read a node, for which the order of the values does not matter. */
  private boolean readByDense(int index) {
    List<Node> nodes = model.network().nodes();
    boolean read = false;
    for (int i = index + 1; i < nodes.size(); i++) {
      if (nodes.get(i).inputs().contains(index)) {
        Layer reader = nodes.get(i).layer();
        boolean dense = reader instanceof Dense || (pointwise(reader) && readByDense(i));
        if (!dense) {
          return false;
        }
        read = true;
      }
    }
    return read;
  }

  /** Whether a layer computes value by value, wherever they lie. */
  private static boolean pointwise(Layer layer) {
    return switch (layer) {
      case ReLU _, LeakyReLU _, ELU _, GELU _, SiLU _, Sigmoid _, Tanh _, Dropout _ -> true;
      default -> false;
    };
  }

  private String node(String operator, String output, String input, Object... attributes) {
    return graph.node(operator, output, List.of(input), attributes);
  }

  private String layer(Node node, Layer layer) {
    String name = node.name();
    String x = names.get(node.inputs().getFirst());
    Shape in = node.inputShapes().getFirst();
    return switch (layer) {
      case Conv2d conv -> convolution(node, conv, x, in);
      case DepthwiseConv2d depthwise -> convolution(node, depthwise.grouped(in), x, in);
      case ConvTranspose2d transposed -> transposed(node, transposed, x, in);
      case Dense dense -> dense(node, dense, x, shapes.get(node.inputs().getFirst()));
      case ReLU _ -> node("Relu", name, x);
      case LeakyReLU leaky -> node("LeakyRelu", name, x, "alpha", (double) leaky.slope());
      case ELU elu -> node("Elu", name, x, "alpha", (double) elu.alpha());
      case GELU _ -> node("Gelu", name, x);
      case Sigmoid _ -> node("Sigmoid", name, x);
      case Tanh _ -> node("Tanh", name, x);
      case SiLU _ -> {
        String sigmoid = node("Sigmoid", graph.fresh(name), x);
        yield graph.node("Mul", name, List.of(x, sigmoid));
      }
      case Softmax _ -> node("Softmax", name, x, "axis", 1);
      case Dropout dropout ->
          graph.node("Dropout", name, List.of(x, scalar(name, dropout.probability())));
      case Add _ -> graph.node("Sum", name, inputs(node));
      case Concat _ -> graph.node("Concat", name, inputs(node), "axis", 1);
      case Flatten _ -> flatten(name, x, in);
      case MaxPool2d pool -> {
        Object[] window = window(in, pool.kernel(), pool.stride(), pool.dilation(), pool.padding());
        yield node("MaxPool", name, x, and(window, "ceil_mode", ceil(node, window)));
      }
      case AvgPool2d pool -> {
        Object[] window = window(in, pool.kernel(), pool.stride(), Size.ONE, pool.padding());
        Object[] ceil = and(window, "ceil_mode", ceil(node, window));
        yield node(
            "AveragePool", name, x, and(ceil, "count_include_pad", pool.countIncludePad() ? 1 : 0));
      }
      case GlobalAvgPool _ -> node("GlobalAveragePool", name, x);
      case GlobalMaxPool _ -> node("GlobalMaxPool", name, x);
      case AdaptiveAvgPool2d pool -> adaptive("ReduceMean", name, x, in, pool.size());
      case AdaptiveMaxPool2d pool -> adaptive("ReduceMax", name, x, in, pool.size());
      case BatchNorm norm ->
          graph.node(
              "BatchNormalization",
              name,
              List.of(
                  x,
                  vector(node, "weight"),
                  vector(node, "bias"),
                  vector(node, "running_mean"),
                  vector(node, "running_var")),
              "epsilon",
              norm.epsilon(),
              "momentum", // of what was there before; here it is that of what is new
              1 - norm.momentum());
      case GroupNorm norm ->
          grouped(node, norm.groups(), norm.epsilon(), norm.affine(), x, in.channels());
      case InstanceNorm norm ->
          grouped(node, in.channels(), norm.epsilon(), norm.affine(), x, in.channels());
      case LayerNorm norm -> layerNorm(node, norm, x, in);
      case LocalResponseNorm norm -> localResponse(name, norm, x);
      case Upsample upsample -> upsample(node, upsample, x);
      case Pad2d pad -> pad(name, x, pad.padding(), pad.mode());
      default ->
          throw new IllegalArgumentException(
              "%s: %s has no counterpart in ONNX, expected one of Lanewise's own layers"
                  .formatted(name, layer));
    };
  }

  private String scalar(String name, double value) {
    return graph.constant(graph.fresh(name), Tensor.of(new float[] {(float) value}));
  }

  private List<String> inputs(Node node) {
    return node.inputs().stream().map(names::get).toList();
  }

  private float[] values(Node node, String parameter) {
    return model.parameters().get(node.name() + "." + parameter);
  }

  private String vector(Node node, String parameter) {
    float[] values = values(node, parameter).clone();
    return graph.constant(node.name() + "." + parameter, Tensor.of(values, values.length));
  }

  private static Object[] and(Object[] attributes, Object... more) {
    Object[] all = Arrays.copyOf(attributes, attributes.length + more.length);
    System.arraycopy(more, 0, all, attributes.length, more.length);
    return all;
  }

  private static Object[] window(
      Shape in, Size kernel, Size stride, Size dilation, Padding padding) {
    int[] pads = {padding.top(), padding.left(), padding.bottom(), padding.right()};
    if (padding.same()) {
      Window height = Window.same(in.height(), kernel.height(), stride.height(), dilation.height());
      Window width = Window.same(in.width(), kernel.width(), stride.width(), dilation.width());
      pads = new int[] {height.padBefore(), width.padBefore(), height.padAfter(), width.padAfter()};
    }
    return new Object[] {
      "kernel_shape", new int[] {kernel.height(), kernel.width()},
      "strides", new int[] {stride.height(), stride.width()},
      "dilations", new int[] {dilation.height(), dilation.width()},
      "pads", pads
    };
  }

  /**
   * Whether a pooling rounds its size up: only if that gives more windows, as the rules by which
   * programs leave out a last one differ.
   */
  private static int ceil(Node node, Object... window) {
    int[] kernel = (int[]) window[1];
    int[] strides = (int[]) window[3];
    int[] dilations = (int[]) window[5];
    int[] pads = (int[]) window[7];
    Shape in = node.inputShapes().getFirst();
    int height = in.height() + pads[0] + pads[2] - dilations[0] * (kernel[0] - 1) - 1;
    int width = in.width() + pads[1] + pads[3] - dilations[1] * (kernel[1] - 1) - 1;
    boolean more =
        node.shape().height() > height / strides[0] + 1
            || node.shape().width() > width / strides[1] + 1;
    return more ? 1 : 0;
  }

  private String convolution(Node node, Conv2d conv, String x, Shape in) {
    ConvShape shape = conv.convShape(in);
    String from = x;
    Padding padding = conv.padding();
    if (conv.paddingMode() != PaddingMode.ZEROS) {
      Padding around =
          new Padding(
              false,
              shape.height().padBefore(),
              shape.height().padAfter(),
              shape.width().padBefore(),
              shape.width().padAfter());
      from = pad(graph.fresh(node.name()), x, around, conv.paddingMode());
      padding = Padding.NONE;
    }
    float[] hwio = values(node, "weight");
    float[] oihw = new float[hwio.length];
    Layouts.hwioToOihw(
        shape.outChannels(),
        shape.groupInChannels(),
        shape.kernelHeight(),
        shape.kernelWidth(),
        hwio,
        oihw);
    String weights =
        graph.constant(
            node.name() + ".weight",
            Tensor.of(
                oihw,
                shape.outChannels(),
                shape.groupInChannels(),
                shape.kernelHeight(),
                shape.kernelWidth()));
    List<String> inputs = new ArrayList<>(List.of(from, weights));
    if (conv.bias()) {
      inputs.add(vector(node, "bias"));
    }
    Object[] window = window(in, conv.kernel(), conv.stride(), conv.dilation(), padding);
    return graph.node("Conv", node.name(), inputs, and(window, "group", conv.groups()));
  }

  private String transposed(Node node, ConvTranspose2d layer, String x, Shape in) {
    float[] hwio = values(node, "weight");
    float[] oihw = new float[hwio.length];
    Size kernel = layer.kernel();
    Layouts.hwioToOihw(
        in.channels(), layer.outChannels(), kernel.height(), kernel.width(), hwio, oihw);
    String weights =
        graph.constant(
            node.name() + ".weight",
            Tensor.of(oihw, in.channels(), layer.outChannels(), kernel.height(), kernel.width()));
    List<String> inputs = new ArrayList<>(List.of(x, weights));
    if (layer.bias()) {
      inputs.add(vector(node, "bias"));
    }
    Size pad = layer.padding();
    return graph.node(
        "ConvTranspose",
        node.name(),
        inputs,
        "kernel_shape",
        new int[] {kernel.height(), kernel.width()},
        "strides",
        new int[] {layer.stride().height(), layer.stride().width()},
        "pads",
        new int[] {pad.height(), pad.width(), pad.height(), pad.width()},
        "output_padding",
        new int[] {layer.outputPadding().height(), layer.outputPadding().width()});
  }

  /** Weights for the values of a picture with its channels first, as Flatten gives them. */
  private String dense(Node node, Dense dense, String x, Shape in) {
    float[] weight = values(node, "weight");
    int units = dense.units();
    float[] moved = new float[weight.length];
    int pixels = in.height() * in.width();
    for (int p = 0; p < pixels; p++) {
      for (int c = 0; c < in.channels(); c++) {
        System.arraycopy(
            weight, (p * in.channels() + c) * units, moved, (c * pixels + p) * units, units);
      }
    }
    String flat = node("Flatten", graph.fresh(node.name()), x);
    List<String> inputs = new ArrayList<>();
    inputs.add(flat);
    inputs.add(graph.constant(node.name() + ".weight", Tensor.of(moved, in.length(), units)));
    if (dense.bias()) {
      inputs.add(vector(node, "bias"));
    }
    String product = graph.node("Gemm", graph.fresh(node.name()), inputs);
    return reshaped(node.name(), product, 0, units, 1, 1);
  }

  private String reshaped(String name, String x, long... dims) {
    String shape = graph.constant(graph.fresh(name), Tensor.ofLongs(dims));
    return graph.node("Reshape", name, List.of(x, shape));
  }

  /** The values in the order of Lanewise, pixel by pixel, as channels of one pixel. */
  private String flatten(String name, String x, Shape in) {
    String last = in.height() * in.width() == 1 ? x : channelsLast(name, x);
    return reshaped(name, last, 0, in.length(), 1, 1);
  }

  private String channelsLast(String name, String x) {
    return node("Transpose", graph.fresh(name), x, "perm", new int[] {0, 2, 3, 1});
  }

  /** One axis after the other, window by window: they differ in size. */
  private String adaptive(String reduction, String name, String x, Shape in, Size size) {
    String rows = slices(reduction, graph.fresh(name), x, 2, in.height(), size.height());
    return slices(reduction, name, rows, 3, in.width(), size.width());
  }

  private String slices(String reduction, String name, String x, int axis, int in, int out) {
    List<String> parts = new ArrayList<>();
    String axes = graph.constant(graph.fresh(name), Tensor.ofLongs(axis));
    for (int i = 0; i < out; i++) {
      int from = i * in / out;
      int to = ((i + 1) * in + out - 1) / out;
      String slice =
          graph.node(
              "Slice",
              graph.fresh(name),
              List.of(
                  x,
                  graph.constant(graph.fresh(name), Tensor.ofLongs(from)),
                  graph.constant(graph.fresh(name), Tensor.ofLongs(to)),
                  axes));
      parts.add(graph.node(reduction, graph.fresh(name), List.of(slice, axes)));
    }
    return graph.node("Concat", name, parts, "axis", axis);
  }

  private String grouped(
      Node node, int groups, double epsilon, boolean affine, String x, int channels) {
    String scale = affine ? vector(node, "weight") : filled(node, "weight", 1, channels);
    String shift = affine ? vector(node, "bias") : filled(node, "bias", 0, channels);
    return graph.node(
        "GroupNormalization",
        node.name(),
        List.of(x, scale, shift),
        "num_groups",
        groups,
        "epsilon",
        epsilon);
  }

  private String filled(Node node, String parameter, float value, int... dims) {
    Tensor tensor = Tensor.zeros(ElementType.FLOAT32, dims);
    Arrays.fill(tensor.floats(), value);
    return graph.constant(graph.unique(node.name() + "." + parameter), tensor);
  }

  /** Computed with the channels last, as the parameters lie. */
  private String layerNorm(Node node, LayerNorm norm, String x, Shape in) {
    boolean whole = norm.over() == LayerNorm.Over.EXAMPLE;
    int[] dims =
        whole ? new int[] {in.height(), in.width(), in.channels()} : new int[] {in.channels()};
    List<String> inputs = new ArrayList<>(List.of(channelsLast(node.name(), x)));
    if (norm.affine()) {
      for (String parameter : List.of("weight", "bias")) {
        inputs.add(
            graph.constant(
                node.name() + "." + parameter, Tensor.of(values(node, parameter).clone(), dims)));
      }
    } else {
      inputs.add(filled(node, "weight", 1, dims));
    }
    String y =
        graph.node(
            "LayerNormalization",
            graph.fresh(node.name()),
            inputs,
            "axis",
            whole ? 1 : 3,
            "epsilon",
            norm.epsilon());
    return node("Transpose", node.name(), y, "perm", new int[] {0, 3, 1, 2});
  }

  private String localResponse(String name, LocalResponseNorm norm, String x) {
    if (norm.size() % 2 == 0) {
      throw new IllegalArgumentException(
          "%s: a window of %d channels, expected an odd number: even windows of ONNX lean to the"
                  .formatted(name, norm.size())
              + " other side");
    }
    return node(
        "LRN",
        name,
        x,
        "size",
        norm.size(),
        "alpha",
        norm.alpha(),
        "beta",
        norm.beta(),
        "bias",
        norm.k());
  }

  private String upsample(Node node, Upsample layer, String x) {
    String sizes =
        graph.constant(
            graph.fresh(node.name()), Tensor.ofLongs(node.shape().height(), node.shape().width()));
    boolean nearest = layer.mode() == Upsample.Mode.NEAREST;
    String coordinates =
        nearest ? "asymmetric" : layer.alignCorners() ? "align_corners" : "half_pixel";
    return graph.node(
        "Resize",
        node.name(),
        List.of(x, "", "", sizes),
        "mode",
        nearest ? "nearest" : "linear",
        "coordinate_transformation_mode",
        coordinates,
        "nearest_mode",
        "floor",
        "axes",
        new int[] {2, 3});
  }

  private String pad(String name, String x, Padding padding, PaddingMode mode) {
    String pads =
        graph.constant(
            graph.fresh(name),
            Tensor.ofLongs(
                0, 0, padding.top(), padding.left(), 0, 0, padding.bottom(), padding.right()));
    String word =
        switch (mode) {
          case ZEROS -> "constant";
          case REFLECT -> "reflect";
          case REPLICATE -> "edge";
          case CIRCULAR -> "wrap";
        };
    return graph.node("Pad", name, List.of(x, pads), "mode", word);
  }
}
