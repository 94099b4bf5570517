package io.github.lanewise.onnx.convert;

import static io.github.lanewise.onnx.convert.Conversion.decimal;
import static io.github.lanewise.onnx.convert.Conversion.refuse;

import io.github.lanewise.nn.layers.Dropout;
import io.github.lanewise.nn.layers.ELU;
import io.github.lanewise.nn.layers.GELU;
import io.github.lanewise.nn.layers.LeakyReLU;
import io.github.lanewise.nn.layers.SiLU;
import io.github.lanewise.nn.layers.Sigmoid;
import io.github.lanewise.nn.layers.Softmax;
import io.github.lanewise.onnx.graph.GraphNode;
import java.util.Set;

/** Functions of each value, softmax and dropout as layers. */
final class ActivationReader {
  private ActivationReader() {}

  static void leakyRelu(Conversion c) {
    c.add(new LeakyReLU(c.attributes().decimal("alpha", 0.01)));
  }

  static void elu(Conversion c) {
    c.add(new ELU(c.attributes().decimal("alpha", 1)));
  }

  static void gelu(Conversion c) {
    refuse(c.attributes().text("approximate", "none").equals("tanh"), "approximate by tanh");
    c.add(new GELU());
  }

  /** Alone, or {@code x · sigmoid(x)}, which is one layer. */
  static void sigmoid(Conversion c) {
    GraphNode product = siluProduct(c.network(), c.node());
    if (product == null) {
      c.add(new Sigmoid());
    } else {
      c.network().takeOver(product);
      c.add(new SiLU(), product.outputs().getFirst());
    }
  }

  /** The only reader of a sigmoid, if it multiplies it by what it is the sigmoid of, else null. */
  static GraphNode siluProduct(Assembly network, GraphNode sigmoid) {
    String x = sigmoid.inputs().getFirst();
    String y = sigmoid.outputs().getFirst();
    GraphNode product = network.onlyReader(y, "Mul");
    return product != null && Set.copyOf(product.inputs()).equals(Set.of(x, y)) ? product : null;
  }

  static void softmax(Conversion c) {
    Place place = c.input(0);
    int opset = c.node().opset();
    int rank = c.value(0).rank();
    long axis = c.attributes().integer("axis", opset < 13 ? 1 : -1);
    boolean channels = (axis < 0 ? axis + rank : axis) == 1;
    boolean pixels = place.pixels() > 1 && (place.flat() || opset < 13);
    refuse(!channels || pixels, "a softmax of pixels");
    c.add(new Softmax());
  }

  /** The ratio is an attribute before opset 12, an input since. */
  static void dropout(Conversion c) {
    double ratio = c.given(1) ? c.constant(1).number(0) : c.attributes().decimal("ratio", 0.5);
    c.add(new Dropout(decimal(ratio)));
  }
}
