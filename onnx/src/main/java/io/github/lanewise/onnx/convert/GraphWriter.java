package io.github.lanewise.onnx.convert;

import com.google.protobuf.ByteString;
import io.github.lanewise.onnx.proto.AttributeProto;
import io.github.lanewise.onnx.proto.GraphProto;
import io.github.lanewise.onnx.proto.ModelProto;
import io.github.lanewise.onnx.proto.NodeProto;
import io.github.lanewise.onnx.proto.OperatorSetIdProto;
import io.github.lanewise.onnx.proto.StringStringEntryProto;
import io.github.lanewise.onnx.proto.TensorProto;
import io.github.lanewise.onnx.proto.TensorShapeProto;
import io.github.lanewise.onnx.proto.TypeProto;
import io.github.lanewise.onnx.proto.ValueInfoProto;
import io.github.lanewise.onnx.tensor.Tensor;
import io.github.lanewise.onnx.tensor.TensorWriter;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Collects the nodes and constants of a graph that is written. */
final class GraphWriter {
  /** The first version with the group norm of one scale for each channel. */
  private static final int OPSET = 21;

  private static final int IR_VERSION = 10;

  private final GraphProto.Builder graph = GraphProto.newBuilder().setName("lanewise");
  private final Map<String, String> notes;
  private final Set<String> taken;
  private int made;

  /**
   * A graph without nodes.
   *
   * @param names names that are given away: those of layers and parameters
   * @param notes texts by name, to be kept in the file
   */
  GraphWriter(Collection<String> names, Map<String, String> notes) {
    this.taken = new HashSet<>(names);
    this.notes = notes;
  }

  /** A name that nothing else has. */
  String fresh(String name) {
    String found = name + "/" + made++;
    while (!taken.add(found)) {
      found = name + "/" + made++;
    }
    return found;
  }

  /** A name, or one like it if something else has it. */
  String unique(String name) {
    return taken.add(name) ? name : fresh(name);
  }

  /** A constant under a name made of what it is for. */
  String constant(String name, Tensor tensor) {
    graph.addInitializer(TensorWriter.write(name, tensor));
    return name;
  }

  /**
   * A node with one output, and attributes as names and values in turn.
   *
   * @return the output
   */
  String node(String operator, String output, List<String> inputs, Object... attributes) {
    NodeProto.Builder node =
        NodeProto.newBuilder()
            .setOpType(operator)
            .setName(output)
            .addAllInput(inputs)
            .addOutput(output);
    for (int i = 0; i < attributes.length; i += 2) {
      node.addAttribute(attribute((String) attributes[i], attributes[i + 1]));
    }
    graph.addNode(node);
    return output;
  }

  private static AttributeProto.Builder attribute(String name, Object value) {
    AttributeProto.Builder attribute = AttributeProto.newBuilder().setName(name);
    switch (value) {
      case Integer i -> attribute.setType(AttributeProto.AttributeType.INT).setI(i);
      case Double d -> attribute.setType(AttributeProto.AttributeType.FLOAT).setF(d.floatValue());
      case String text ->
          attribute
              .setType(AttributeProto.AttributeType.STRING)
              .setS(ByteString.copyFromUtf8(text));
      case int[] ints -> {
        attribute.setType(AttributeProto.AttributeType.INTS);
        for (int i : ints) {
          attribute.addInts(i);
        }
      }
      default -> throw new IllegalArgumentException(name + " is " + value.getClass());
    }
    return attribute;
  }

  void input(String name, int... dims) {
    graph.addInput(value(name, dims));
  }

  void output(String name, int... dims) {
    graph.addOutput(value(name, dims));
  }

  /** A value of any batch and these further dimensions. */
  private static ValueInfoProto value(String name, int... dims) {
    TensorShapeProto.Builder shape =
        TensorShapeProto.newBuilder()
            .addDim(TensorShapeProto.Dimension.newBuilder().setDimParam("batch"));
    for (int dim : dims) {
      shape.addDim(TensorShapeProto.Dimension.newBuilder().setDimValue(dim));
    }
    TypeProto.Tensor tensor =
        TypeProto.Tensor.newBuilder()
            .setElemType(TensorProto.DataType.FLOAT_VALUE)
            .setShape(shape)
            .build();
    return ValueInfoProto.newBuilder()
        .setName(name)
        .setType(TypeProto.newBuilder().setTensorType(tensor))
        .build();
  }

  ModelProto model() {
    ModelProto.Builder model = ModelProto.newBuilder();
    notes.forEach(
        (key, value) ->
            model.addMetadataProps(
                StringStringEntryProto.newBuilder().setKey(key).setValue(value)));
    return model
        .setIrVersion(IR_VERSION)
        .setProducerName("lanewise")
        .addOpsetImport(OperatorSetIdProto.newBuilder().setVersion(OPSET))
        .setGraph(graph)
        .build();
  }
}
