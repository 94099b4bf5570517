package io.github.lanewise.onnx.convert;

import io.github.lanewise.kernels.resample.AxisTaps;
import io.github.lanewise.kernels.resample.PaddingMode;
import io.github.lanewise.nn.Shape;
import io.github.lanewise.nn.layers.Pad2d;
import io.github.lanewise.nn.layers.Padding;
import io.github.lanewise.nn.layers.Size;
import io.github.lanewise.nn.layers.Upsample;
import java.util.ArrayList;
import java.util.List;

/** Pictures of another size or with a border as nodes. */
final class ResampleNodes {
  private ResampleNodes() {}

  static String upsample(LayerNodes to, Upsample layer) {
    Shape out = to.node().shape();
    boolean nearest = layer.mode() == Upsample.Mode.NEAREST;
    String coordinates =
        nearest ? "asymmetric" : layer.alignCorners() ? "align_corners" : "half_pixel";
    return to.last(
        "Resize",
        List.of(to.x(), "", "", to.integers(out.height(), out.width())),
        "mode",
        nearest ? "nearest" : "linear",
        "coordinate_transformation_mode",
        coordinates,
        "nearest_mode",
        "floor",
        "axes",
        new int[] {2, 3});
  }

  static String pad(LayerNodes to, Pad2d pad) {
    return padded(to, to.name(), pad.padding(), pad.mode());
  }

  /** The first input with a border, under a name. */
  static String padded(LayerNodes to, String name, Padding padding, PaddingMode mode) {
    String pads =
        to.integers(0, 0, padding.top(), padding.left(), 0, 0, padding.bottom(), padding.right());
    String word =
        switch (mode) {
          case ZEROS -> "constant";
          case REFLECT -> "reflect";
          case REPLICATE -> "edge";
          case CIRCULAR -> "wrap";
        };
    return to.graph().node("Pad", name, List.of(to.x(), pads), "mode", word);
  }

  /** Adaptive pooling, one axis after the other, share by share: they differ in size. */
  static String adaptive(LayerNodes to, String reduction, Size size) {
    int axis = 2;
    List<String> rows = shares(to, reduction, to.x(), axis, to.in().height(), size.height());
    String between = to.before("Concat", rows, "axis", axis);
    axis = 3;
    List<String> columns = shares(to, reduction, between, axis, to.in().width(), size.width());
    return to.last("Concat", columns, "axis", axis);
  }

  private static List<String> shares(
      LayerNodes to, String reduction, String x, int axis, int in, int out) {
    String axes = to.integers(axis);
    List<String> shares = new ArrayList<>();
    for (int i = 0; i < out; i++) {
      String start = to.integers(AxisTaps.shareStart(in, out, i));
      String end = to.integers(AxisTaps.shareEnd(in, out, i));
      String share = to.before("Slice", List.of(x, start, end, axes));
      shares.add(to.before(reduction, List.of(share, axes)));
    }
    return shares;
  }
}
