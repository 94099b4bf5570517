package io.github.lanewise.onnx.convert;

import io.github.lanewise.nn.Shape;
import io.github.lanewise.nn.layers.Pad2d;

/**
 * What a value of a graph is in the network made of it.
 *
 * @param node the node that computes it
 * @param shape what comes out of that node
 * @param flat whether the graph has the picture flattened
 * @param border what the graph has put around the picture and the convolution that reads it takes
 *     over; null for none
 */
record Place(String node, Shape shape, boolean flat, Pad2d border) {
  Place(String node, Shape shape, boolean flat) {
    this(node, shape, flat, null);
  }

  /** Pixels of the picture. */
  int pixels() {
    return shape.height() * shape.width();
  }
}
