package io.github.lanewise.onnx.convert;

import static io.github.lanewise.onnx.convert.Conversion.decimal;
import static io.github.lanewise.onnx.convert.Conversion.refuse;

import io.github.lanewise.kernels.conv.Layouts;
import io.github.lanewise.nn.layers.BatchNorm;
import io.github.lanewise.nn.layers.GroupNorm;
import io.github.lanewise.nn.layers.InstanceNorm;
import io.github.lanewise.nn.layers.LayerNorm;
import io.github.lanewise.nn.layers.LocalResponseNorm;
import io.github.lanewise.onnx.graph.Attributes;
import io.github.lanewise.onnx.graph.GraphNode;
import io.github.lanewise.onnx.tensor.Dims;
import java.util.Arrays;

/** Normalisation as layers. */
final class NormReader {
  private NormReader() {}

  static void batch(Conversion c) {
    double momentum = decimal(1 - decimal(c.attributes().decimal("momentum", 0.9)));
    c.add(new BatchNorm(c.epsilon(), momentum));
    c.keepAll("weight", "bias", "running_mean", "running_var");
  }

  static void group(Conversion c) {
    refuse(c.node().opset() < 21, "scaling of groups instead of channels");
    c.add(new GroupNorm((int) c.attributes().integer("num_groups", 1), c.epsilon(), true));
    c.keepAll("weight", "bias");
  }

  static void instance(Conversion c) {
    c.add(new InstanceNorm(c.epsilon(), true));
    c.keepAll("weight", "bias");
  }

  /** Over all values of an example. */
  static void layer(Conversion c) {
    int[] dims = c.value(0).dims();
    refuse(axis(c.node(), dims.length) != 1, "a norm along other axes than all of an example's");
    layer(c, c, LayerNorm.Over.EXAMPLE, c.output(), dims);
  }

  /** Over the channels of each pixel, or all of an example, while the channels are last. */
  static void layerOfPixels(Conversion c) {
    PixelNorm found = pixelNorm(c.network(), c.node());
    GraphNode node = found.norm();
    int axis = axis(node, 4);
    refuse(axis == 0 || axis == 2, "a norm along the axes from %d on".formatted(axis));
    Conversion norm =
        new Conversion(c.network(), node, c.name(), new Attributes(node.attributes()));
    LayerNorm.Over over = axis == 3 ? LayerNorm.Over.CHANNELS : LayerNorm.Over.EXAMPLE;
    layer(c, norm, over, found.after().outputs().getFirst());
    c.network().takeOver(node);
    c.network().takeOver(found.after());
  }

  private static int axis(GraphNode norm, int rank) {
    return Dims.axis(new Attributes(norm.attributes()).integer("axis", -1), rank);
  }

  /**
   * Makes a layer of a norm.
   *
   * @param c the node that it begins with
   * @param norm the norm, or {@code c} itself
   * @param over what it is over
   * @param output the value that it computes
   * @param dims of its input, if parameters have the channels in second place; else none
   */
  private static void layer(
      Conversion c, Conversion norm, LayerNorm.Over over, String output, int... dims) {
    refuse(norm.node().outputs().size() > 1, "a norm that tells mean and variance");
    c.add(new LayerNorm(over, norm.epsilon(), true), output);
    float[] scale = norm.constant(1).floats();
    float[] shift = norm.given(2) ? norm.constant(2).floats() : new float[scale.length];
    c.keep("weight", dims.length == 4 ? channelsLast(scale, dims) : scale);
    c.keep("bias", dims.length == 4 ? channelsLast(shift, dims) : shift);
  }

  private static float[] channelsLast(float[] values, int... dims) {
    refuse(values.length != Dims.product(dims, 1, 4), "a parameter that is broadcast");
    float[] moved = new float[values.length];
    Layouts.nchwToNhwc(1, dims[1], dims[2], dims[3], values, moved);
    return moved;
  }

  /**
   * A layer norm while the channels are last.
   *
   * @param before the transposition that moves them there
   * @param norm the norm
   * @param after the one that moves them back
   */
  record PixelNorm(GraphNode before, GraphNode norm, GraphNode after) {}

  /** The norm that a transposition is for; null if it is for anything else. */
  static PixelNorm pixelNorm(Assembly network, GraphNode node) {
    if (!transposes(node, 0, 2, 3, 1)) {
      return null;
    }
    GraphNode norm = network.onlyReader(node.outputs().getFirst(), "LayerNormalization");
    GraphNode after =
        norm == null ? null : network.onlyReader(norm.outputs().getFirst(), "Transpose");
    return after != null && transposes(after, 0, 3, 1, 2) ? new PixelNorm(node, norm, after) : null;
  }

  private static boolean transposes(GraphNode node, long... order) {
    return node.operator().equals("Transpose")
        && Arrays.equals(new Attributes(node.attributes()).integers("perm"), order);
  }

  static void localResponse(Conversion c) {
    Attributes a = c.attributes();
    int size = (int) a.integer("size", 1);
    refuse(size % 2 == 0, "an even size, whose window leans to the other side,");
    c.add(
        new LocalResponseNorm(
            size, a.decimal("alpha", 1e-4), a.decimal("beta", 0.75), a.decimal("bias", 1)));
  }
}
