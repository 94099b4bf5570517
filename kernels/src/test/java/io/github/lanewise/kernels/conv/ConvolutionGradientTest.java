package io.github.lanewise.kernels.conv;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.github.lanewise.kernels.lanes.Lanes;
import io.github.lanewise.kernels.lanes.Workers;
import io.github.lanewise.kernels.shape.Window;
import io.github.lanewise.kernels.testing.Allocation;
import io.github.lanewise.kernels.testing.Closeness;
import io.github.lanewise.kernels.testing.Threads;
import io.github.lanewise.kernels.testing.Values;
import java.util.Arrays;
import java.util.List;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

/**
 * The gradients of convolutions, three ways: against central differences, by the adjoint identity,
 * against the naive loops.
 */
class ConvolutionGradientTest {
  private static final Workers SERIAL = Workers.serial();

  /** Relative to the largest magnitude in play: what float32 transforms may lose. */
  private static final double TRANSFORM_ERROR = 1e-4;

  /** Of two values of {@link Values#integers}. */
  private static final double LARGEST_PRODUCT = 16;

  /** Shapes that meet every way to compute a gradient, with several tiles and uneven ends. */
  private static List<ConvShape> layers() {
    return List.of(
        shape(1, 20, 3, 70, 7, 2, 3, 1, 1),
        shape(2, 15, 40, 34, 3, 1, 1, 1, 1),
        shape(3, 7, 40, 70, 3, 1, 1, 1, 1),
        shape(1, 5, 150, 34, 3, 1, 1, 1, 1),
        shape(1, 21, 40, 70, 3, 1, 0, 1, 1),
        shape(9, 22, 33, 32, 3, 1, 1, 1, 1),
        shape(2, 13, 24, 66, 5, 1, 2, 1, 2),
        shape(1, 14, 40, 33, 5, 1, 2, 1, 1),
        shape(2, 14, 70, 130, 1, 1, 0, 1, 1),
        shape(3, 21, 30, 64, 1, 1, 0, 1, 2),
        shape(1, 22, 20, 520, 1, 1, 0, 1, 1),
        shape(3, 15, 70, 66, 1, 2, 0, 1, 1),
        shape(2, 41, 30, 64, 1, 2, 0, 1, 2),
        shape(2, 17, 40, 36, 3, 2, 1, 1, 1),
        shape(5, 7, 40, 70, 3, 2, 1, 1, 1),
        shape(1, 23, 3, 36, 11, 4, 0, 1, 1),
        shape(2, 19, 20, 20, 3, 1, 2, 2, 1),
        shape(2, 17, 70, 70, 3, 1, 1, 1, 70),
        shape(2, 17, 70, 70, 3, 2, 1, 1, 70),
        shape(2, 16, 40, 40, 5, 3, 4, 2, 40),
        shape(4, 28, 1, 6, 5, 1, 2, 1, 1),
        shape(9, 12, 1, 33, 3, 1, 0, 1, 1),
        shape(4, 14, 6, 16, 5, 1, 0, 1, 1),
        shape(2, 9, 6, 8, 5, 1, 7, 1, 1),
        shape(3, 11, 3, 40, 5, 1, 2, 1, 1),
        shape(2, 9, 8, 20, 5, 1, 1, 1, 1),
        shape(1, 150, 3, 34, 3, 1, 1, 1, 1),
        shape(2, 90, 3, 34, 7, 2, 3, 1, 1),
        shape(1, 100, 3, 20, 11, 4, 0, 1, 1),
        shape(1, 70, 8, 20, 5, 4, 2, 1, 1),
        shape(1, 30, 3, 20, 3, 1, 7, 1, 1),
        shape(1, 131, 1, 1, 5, 1, 2, 1, 1),
        shape(2, 5, 1, 1, 3, 1, 0, 1, 1),
        shape(2, 5, 1, 6, 5, 1, 0, 1, 1));
  }

  private static ConvShape shape(
      int batch,
      int size,
      int in,
      int out,
      int kernel,
      int stride,
      int padding,
      int dilation,
      int groups) {
    return ConvShape.builder()
        .batch(batch)
        .input(size, size + 1, in)
        .outChannels(out)
        .kernel(kernel)
        .stride(stride)
        .padding(padding)
        .dilation(dilation)
        .groups(groups)
        .build();
  }

  @Property(tries = 300)
  void gradientsEqualTheReference(@ForAll(supplier = ConvProblems.class) ConvProblem problem) {
    agree(problem.shape(), problem.seed());
  }

  @Example
  void layersEqualTheReference() {
    for (ConvShape shape : layers()) {
      agree(shape, 1);
    }
  }

  /** They are read ahead. */
  @Example
  void picturesThatNoCacheHoldsEqualTheReference() {
    agree(shape(1, 330, 16, 24, 1, 1, 0, 1, 1), 1);
  }

  /** Eight tiles were counted where seven of five rows hold all 33. */
  @Example
  void rowsThatTilesDoNotDivideEqualTheReference() {
    Window height = new Window(33, 1, 1, 1, 0, 0);
    Window width = new Window(16, 16, 1, 1, 0, 0);
    agree(new ConvShape(1, height, width, 1, 2, 1), 1);
  }

  /** Windows a stride apart along the width are summed over the kernel's rows. */
  @Example
  void rowSumsOfUnequalStridesEqualTheReference() {
    Window height = new Window(9, 3, 1, 1, 1, 1);
    Window width = new Window(21, 8, 2, 1, 3, 3);
    ConvShape shape = new ConvShape(2, height, width, 2, 5, 1);
    assertThat(!Lanes.vectorised() || RowSumsInputGradient.pays(shape)).isTrue();
    agree(shape, 1);
  }

  private static void agree(ConvShape shape, long seed) {
    float[] x = Values.integers(seed, shape.inputLength());
    float[] weights = Values.integers(seed + 1, shape.weightCount());
    float[] dy = Values.integers(seed + 2, shape.outputLength());
    ConvolutionGradient gradient = ConvolutionGradient.of(shape);
    ConvolutionGradient reference = ConvolutionGradient.reference(shape);
    float[] dx = input(gradient, dy, weights);
    float[] expected = input(reference, dy, weights);
    int taps = shape.kernelHeight() * shape.kernelWidth();
    String who = "dx of " + shape;
    agree(who, gradient.inputAlgorithm(), taps * shape.outChannels(), dx, expected);
    float[] dWeights = filled(shape.weightCount());
    float[] dBias = filled(shape.outChannels());
    gradient.backwardWeights(x, dy, dWeights, dBias, SERIAL);
    float[] expectedBias = new float[shape.outChannels()];
    float[] expectedWeights = weights(reference, x, dy, expectedBias);
    int pixels = shape.batch() * shape.outHeight() * shape.outWidth();
    agree("dWeights of " + shape, gradient.weightAlgorithm(), pixels, dWeights, expectedWeights);
    assertThat(dBias).as("dBias of %s", shape).isEqualTo(expectedBias);
    assertThat(weights(gradient, x, dy, null)).isEqualTo(dWeights);
    PackedWeights packed = gradient.pack(weights);
    Arrays.fill(dx, Float.NaN);
    Arrays.fill(dWeights, Float.NaN);
    Arrays.fill(dBias, Float.NaN);
    gradient.backward(x, dy, packed, Epilogue.NONE, dx, dWeights, dBias, SERIAL);
    agree(who, gradient.inputAlgorithm(), taps * shape.outChannels(), dx, expected);
    agree("dWeights of " + shape, gradient.weightAlgorithm(), pixels, dWeights, expectedWeights);
    assertThat(dBias).as("dBias of %s", shape).isEqualTo(expectedBias);
  }

  /** Sums of so many products of small integers: the same, or as near as a transform comes. */
  private static void agree(
      String who, ConvAlgorithm algorithm, int products, float[] actual, float[] expected) {
    if (Agreement.exact(algorithm)) {
      assertThat(actual).as("%s by %s", who, algorithm).isEqualTo(expected);
    } else {
      float error = (float) (TRANSFORM_ERROR * LARGEST_PRODUCT * products);
      Closeness.within(error, who + " by " + algorithm, actual, expected);
    }
  }

  /**
   * A convolution is linear, so its central differences have no error of their own, and with small
   * integers and a step of 1 no rounding: they equal the gradients.
   */
  @Property(tries = 60)
  void gradientsAreCentralDifferences(@ForAll(supplier = ConvProblems.class) ConvProblem problem) {
    ConvShape shape = problem.shape();
    float[] x = problem.x();
    float[] weights = problem.weights();
    float[] bias = new float[shape.outChannels()];
    float[] dy = Values.integers(problem.seed(), shape.outputLength());
    ConvolutionGradient gradient = ConvolutionGradient.reference(shape);
    float[] dx = input(gradient, dy, weights);
    float[] dBias = filled(shape.outChannels());
    float[] dWeights = weights(gradient, x, dy, dBias);
    int at = (int) problem.seed();
    assertThat(difference(shape, x, weights, bias, dy, x, at % x.length))
        .isEqualTo(dx[at % x.length]);
    assertThat(difference(shape, x, weights, bias, dy, weights, at % weights.length))
        .isEqualTo(dWeights[at % weights.length]);
    assertThat(difference(shape, x, weights, bias, dy, bias, at % bias.length))
        .isEqualTo(dBias[at % bias.length]);
  }

  /** Half the change of ⟨dy, y⟩ while one value goes from 1 below to 1 above. */
  private static double difference(
      ConvShape shape, float[] x, float[] weights, float[] bias, float[] dy, float[] of, int at) {
    Convolution reference = Convolution.of(shape, ConvAlgorithm.REFERENCE);
    Epilogue epilogue = Epilogue.NONE.withBias(bias);
    float[] above = new float[shape.outputLength()];
    float[] below = new float[shape.outputLength()];
    of[at] += 1;
    reference.forward(x, reference.pack(weights), epilogue, above, SERIAL);
    of[at] -= 2;
    reference.forward(x, reference.pack(weights), epilogue, below, SERIAL);
    of[at] += 1;
    return (dot(dy, above) - dot(dy, below)) / 2;
  }

  /** ⟨dy, J u⟩ = ⟨Jᵀ dy, u⟩, for the input and for the weights. */
  @Property(tries = 200)
  void eachGradientIsTheAdjoint(@ForAll(supplier = ConvProblems.class) ConvProblem problem) {
    ConvShape shape = problem.shape();
    float[] x = Values.gaussian(problem.seed(), shape.inputLength());
    float[] weights = Values.gaussian(problem.seed() + 1, shape.weightCount());
    float[] dy = Values.gaussian(problem.seed() + 2, shape.outputLength());
    float[] y = new float[shape.outputLength()];
    Convolution conv = Convolution.of(shape);
    conv.forward(x, conv.pack(weights), y);
    double product = dot(dy, y);
    double tolerance = TRANSFORM_ERROR * Math.max(1, norm(dy) * norm(x) * norm(weights));
    ConvolutionGradient gradient = ConvolutionGradient.of(shape);
    assertThat(dot(input(gradient, dy, weights), x)).isCloseTo(product, within(tolerance));
    assertThat(dot(weights(gradient, x, dy, null), weights)).isCloseTo(product, within(tolerance));
  }

  /** Zeros of the padding and transforms may spread what is not finite, but must not hide it. */
  @Property(tries = 60)
  void noStrangeGradientIsLost(@ForAll(supplier = ConvProblems.class) ConvProblem problem) {
    ConvShape shape = problem.shape();
    float[] x = problem.x();
    float[] weights = problem.weights();
    float[] dy = Values.integers(problem.seed(), shape.outputLength());
    dy[(int) problem.seed() % dy.length] = Float.POSITIVE_INFINITY;
    x[(int) problem.seed() % x.length] = Float.NaN;
    ConvolutionGradient gradient = ConvolutionGradient.of(shape);
    ConvolutionGradient reference = ConvolutionGradient.reference(shape);
    noneLost("dx of " + shape, input(gradient, dy, weights), input(reference, dy, weights));
    float[] dBias = filled(shape.outChannels());
    float[] expected = filled(shape.outChannels());
    noneLost(
        "dWeights of " + shape,
        weights(gradient, x, dy, dBias),
        weights(reference, x, dy, expected));
    assertThat(dBias).as("dBias of %s", shape).isEqualTo(expected);
  }

  private static void noneLost(String who, float[] actual, float[] expected) {
    for (int i = 0; i < expected.length; i++) {
      if (!Float.isFinite(expected[i])) {
        assertThat(Float.isFinite(actual[i])).as("%s at %d is %s", who, i, actual[i]).isFalse();
      }
    }
  }

  /** What the Javadoc warns of does not reach beyond an output channel. */
  @Example
  void anInfiniteGradientLeavesOtherOutputChannelsAlone() {
    ConvShape shape = shape(1, 12, 20, 40, 3, 1, 1, 1, 1);
    float[] x = Values.integers(1, shape.inputLength());
    float[] dy = Values.integers(2, shape.outputLength());
    float[] finite = weights(ConvolutionGradient.of(shape), x, dy, null);
    dy[5] = Float.POSITIVE_INFINITY;
    float[] actual = weights(ConvolutionGradient.of(shape), x, dy, null);
    for (int i = 0; i < actual.length; i++) {
      if (i % shape.outChannels() != 5) {
        assertThat(actual[i]).isEqualTo(finite[i]);
      }
    }
  }

  @Example
  void aTapThatSeesNothingButPaddingHasNoGradient() {
    Window allPadding = new Window(1, 1, 2, 1, 1, 1);
    agree(new ConvShape(1, allPadding, allPadding, 3, 5, 1), 1);
    Window between = new Window(1, 2, 1, 3, 1, 2);
    agree(new ConvShape(1, between, between, 2, 2, 2), 1);
  }

  @Example
  void theNumberOfThreadsLeavesTheBitsAlone() {
    for (ConvShape shape : Agreement.affordable(layers())) {
      float[] x = Values.gaussian(1, shape.inputLength());
      float[] weights = Values.gaussian(2, shape.weightCount());
      float[] dy = Values.gaussian(3, shape.outputLength());
      ConvolutionGradient gradient = ConvolutionGradient.of(shape);
      PackedWeights packed = gradient.pack(weights);
      Threads.sameBits(
          workers -> {
            float[] dx = filled(shape.inputLength());
            gradient.backwardInput(dy, packed, dx, workers);
            return dx;
          });
      Threads.sameBits(
          workers -> {
            float[] dWeights = filled(shape.weightCount());
            gradient.backwardWeights(x, dy, dWeights, null, workers);
            return dWeights;
          });
      Threads.sameBits(
          workers -> {
            float[] dBias = filled(shape.outChannels());
            gradient.backwardWeights(x, dy, new float[shape.weightCount()], dBias, workers);
            return dBias;
          });
    }
  }

  @Example
  void callsAllocateNothing() {
    // Vectors are what could; plain loops would only wait for the compiler.
    assumeThat(Lanes.vectorised()).isTrue();
    try (Workers two = Workers.of(2)) {
      callsAllocateNothing(two);
    }
  }

  private static void callsAllocateNothing(Workers two) {
    for (ConvShape shape : Agreement.affordable(layers())) {
      float[] x = Values.gaussian(1, shape.inputLength());
      float[] weights = Values.gaussian(2, shape.weightCount());
      float[] dy = Values.gaussian(3, shape.outputLength());
      float[] dBias = new float[shape.outChannels()];
      ConvolutionGradient gradient = ConvolutionGradient.of(shape);
      PackedWeights packed = gradient.pack(weights);
      // One call of all: each Allocation.none waits for the compiler anew.
      for (Workers workers : List.of(SERIAL, two)) {
        Allocation.none(
            "packing, dx and dWeights on %d threads of %s".formatted(workers.threads(), shape),
            () -> {
              gradient.pack(weights, packed);
              gradient.backwardInput(dy, packed, x, workers);
              gradient.backwardWeights(x, dy, weights, dBias, workers);
            });
      }
    }
  }

  @Example
  void theWorkspaceDoesNotGrowWithTheBatch() {
    for (ConvShape shape : layers()) {
      long some = ConvolutionGradient.of(shape.withBatch(64)).workspaceBytes();
      assertThat(ConvolutionGradient.of(shape.withBatch(256)).workspaceBytes()).isEqualTo(some);
    }
  }

  @Example
  void ofManyWeightsAndFewPixelsItIsBounded() {
    ConvShape shape = shape(1, 4, 512, 512, 3, 1, 1, 1, 1);
    for (int batch = 1; batch <= 1024; batch *= 2) {
      assertThat(ConvolutionGradient.of(shape.withBatch(batch)).workspaceBytes())
          .isLessThan(16 << 20);
    }
  }

  @Example
  void badArgumentsAreNamed() {
    ConvShape shape = shape(1, 4, 3, 2, 3, 1, 1, 1, 1);
    ConvolutionGradient gradient = ConvolutionGradient.of(shape);
    float[] x = new float[shape.inputLength()];
    float[] dy = new float[shape.outputLength()];
    float[] weights = new float[shape.weightCount()];
    PackedWeights packed = gradient.pack(weights);
    rejects(
        "dy has 1 floats, expected 40 [batch][outHeight][outWidth][outChannels]",
        () -> gradient.backwardInput(new float[1], packed, x, SERIAL));
    rejects(
        "dx is null, expected 60 floats [batch][inHeight][inWidth][inChannels]",
        () -> gradient.backwardInput(dy, packed, null, SERIAL));
    rejects(
        "dBias has 3 floats, expected 2 [outChannels]",
        () -> gradient.backwardWeights(x, dy, weights, new float[3], SERIAL));
    rejects(
        "x has 2 floats, expected 60 [batch][inHeight][inWidth][inChannels]",
        () -> gradient.backwardWeights(new float[2], dy, weights, null, SERIAL));
    rejects(
        "dx is the same array as x, expected another one",
        () -> gradient.backward(x, dy, packed, Epilogue.NONE, x, weights, null, SERIAL));
    float[] dx = new float[shape.inputLength()];
    rejects(
        "dBias has 3 floats, expected 2 [outChannels]",
        () -> gradient.backward(x, dy, packed, Epilogue.NONE, dx, weights, new float[3], SERIAL));
    rejects(
        "dy has 1 floats, expected 40 [batch][outHeight][outWidth][outChannels]",
        () -> gradient.backward(x, new float[1], packed, Epilogue.NONE, dx, weights, null, SERIAL));
    Convolution conv = Convolution.of(shape);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> gradient.backwardInput(dy, conv.pack(weights), x, SERIAL))
        .withMessageContainingAll("the weights are packed for", "transposed=true");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> conv.forward(x, packed, dy))
        .withMessageContainingAll("the weights are packed for", "transposed=true");
  }

  private static void rejects(String message, Runnable call) {
    assertThatIllegalArgumentException().isThrownBy(call::run).withMessage(message);
  }

  private static float[] input(ConvolutionGradient gradient, float[] dy, float[] weights) {
    float[] dx = filled(gradient.shape().inputLength());
    gradient.backwardInput(dy, gradient.pack(weights), dx, SERIAL);
    return dx;
  }

  private static float[] weights(
      ConvolutionGradient gradient, float[] x, float[] dy, float[] dBias) {
    float[] dWeights = filled(gradient.shape().weightCount());
    gradient.backwardWeights(x, dy, dWeights, dBias, SERIAL);
    return dWeights;
  }

  /** Outputs are overwritten, whatever was in them. */
  private static float[] filled(int length) {
    float[] values = new float[length];
    Arrays.fill(values, Float.NaN);
    return values;
  }

  private static double dot(float[] a, float[] b) {
    double sum = 0;
    for (int i = 0; i < a.length; i++) {
      sum += (double) a[i] * b[i];
    }
    return sum;
  }

  private static double norm(float[] a) {
    return Math.sqrt(dot(a, a));
  }
}
