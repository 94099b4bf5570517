package io.github.lanewise.onnx.convert;

import static io.github.lanewise.onnx.convert.Conversion.refuse;

import io.github.lanewise.kernels.resample.PaddingMode;
import io.github.lanewise.nn.layers.Pad2d;
import io.github.lanewise.nn.layers.Padding;
import io.github.lanewise.nn.layers.Size;
import io.github.lanewise.nn.layers.Upsample;
import io.github.lanewise.onnx.graph.GraphNode;
import io.github.lanewise.onnx.operators.Operators;
import io.github.lanewise.onnx.operators.Pad;
import io.github.lanewise.onnx.operators.Resize;
import java.util.Arrays;
import java.util.List;

/** Pictures with a border or of another size as layers. */
final class ResampleReader {
  private ResampleReader() {}

  /** A border is a layer, unless a convolution that reads nothing else takes it over. */
  static void pad(Conversion c) {
    Pad pad = (Pad) Operators.of(c.node());
    Padding padding = padding(pad.pads(c.values()));
    PaddingMode mode =
        switch (pad.mode()) {
          case "reflect" -> PaddingMode.REFLECT;
          case "edge" -> PaddingMode.REPLICATE;
          case "wrap" -> PaddingMode.CIRCULAR;
          default -> PaddingMode.ZEROS;
        };
    boolean given = pad.attribute() == null && c.given(2) && c.value(2).length() > 0;
    double constant = given ? c.constant(2).number(0) : pad.value();
    refuse(mode == PaddingMode.ZEROS && constant != 0, "a border of " + constant);
    Pad2d border = new Pad2d(padding, mode);
    Place place = c.input(0);
    List<GraphNode> readers = c.network().readers(c.output());
    if (!place.flat()
        && place.border() == null
        && readers.size() == 1
        && ConvolutionReader.takesBorder(readers.getFirst(), c.output(), mode)) {
      Place bordered = new Place(place.node(), place.shape(), false, border);
      c.network().place(c.output(), bordered);
    } else {
      c.add(border);
    }
  }

  /** From {@code [before…, after…]} along batch, channels, rows and columns. */
  private static Padding padding(long... pads) {
    boolean picture = pads.length == 8 && pads[0] == 0 && pads[1] == 0;
    refuse(!picture || pads[4] != 0 || pads[5] != 0, "a border of more than rows and columns");
    refuse(Arrays.stream(pads).anyMatch(pad -> pad < 0), "a border below 0");
    return new Padding(false, (int) pads[2], (int) pads[6], (int) pads[3], (int) pads[7]);
  }

  static void resize(Conversion c) {
    Resize resize = (Resize) Operators.of(c.node());
    int[] from = c.value(0).dims();
    int[] to = c.outputDims();
    boolean pictures = from.length == 4 && from[0] == to[0] && from[1] == to[1];
    double[] scales = resize.scales(c.values());
    refuse(
        !pictures || (scales != null && (scales[0] != 1 || scales[1] != 1)),
        "another size than that of pictures");
    for (int d = 2; d < 4; d++) {
      refuse(scales != null && scales[d] * from[d] != to[d], "a factor that gives no whole size");
      refuse(!matches(resize, from[d], to[d]), "places of pixels by " + resize.coordinates());
    }
    boolean times = to[2] % from[2] == 0 && to[3] % from[3] == 0;
    c.add(
        new Upsample(
            resize.linear() ? Upsample.Mode.BILINEAR : Upsample.Mode.NEAREST,
            times ? new Size(to[2] / from[2], to[3] / from[3]) : new Size(to[2], to[3]),
            times,
            resize.linear() && resize.coordinates().equals("align_corners")));
  }

  /** Whether the positions along an axis are read from where {@link Upsample} does. */
  private static boolean matches(Resize resize, int from, int to) {
    boolean whole = to % from == 0;
    String rounding = resize.nearest();
    return switch (resize.coordinates()) {
      case "half_pixel", "half_pixel_symmetric", "pytorch_half_pixel" ->
          resize.linear()
              ? to > 1 || from == 1 || !resize.coordinates().equals("pytorch_half_pixel")
              : whole && rounding.startsWith("round"); // never half way between two pixels
      case "align_corners" -> resize.linear();
      case "asymmetric" -> !resize.linear() && rounding.equals("floor");
      default -> from == to && !resize.linear() && rounding.equals("floor");
    };
  }
}
