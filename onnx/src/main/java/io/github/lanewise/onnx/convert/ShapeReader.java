package io.github.lanewise.onnx.convert;

import static io.github.lanewise.onnx.convert.Conversion.refuse;

import io.github.lanewise.nn.layers.Concat;
import java.util.Arrays;

/** Operators that compute nothing. */
final class ShapeReader {
  private ShapeReader() {}

  static void identity(Conversion c) {
    c.network().place(c.output(), c.input(0));
  }

  /** The same example under other dimensions: flattened, or back to a picture of one pixel. */
  static void reshaped(Conversion c) {
    Place place = c.input(0);
    int[] dims = c.outputDims();
    int length = place.shape().length();
    boolean onePixel = dims.length == 4 && dims[1] == length && dims[2] * dims[3] == 1;
    boolean vector = dims.length == 2 && dims[1] == length;
    boolean same = Arrays.equals(dims, c.value(0).dims());
    refuse(!vector && !onePixel && !same, "this change of dimensions");
    boolean flat = vector || (onePixel && place.flat());
    c.network().place(c.output(), new Place(place.node(), place.shape(), flat));
  }

  static void concat(Conversion c) {
    long axis = c.attributes().integer("axis", 1);
    refuse(axis != 1 && axis != 1 - c.outputDims().length, "axis");
    c.join(new Concat());
  }
}
