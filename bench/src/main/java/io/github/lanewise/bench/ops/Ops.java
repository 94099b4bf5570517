package io.github.lanewise.bench.ops;

import io.github.lanewise.bench.layers.Layers;
import io.github.lanewise.kernels.conv.ConvShape;
import io.github.lanewise.kernels.pool.PoolShape;
import java.util.List;

/** The operators that are measured: those of well-known networks, and products of round sizes. */
public final class Ops {
  /** The lecture's edge detection. */
  private static final ConvShape LECTURE =
      ConvShape.builder().input(280, 320, 1).outChannels(1).kernel(1, 2).build();

  private static final List<Op> ALL =
      List.of(
          max(
              "maxpool_3x3s2",
              PoolShape.builder().input(112, 112, 64).kernel(3).stride(2).padding(1)),
          max("maxpool_2x2s2", PoolShape.builder().input(224, 224, 64).kernel(2)),
          max(
              "maxpool_3x3s1",
              PoolShape.builder().input(28, 28, 192).kernel(3).stride(1).padding(1)),
          max("maxpool_lenet", PoolShape.builder().input(28, 28, 6).kernel(2)),
          average(
              "avgpool_3x3s1",
              PoolShape.builder().input(28, 28, 192).kernel(3).stride(1).padding(1)),
          average("avgpool_2x2s2", PoolShape.builder().input(56, 56, 128).kernel(2)),
          average("avgpool_global", PoolShape.builder().input(7, 7, 2048).kernel(7)),
          new ElementOp("relu_14x14x256", ElementOp.Kind.RELU, 14 * 14 * 256),
          new ElementOp("relu_112x112x64", ElementOp.Kind.RELU, 112 * 112 * 64),
          new ElementOp("add_14x14x256", ElementOp.Kind.ADD, 14 * 14 * 256),
          new ElementOp("add_56x56x256", ElementOp.Kind.ADD, 56 * 56 * 256),
          new SoftmaxOp("softmax_64x1000", 64, 1000, false),
          new SoftmaxOp("softmax_4096x10", 4096, 10, false),
          new SoftmaxOp("logsoftmax_64x1000", 64, 1000, true),
          new SoftmaxOp("logsoftmax_4096x10", 4096, 10, true),
          new ConvOp("conv_lecture", LECTURE),
          layer("vgg1_1"),
          layer("lenet1"),
          layer("lenet2"),
          layer("mob_dw1"),
          layer("mob_dw2"),
          layer("mob_dw7"),
          new SparseOp("csr_lecture", LECTURE),
          new DenseOp("dense_4096x9216", 4096, 9216),
          new DenseOp("dense_1000x1024", 1000, 1024),
          new DenseOp("dense_120x400", 120, 400),
          square(256),
          square(512),
          square(1024),
          square(2048),
          new GemmOp("gemm_256_plain", 256, 256, 256, false),
          new GemmOp("gemm_1024_plain", 1024, 1024, 1024, false),
          skinny(1, 9216, 4096),
          skinny(1, 1024, 1000),
          skinny(1, 400, 120),
          skinny(4, 9216, 4096),
          skinny(4, 1024, 1000),
          skinny(4, 400, 120),
          skinny(16, 9216, 4096),
          skinny(16, 1024, 1000),
          skinny(16, 400, 120));

  private Ops() {}

  private static Op max(String name, PoolShape.Builder shape) {
    return new PoolOp(name, true, shape.build());
  }

  private static Op average(String name, PoolShape.Builder shape) {
    return new PoolOp(name, false, shape.build());
  }

  /** A layer of the published list. */
  private static Op layer(String name) {
    return Layers.published().stream()
        .filter(layer -> layer.name().equals(name))
        .map(layer -> new ConvOp(name, layer.shape(1)))
        .findFirst()
        .orElseThrow();
  }

  private static Op square(int size) {
    return new GemmOp("gemm_" + size, size, size, size, true);
  }

  private static Op skinny(int m, int k, int n) {
    return new GemmOp("gemm_%dx%dx%d".formatted(m, k, n), m, k, n, true);
  }

  /**
   * All of them.
   *
   * @return operators, in the order of measuring
   */
  public static List<Op> all() {
    return ALL;
  }

  /**
   * Some of them.
   *
   * @param names their names; none for all
   * @return operators, in the order of the names
   * @throws IllegalArgumentException if there is none of a name; the message lists the names
   */
  public static List<Op> named(List<String> names) {
    return names.isEmpty() ? ALL : names.stream().map(Ops::named).toList();
  }

  private static Op named(String name) {
    return ALL.stream()
        .filter(op -> op.name().equals(name))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "no operator is named '%s', expected some of %s"
                        .formatted(name, String.join(", ", ALL.stream().map(Op::name).toList()))));
  }
}
