package io.github.lanewise.onnx.operators;

import static io.github.lanewise.onnx.operators.UnsupportedException.refuse;
import static io.github.lanewise.onnx.operators.Version.since;

import io.github.lanewise.onnx.graph.Attributes;
import java.util.List;

/** Convolution, pooling, pictures of other sizes, matrix products. */
final class WindowOperators {
  private WindowOperators() {}

  /** The meanings of an operator, oldest first; none if it is not one of these. */
  static List<Version> versions(String name) {
    return switch (name) {
      case "Conv" -> since(1, 2, (a, _) -> new Conv(Windows.of(a), a.size("group", 1)));
      case "ConvTranspose" -> since(1, 2, (a, _) -> transposed(a));
      case "MaxPool" -> since(1, 1, (a, _) -> pool(Pool.Kind.MAX, a));
      case "AveragePool" -> since(1, 1, (a, _) -> pool(Pool.Kind.AVERAGE, a));
      case "LpPool" -> since(2, 1, (a, _) -> pool(Pool.Kind.NORM, a));
      case "GlobalMaxPool" -> since(1, 1, (_, _) -> Pool.global(Pool.Kind.MAX, 0));
      case "GlobalAveragePool" -> since(1, 1, (_, _) -> Pool.global(Pool.Kind.AVERAGE, 0));
      case "GlobalLpPool" -> since(2, 1, (a, _) -> Pool.global(Pool.Kind.NORM, a.integer("p", 2)));
      case "Upsample" ->
          List.of(
              new Version(1, 1, (a, _) -> upsample(a, scalesOfSides(a), -1)),
              new Version(7, 1, (a, _) -> upsample(a, a.decimals("scales"), -1)),
              new Version(9, 2, (a, _) -> upsample(a, null, 1)));
      case "Resize" ->
          List.of(
              new Version(10, 2, (a, _) -> upsample(a, null, 1)),
              new Version(11, 1, (a, _) -> resize(a)));
      case "Gemm" -> since(1, 2, (a, _) -> gemm(a));
      case "MatMul" -> since(1, 2, (_, _) -> new MatMul());
      default -> List.of();
    };
  }

  private static Operator transposed(Attributes a) {
    return new ConvTranspose(
        Windows.of(a),
        a.size("group", 1),
        a.integers("output_padding", (long[]) null),
        a.integers("output_shape", (long[]) null));
  }

  private static Operator pool(Pool.Kind kind, Attributes a) {
    return new Pool(
        kind,
        Windows.of(a),
        a.flag("ceil_mode", false),
        kind == Pool.Kind.AVERAGE && a.flag("count_include_pad", false),
        kind == Pool.Kind.NORM ? a.integer("p", 2) : 0,
        kind == Pool.Kind.MAX && a.flag("storage_order", false),
        false);
  }

  private static float[] scalesOfSides(Attributes a) {
    return new float[] {1, 1, a.decimal("height_scale", 1), a.decimal("width_scale", 1)};
  }

  private static Operator upsample(Attributes a, float[] scales, int scalesInput) {
    boolean linear = Resize.linear(a.text("mode", "nearest"));
    return new Resize(linear, "asymmetric", "floor", scales, scalesInput, -1, null);
  }

  private static Operator resize(Attributes a) {
    a.ignore("cubic_coeff_a");
    a.ignore("extrapolation_value");
    refuse(a.flag("antialias", false), "antialias = 1");
    refuse(a.flag("exclude_outside", false), "exclude_outside = 1");
    String policy = a.text("keep_aspect_ratio_policy", "stretch");
    refuse(!policy.equals("stretch"), "keep_aspect_ratio_policy = " + policy);
    return new Resize(
        Resize.linear(a.text("mode", "nearest")),
        a.text("coordinate_transformation_mode", "half_pixel"),
        a.text("nearest_mode", "round_prefer_floor"),
        null,
        2,
        3,
        a.integers("axes", (long[]) null));
  }

  private static Operator gemm(Attributes a) {
    a.ignore("broadcast");
    return new MatrixProduct(
        a.decimal("alpha", 1),
        a.decimal("beta", 1),
        a.flag("transA", false),
        a.flag("transB", false));
  }
}
