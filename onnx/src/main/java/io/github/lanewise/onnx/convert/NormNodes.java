package io.github.lanewise.onnx.convert;

import io.github.lanewise.nn.Shape;
import io.github.lanewise.nn.layers.BatchNorm;
import io.github.lanewise.nn.layers.LayerNorm;
import io.github.lanewise.nn.layers.LocalResponseNorm;
import java.util.List;

/** Normalisation as nodes. */
final class NormNodes {
  private NormNodes() {}

  static String batch(LayerNodes to, BatchNorm norm) {
    return to.last(
        "BatchNormalization",
        List.of(
            to.x(),
            to.vector("weight"),
            to.vector("bias"),
            to.vector("running_mean"),
            to.vector("running_var")),
        "epsilon",
        norm.epsilon(),
        "momentum", // of what was there before; here it is that of what is new
        1 - norm.momentum());
  }

  static String group(LayerNodes to, int groups, double epsilon, boolean affine) {
    int channels = to.in().channels();
    String scale = affine ? to.vector("weight") : to.filled("weight", 1, channels);
    String shift = affine ? to.vector("bias") : to.filled("bias", 0, channels);
    return to.last(
        "GroupNormalization",
        List.of(to.x(), scale, shift),
        "num_groups",
        groups,
        "epsilon",
        epsilon);
  }

  /** Computed with the channels last, as the parameters lie. */
  static String layer(LayerNodes to, LayerNorm norm) {
    Shape in = to.in();
    boolean whole = norm.over() == LayerNorm.Over.EXAMPLE;
    int[] dims =
        whole ? new int[] {in.height(), in.width(), in.channels()} : new int[] {in.channels()};
    String x = to.channelsLast();
    List<String> inputs =
        norm.affine()
            ? List.of(x, to.parameter("weight", dims), to.parameter("bias", dims))
            : List.of(x, to.filled("weight", 1, dims));
    String y =
        to.before("LayerNormalization", inputs, "axis", whole ? 1 : 3, "epsilon", norm.epsilon());
    return to.last("Transpose", List.of(y), "perm", new int[] {0, 3, 1, 2});
  }

  static String localResponse(LayerNodes to, LocalResponseNorm norm) {
    if (norm.size() % 2 == 0) {
      throw new IllegalArgumentException(
          "%s: a window of %d channels, expected an odd number: even windows of ONNX lean to the"
                  .formatted(to.name(), norm.size())
              + " other side");
    }
    return to.last(
        "LRN", "size", norm.size(), "alpha", norm.alpha(), "beta", norm.beta(), "bias", norm.k());
  }
}
