package io.github.lanewise.bench.gate;

import io.github.lanewise.bench.layers.Layers;
import io.github.lanewise.bench.ops.Bound;
import io.github.lanewise.bench.ops.Op;
import io.github.lanewise.bench.ops.Ops;
import io.github.lanewise.bench.roofline.Roofline;
import io.github.lanewise.kernels.conv.ConvShape;
import io.github.lanewise.kernels.conv.Convolution;
import io.github.lanewise.kernels.conv.ConvolutionGradient;
import io.github.lanewise.kernels.conv.Epilogue;
import io.github.lanewise.kernels.conv.PackedWeights;
import io.github.lanewise.kernels.lanes.Workers;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.function.ToDoubleFunction;

/** What the gate watches: a kernel of each kind, so few that a run takes a minute. */
final class Subjects {
  private static final Map<String, Supplier<Subject>> ALL = new LinkedHashMap<>();

  static {
    // First layers: few input channels.
    arithmetic("resnet_conv1");
    // Winograd: F(4×4, 3×3) on a wide and a deep layer, down the columns on a deeper one.
    arithmetic("res2_3x3");
    arithmetic("res4_3x3");
    arithmetic("vgg5_1");
    // The register tiles by themselves: 1×1 into few and into many channels, strided, grouped.
    arithmetic("res3_1x1b");
    arithmetic("res4_1x1a");
    arithmetic("res3_3x3s2");
    arithmetic("alex2");
    // What memory bounds: a depthwise layer, the lecture's edges, also as a sparse matrix.
    bandwidth("mob_dw7", Subjects::published);
    bandwidth("lecture", name -> edges());
    operator("lecture_csr", "CSR", "csr_lecture");
    // Other operators: pooling, a product of matrices, a small dense layer of one example.
    operator("maxpool_3x3s2", "POOLING", "maxpool_3x3s2");
    operator("gemm_256", "GEMM", "gemm_256");
    operator("dense_120x400", "DENSE", "dense_120x400");
    // A call so small that what surrounds the kernel counts.
    arithmetic("lenet1");
    // Backward: weights by Winograd and directly, the input of a strided layer.
    weightGradient("res3_3x3");
    weightGradient("res4_1x1a");
    inputGradient("res3_3x3s2");
  }

  private Subjects() {}

  /** Names, in the order of measuring. */
  static List<String> names() {
    return List.copyOf(ALL.keySet());
  }

  /**
   * Makes a subject with arrays of its own.
   *
   * @throws IllegalArgumentException if there is none of this name
   */
  static Subject make(String name) {
    Supplier<Subject> subject = ALL.get(name);
    if (subject == null) {
      throw new IllegalArgumentException(
          "the gate watches nothing named '" + name + "', expected one of " + names());
    }
    return subject.get();
  }

  /**
   * Held against the multiply-adds that registers can do; Winograd and Strassen may do better than
   * that.
   */
  private static void arithmetic(String name) {
    ALL.put(
        name,
        () -> {
          ConvShape shape = published(name);
          return convolution(shape, peak(shape));
        });
  }

  /** The gradient of a layer's weights, held against the multiply-adds that registers can do. */
  private static void weightGradient(String name) {
    ALL.put(
        name + "_dw",
        () -> {
          ConvShape shape = published(name);
          Random random = new Random(1);
          ConvolutionGradient gradient = ConvolutionGradient.of(shape);
          float[] x = floats(shape.inputLength(), random);
          float[] dy = floats(shape.outputLength(), random);
          float[] dWeights = new float[shape.weightCount()];
          float[] dBias = new float[shape.outChannels()];
          return new Subject(
              gradient.weightAlgorithm().name(),
              peak(shape),
              () -> gradient.backwardWeights(x, dy, dWeights, dBias, Workers.serial()));
        });
  }

  /** The gradient of a layer's input, held against the same. */
  private static void inputGradient(String name) {
    ALL.put(
        name + "_dx",
        () -> {
          ConvShape shape = published(name);
          Random random = new Random(1);
          ConvolutionGradient gradient = ConvolutionGradient.of(shape);
          PackedWeights weights = gradient.pack(floats(shape.weightCount(), random));
          float[] dy = floats(shape.outputLength(), random);
          float[] dx = new float[shape.inputLength()];
          return new Subject(
              gradient.inputAlgorithm().name(),
              peak(shape),
              () -> gradient.backwardInput(dy, weights, dx, Workers.serial()));
        });
  }

  private static ToDoubleFunction<Roofline> peak(ConvShape shape) {
    double gigaflops = 2e-9 * shape.multiplyAdds();
    return roofline -> gigaflops / roofline.gigaflops();
  }

  /** Held against copying as many bytes within the level of memory that holds them. */
  private static void bandwidth(String name, Function<String, ConvShape> shapes) {
    ALL.put(
        name,
        () -> {
          ConvShape shape = shapes.apply(name);
          long bytes = shape.bytes();
          return convolution(
              shape, roofline -> 1e-9 * bytes / roofline.levelOf(bytes).copyGigabytes());
        });
  }

  /** A layer of the bundled list, for one picture. */
  private static ConvShape published(String name) {
    return Layers.named(Layers.published(), List.of(name)).getFirst().shape(1);
  }

  /** The lecture's convolution: differences of neighbouring pixels. */
  private static ConvShape edges() {
    return ConvShape.builder().input(280, 320, 1).outChannels(1).kernel(1, 2).build();
  }

  /** An operator other than a convolution, held against what bounds it. */
  private static void operator(String name, String algorithm, String op) {
    ALL.put(
        name,
        () -> {
          Op measured = Ops.named(List.of(op)).getFirst();
          float[] y = new float[measured.outputLength()];
          return new Subject(
              algorithm,
              roofline -> Bound.of(measured, roofline).seconds(),
              measured.computation(measured.inputs(), y, Workers.serial()));
        });
  }

  private static Subject convolution(ConvShape shape, ToDoubleFunction<Roofline> bound) {
    Random random = new Random(1);
    Convolution convolution = Convolution.of(shape);
    PackedWeights weights = convolution.pack(floats(shape.weightCount(), random));
    Epilogue epilogue = Epilogue.NONE.withBias(floats(shape.outChannels(), random)).withRelu();
    float[] x = floats(shape.inputLength(), random);
    float[] y = new float[shape.outputLength()];
    return new Subject(
        convolution.algorithm().name(),
        bound,
        () -> convolution.forward(x, weights, epilogue, y, Workers.serial()));
  }

  private static float[] floats(int length, Random random) {
    float[] floats = new float[length];
    for (int i = 0; i < length; i++) {
      floats[i] = random.nextFloat() - 0.5f;
    }
    return floats;
  }
}
