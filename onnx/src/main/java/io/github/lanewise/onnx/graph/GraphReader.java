package io.github.lanewise.onnx.graph;

import com.google.protobuf.CodedInputStream;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.UnsafeByteOperations;
import io.github.lanewise.onnx.proto.AttributeProto;
import io.github.lanewise.onnx.proto.GraphProto;
import io.github.lanewise.onnx.proto.ModelProto;
import io.github.lanewise.onnx.proto.NodeProto;
import io.github.lanewise.onnx.proto.OperatorSetIdProto;
import io.github.lanewise.onnx.proto.TensorProto;
import io.github.lanewise.onnx.proto.TensorShapeProto;
import io.github.lanewise.onnx.proto.ValueInfoProto;
import io.github.lanewise.onnx.tensor.ElementType;
import io.github.lanewise.onnx.tensor.OnnxException;
import io.github.lanewise.onnx.tensor.Tensor;
import io.github.lanewise.onnx.tensor.TensorReader;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Reads the graph of an ONNX file and checks that it is one. */
public final class GraphReader {
  /** The oldest version of the operators. */
  private static final int OLDEST = 6;

  /** Of a protobuf message, and of a Java array. */
  private static final int MOST_BYTES = Integer.MAX_VALUE - 8;

  /** Bytes that are read at once. */
  private static final int PIECE = 1 << 18;

  private final TensorReader tensors;
  private final Map<String, Integer> opsets = new HashMap<>();

  private GraphReader(Path file) {
    this.tensors = new TensorReader(file.toAbsolutePath().getParent());
  }

  /**
   * Reads a model file. What is read here takes memory by the size of the file.
   *
   * @param file an ONNX model
   * @return its graph
   * @throws OnnxException if it is not a model, or its graph is not one: the message names file,
   *     node and value
   * @throws IOException if the file cannot be read
   */
  public static Graph read(Path file) throws IOException {
    try {
      return new GraphReader(file).graph(parse(file));
    } catch (OnnxException e) {
      throw new OnnxException(file + ": " + e.getMessage(), e);
    } catch (IllegalArgumentException e) {
      throw new OnnxException(file + ": " + e.getMessage(), e);
    }
  }

  /** The message, whose tensors stay in the bytes of the file until they are copied to arrays. */
  private static ModelProto parse(Path file) throws IOException {
    long size = Files.size(file);
    long most = Math.min(MOST_BYTES, Runtime.getRuntime().maxMemory());
    if (size > most) {
      throw new OnnxException(
          "%d bytes, expected at most the %d that an array may have here".formatted(size, most));
    }
    try {
      // Only from bytes that are taken for immutable are tensors not copied.
      byte[] bytes = Files.isRegularFile(file) ? bytes(file, (int) size) : piped(file, (int) most);
      CodedInputStream in = UnsafeByteOperations.unsafeWrap(bytes).newCodedInput();
      in.enableAliasing(true);
      return ModelProto.parseFrom(in);
    } catch (InvalidProtocolBufferException e) {
      throw new OnnxException("not a whole ONNX model: " + e.getMessage(), e);
    }
  }

  /** In pieces: what reads a whole file at once copies it by way of a buffer as large as that. */
  private static byte[] bytes(Path file, int size) throws IOException {
    byte[] bytes = new byte[size];
    int count = 0;
    try (InputStream in = Files.newInputStream(file)) {
      for (int read = 0; read >= 0 && count < size; count += Math.max(0, read)) {
        read = in.read(bytes, count, Math.min(PIECE, size - count));
      }
    }
    return count == size ? bytes : Arrays.copyOf(bytes, count);
  }

  /** What does not tell its size, such as a pipe, up to its end. */
  private static byte[] piped(Path file, int most) throws IOException {
    try (InputStream in = Files.newInputStream(file)) {
      byte[] bytes = in.readNBytes(most);
      if (bytes.length == most) {
        throw new OnnxException("%d bytes or more, expected fewer".formatted(most));
      }
      return bytes;
    }
  }

  /** All tensors of a graph, those that are attributes included. */
  private static List<TensorProto> tensors(GraphProto graph) {
    List<TensorProto> all = new ArrayList<>(graph.getInitializerList());
    for (NodeProto node : graph.getNodeList()) {
      for (AttributeProto attribute : node.getAttributeList()) {
        if (attribute.hasT()) {
          all.add(attribute.getT());
        }
      }
    }
    return all;
  }

  private Graph graph(ModelProto model) throws OnnxException {
    for (OperatorSetIdProto opset : model.getOpsetImportList()) {
      String domain = opset.getDomain().equals("ai.onnx") ? "" : opset.getDomain();
      opsets.put(domain, Math.clamp(opset.getVersion(), 0, Integer.MAX_VALUE));
    }
    int opset = opsets.getOrDefault("", 1);
    if (opset < OLDEST) {
      throw new OnnxException(
          "opset %d, expected %d or later; ONNX's version converter makes it newer"
              .formatted(opset, OLDEST));
    }
    if (!model.hasGraph()) {
      throw new OnnxException("no graph; expected an ONNX model");
    }
    GraphProto graph = model.getGraph();
    if (graph.getSparseInitializerCount() > 0) {
      throw new OnnxException("sparse initialisers are not supported, expected dense ones");
    }
    tensors.checkMemory(tensors(graph));
    Map<String, Tensor> constants = new LinkedHashMap<>();
    for (TensorProto tensor : graph.getInitializerList()) {
      if (constants.put(tensor.getName(), tensors.read(tensor)) != null) {
        throw new OnnxException("two initialisers are named '" + tensor.getName() + "'");
      }
    }
    List<GraphInput> inputs = new ArrayList<>();
    for (ValueInfoProto input : graph.getInputList()) {
      if (!constants.containsKey(input.getName())) {
        inputs.add(input(input));
      }
    }
    List<GraphNode> nodes = new ArrayList<>();
    for (NodeProto node : graph.getNodeList()) {
      nodes.add(node(node, nodes.size()));
    }
    List<GraphInput> outputs = new ArrayList<>();
    for (ValueInfoProto output : graph.getOutputList()) {
      outputs.add(input(output));
    }
    if (outputs.isEmpty()) {
      throw new OnnxException("the graph has no output");
    }
    Set<String> given = new HashSet<>(constants.keySet());
    for (GraphInput input : inputs) {
      if (!given.add(input.name())) {
        throw new OnnxException("two inputs are named '" + input.name() + "'");
      }
    }
    nodes = Order.of(given, nodes);
    nodes.forEach(node -> given.addAll(node.outputs()));
    for (GraphInput output : outputs) {
      if (!given.contains(output.name())) {
        throw new OnnxException("nothing computes the output '" + output.name() + "'");
      }
    }
    Map<String, String> metadata = new HashMap<>();
    model.getMetadataPropsList().forEach(text -> metadata.put(text.getKey(), text.getValue()));
    return new Graph(graph.getName(), inputs, outputs, constants, nodes, metadata);
  }

  private static GraphInput input(ValueInfoProto value) {
    var tensor = value.getType().getTensorType();
    TensorProto.DataType type = TensorProto.DataType.forNumber(tensor.getElemType());
    ElementType element =
        switch (type == null ? TensorProto.DataType.UNDEFINED : type) {
          case INT64, UINT32 -> ElementType.INT64;
          case INT32, INT16, INT8, UINT16, UINT8 -> ElementType.INT32;
          case BOOL -> ElementType.BOOL;
          case FLOAT, DOUBLE, FLOAT16, BFLOAT16, UNDEFINED -> ElementType.FLOAT32;
          default ->
              throw new IllegalArgumentException(
                  "'%s' has elements of type %s, which is not supported"
                      .formatted(value.getName(), type.name()));
        };
    if (!tensor.hasShape()) {
      return new GraphInput(value.getName(), element, null);
    }
    List<String> dims = new ArrayList<>();
    for (TensorShapeProto.Dimension dim : tensor.getShape().getDimList()) {
      if (dim.hasDimValue()) {
        long size = dim.getDimValue();
        if (size < 0 || size > Integer.MAX_VALUE) {
          throw new IllegalArgumentException(
              "'%s' has a dimension of %d, expected one from 0 to 2147483647"
                  .formatted(value.getName(), size));
        }
        dims.add(Long.toString(size));
      } else {
        String name = dim.getDimParam();
        dims.add(name.isEmpty() || GraphInput.number(name) ? "?" : name);
      }
    }
    return new GraphInput(value.getName(), element, dims);
  }

  private GraphNode node(NodeProto node, int index) throws OnnxException {
    String domain = node.getDomain().equals("ai.onnx") ? "" : node.getDomain();
    String name = node.getName().isEmpty() ? node.getOpType() + "_" + index : node.getName();
    Map<String, Object> attributes = new HashMap<>();
    try {
      for (AttributeProto attribute : node.getAttributeList()) {
        attributes.put(attribute.getName(), attribute(attribute));
      }
    } catch (OnnxException e) {
      throw new OnnxException("node '" + name + "': " + e.getMessage(), e);
    }
    return new GraphNode(
        name,
        node.getOpType(),
        domain,
        opsets.getOrDefault(domain, 1),
        node.getInputList(),
        node.getOutputList(),
        attributes);
  }

  private Object attribute(AttributeProto attribute) throws OnnxException {
    return switch (attribute.getType()) {
      case FLOAT -> attribute.getF();
      case INT -> attribute.getI();
      case STRING -> attribute.getS().toStringUtf8();
      case TENSOR -> tensors.read(attribute.getT());
      case FLOATS -> {
        float[] values = new float[attribute.getFloatsCount()];
        for (int i = 0; i < values.length; i++) {
          values[i] = attribute.getFloats(i);
        }
        yield values;
      }
      case INTS -> attribute.getIntsList().stream().mapToLong(Long::longValue).toArray();
      case STRINGS ->
          attribute.getStringsList().stream().map(s -> s.toStringUtf8()).toArray(String[]::new);
      default -> attribute.getType();
    };
  }
}
