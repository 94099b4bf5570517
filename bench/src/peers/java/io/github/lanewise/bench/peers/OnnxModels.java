package io.github.lanewise.bench.peers;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.OperatorSetIdProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.TensorShapeProto;
import ai.onnx.proto.OnnxMl.TypeProto;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import com.google.protobuf.ByteString;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Makes ONNX models of one node. */
final class OnnxModels {
  // ONNX 1.12: old enough for every reader, and it has every operator of a convolutional network.
  private static final long OPSET = 17;
  private static final long IR_VERSION = 8;

  private OnnxModels() {}

  /** A model of one operator; its constants are inside, its other operands are inputs. */
  static ModelProto of(OnnxOperator operator) {
    NodeProto.Builder node = NodeProto.newBuilder().setOpType(operator.type()).addOutput("y");
    GraphProto.Builder graph =
        GraphProto.newBuilder().setName(operator.type()).addOutput(floats("y"));
    operator.attributes().forEach((name, value) -> node.addAttribute(attribute(name, value)));
    for (OnnxOperand operand : operator.operands()) {
      node.addInput(operand.name());
      if (operand.constant()) {
        graph.addInitializer(tensor(operand));
      } else {
        graph.addInput(floats(operand));
      }
    }
    return ModelProto.newBuilder()
        .setIrVersion(IR_VERSION)
        .addOpsetImport(OperatorSetIdProto.newBuilder().setVersion(OPSET))
        .setGraph(graph.addNode(node))
        .build();
  }

  /** A model of one node of another model, with the constants that the node uses. */
  static ModelProto alone(NodeProto node, ModelProto model) {
    Map<String, TensorProto> constants =
        model.getGraph().getInitializerList().stream()
            .collect(Collectors.toMap(TensorProto::getName, Function.identity()));
    GraphProto.Builder graph =
        GraphProto.newBuilder()
            .setName(node.getOpType())
            .addNode(node)
            .addOutput(floats(node.getOutput(0)));
    for (String input : node.getInputList()) {
      if (constants.containsKey(input)) {
        graph.addInitializer(constants.get(input));
      } else if (!input.isEmpty()) { // an optional input that is left out
        graph.addInput(floats(input));
      }
    }
    return model.toBuilder().setGraph(graph).build();
  }

  private static AttributeProto attribute(String name, Object value) {
    AttributeProto.Builder attribute = AttributeProto.newBuilder().setName(name);
    switch (value) {
      case Long l -> attribute.setType(AttributeProto.AttributeType.INT).setI(l);
      case Float f -> attribute.setType(AttributeProto.AttributeType.FLOAT).setF(f);
      case String s ->
          attribute.setType(AttributeProto.AttributeType.STRING).setS(ByteString.copyFromUtf8(s));
      case long[] longs -> {
        attribute.setType(AttributeProto.AttributeType.INTS);
        for (long l : longs) {
          attribute.addInts(l);
        }
      }
      default ->
          throw new IllegalArgumentException(
              "attribute '%s' is a %s; expected Long, Float, String or long[]"
                  .formatted(name, value.getClass().getSimpleName()));
    }
    return attribute.build();
  }

  /** A float tensor of unknown shape. */
  private static ValueInfoProto floats(String name) {
    return floats(name, TypeProto.Tensor.newBuilder());
  }

  private static ValueInfoProto floats(OnnxOperand operand) {
    TensorShapeProto.Builder shape = TensorShapeProto.newBuilder();
    for (long size : operand.sizes()) {
      shape.addDim(TensorShapeProto.Dimension.newBuilder().setDimValue(size));
    }
    return floats(operand.name(), TypeProto.Tensor.newBuilder().setShape(shape));
  }

  private static ValueInfoProto floats(String name, TypeProto.Tensor.Builder type) {
    type.setElemType(TensorProto.DataType.FLOAT.getNumber());
    return ValueInfoProto.newBuilder()
        .setName(name)
        .setType(TypeProto.newBuilder().setTensorType(type))
        .build();
  }

  private static TensorProto tensor(OnnxOperand operand) {
    ByteBuffer raw =
        ByteBuffer.allocate(operand.values().length * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    raw.asFloatBuffer().put(operand.values());
    return TensorProto.newBuilder()
        .setName(operand.name())
        .setDataType(TensorProto.DataType.FLOAT.getNumber())
        .addAllDims(operand.sizes())
        .setRawData(ByteString.copyFrom(raw))
        .build();
  }
}
