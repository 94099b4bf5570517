package io.github.lanewise.onnx.testing;

import com.google.protobuf.ByteString;
import io.github.lanewise.onnx.proto.AttributeProto;
import io.github.lanewise.onnx.proto.GraphProto;
import io.github.lanewise.onnx.proto.ModelProto;
import io.github.lanewise.onnx.proto.NodeProto;
import io.github.lanewise.onnx.proto.OperatorSetIdProto;
import io.github.lanewise.onnx.proto.TensorProto;
import io.github.lanewise.onnx.proto.TensorShapeProto;
import io.github.lanewise.onnx.proto.TypeProto;
import io.github.lanewise.onnx.proto.ValueInfoProto;
import io.github.lanewise.onnx.tensor.ElementType;
import io.github.lanewise.onnx.tensor.Tensor;
import io.github.lanewise.onnx.tensor.TensorWriter;

/** Messages of ONNX in few words. */
public final class Models {
  private Models() {}

  public static ModelProto model(int opset, GraphProto.Builder graph) {
    return ModelProto.newBuilder()
        .setIrVersion(8)
        .addOpsetImport(OperatorSetIdProto.newBuilder().setVersion(opset))
        .setGraph(graph.setName("graph"))
        .build();
  }

  public static NodeProto.Builder node(String operator, String inputs, String outputs) {
    NodeProto.Builder node =
        NodeProto.newBuilder().setOpType(operator).setName("the_" + operator + "_" + outputs);
    for (String input : inputs.split(" ", -1)) {
      if (!input.isEmpty()) {
        node.addInput(input.equals("-") ? "" : input);
      }
    }
    for (String output : outputs.split(" ", -1)) {
      node.addOutput(output);
    }
    return node;
  }

  /** An attribute whose type follows from the value. */
  public static AttributeProto attribute(String name, Object value) {
    AttributeProto.Builder attribute = AttributeProto.newBuilder().setName(name);
    switch (value) {
      case Integer i -> attribute.setType(AttributeProto.AttributeType.INT).setI(i);
      case Boolean b -> attribute.setType(AttributeProto.AttributeType.INT).setI(b ? 1 : 0);
      case Float f -> attribute.setType(AttributeProto.AttributeType.FLOAT).setF(f);
      case String s ->
          attribute.setType(AttributeProto.AttributeType.STRING).setS(ByteString.copyFromUtf8(s));
      case int[] ints -> {
        attribute.setType(AttributeProto.AttributeType.INTS);
        for (int i : ints) {
          attribute.addInts(i);
        }
      }
      case float[] floats -> {
        attribute.setType(AttributeProto.AttributeType.FLOATS);
        for (float f : floats) {
          attribute.addFloats(f);
        }
      }
      case Tensor tensor ->
          attribute
              .setType(AttributeProto.AttributeType.TENSOR)
              .setT(TensorWriter.write(name, tensor));
      default -> throw new IllegalArgumentException("attribute " + value);
    }
    return attribute.build();
  }

  public static ValueInfoProto value(String name, ElementType type, int... dims) {
    TensorShapeProto.Builder shape = TensorShapeProto.newBuilder();
    for (int dim : dims) {
      TensorShapeProto.Dimension.Builder one = TensorShapeProto.Dimension.newBuilder();
      shape.addDim(dim < 0 ? one.setDimParam("N") : one.setDimValue(dim));
    }
    return value(name, type)
        .setType(
            TypeProto.newBuilder()
                .setTensorType(
                    TypeProto.Tensor.newBuilder().setElemType(number(type)).setShape(shape)))
        .build();
  }

  /** A value of which not even the number of dimensions is told. */
  public static ValueInfoProto.Builder value(String name, ElementType type) {
    return ValueInfoProto.newBuilder()
        .setName(name)
        .setType(
            TypeProto.newBuilder()
                .setTensorType(TypeProto.Tensor.newBuilder().setElemType(number(type))));
  }

  private static int number(ElementType type) {
    return switch (type) {
      case FLOAT32 -> TensorProto.DataType.FLOAT_VALUE;
      case INT64 -> TensorProto.DataType.INT64_VALUE;
      case INT32 -> TensorProto.DataType.INT32_VALUE;
      case BOOL -> TensorProto.DataType.BOOL_VALUE;
    };
  }
}
