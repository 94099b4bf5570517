package io.github.lanewise.kernels.conv;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.github.lanewise.kernels.lanes.Lanes;
import io.github.lanewise.kernels.lanes.Workers;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What a convolution refuses, and what it says. */
class ConvolutionArgumentsTest {
  /** One channel in, out and per group: nearly every algorithm supports it. */
  private static final ConvShape SHAPE =
      ConvShape.builder().batch(2).input(5, 6, 1).outChannels(1).kernel(3).padding(1).build();

  private static final int LENGTH = 2 * 5 * 6;

  private final float[] x = new float[LENGTH];
  private final float[] y = new float[LENGTH];
  private final float[] weights = new float[9];

  static List<ConvAlgorithm> algorithms() {
    return Agreement.algorithms(SHAPE);
  }

  @ParameterizedTest
  @MethodSource("algorithms")
  void arraysOfAnotherLengthAreRejected(ConvAlgorithm algorithm) {
    Convolution conv = Convolution.of(SHAPE, algorithm);
    PackedWeights packed = conv.pack(weights);
    rejects(
        "x has 59 floats, expected 60 [batch][inHeight][inWidth][inChannels]",
        () -> conv.forward(new float[LENGTH - 1], packed, y));
    rejects(
        "y has 61 floats, expected 60 [batch][outHeight][outWidth][outChannels]",
        () -> conv.forward(x, packed, new float[LENGTH + 1]));
    rejects(
        "x is null, expected 60 floats [batch][inHeight][inWidth][inChannels]",
        () -> conv.forward(null, packed, y));
    rejects(
        "y is null, expected 60 floats [batch][outHeight][outWidth][outChannels]",
        () -> conv.forward(x, packed, null));
    rejects(
        "weights has 8 floats, expected 9 [kernelHeight][kernelWidth][inChannels /"
            + " groups][outChannels]",
        () -> conv.pack(new float[8]));
    rejects(
        "bias has 2 floats, expected 1 [outChannels]",
        () -> conv.forward(x, packed, Epilogue.NONE.withBias(new float[2]), y, Workers.serial()));
    rejects(
        "residual has 1 floats, expected 60 [batch][outHeight][outWidth][outChannels]",
        () ->
            conv.forward(x, packed, Epilogue.NONE.withResidual(new float[1]), y, Workers.serial()));
  }

  @ParameterizedTest
  @MethodSource("algorithms")
  void anOutputThatIsAnInputIsRejected(ConvAlgorithm algorithm) {
    Convolution conv = Convolution.of(SHAPE, algorithm);
    PackedWeights packed = conv.pack(weights);
    rejects("y is the same array as x, expected another one", () -> conv.forward(x, packed, x));
    rejects(
        "y is the same array as residual, expected another one",
        () -> conv.forward(x, packed, Epilogue.NONE.withResidual(y), y, Workers.serial()));
    ConvShape one = ConvShape.builder().input(1, 1, 1).outChannels(1).kernel(1).build();
    float[] single = new float[1];
    Convolution tiny = Convolution.of(one, ConvAlgorithm.REFERENCE);
    rejects(
        "y is the same array as bias, expected another one",
        () ->
            tiny.forward(
                new float[1],
                tiny.pack(new float[1]),
                Epilogue.NONE.withBias(single),
                single,
                Workers.serial()));
  }

  @Test
  void weightsPackedForAnotherKernelAreRejected() {
    ConvShape wider = ConvShape.builder().input(5, 6, 1).outChannels(1).kernel(1, 5).build();
    for (ConvAlgorithm algorithm : Agreement.algorithms(wider)) {
      PackedWeights packed = Convolution.of(SHAPE, algorithm).pack(weights);
      Convolution conv = Convolution.of(wider, algorithm);
      assertThatIllegalArgumentException()
          .isThrownBy(() -> conv.forward(new float[30], packed, new float[10]))
          .withMessageContainingAll(
              "the weights are packed for", "expected", "pack them with the pack method");
    }
  }

  /** One algorithm may pack in several orders. */
  @Test
  @EnabledIf("io.github.lanewise.kernels.lanes.Lanes#vectorised")
  void weightsPackedForAnotherStrideAreRejectedWhereTheOrderDiffers() {
    ConvShape.Builder layer = ConvShape.builder().input(12, 12, 8).outChannels(32).kernel(5);
    ConvShape one = layer.stride(1).build();
    ConvShape two = layer.stride(2).build();
    Convolution conv = Convolution.of(one, ConvAlgorithm.WINOGRAD_4X1);
    PackedWeights strided =
        Convolution.of(two, ConvAlgorithm.WINOGRAD_4X1).pack(new float[one.weightCount()]);
    assertThatIllegalArgumentException()
        .isThrownBy(
            () ->
                conv.forward(new float[one.inputLength()], strided, new float[one.outputLength()]))
        .withMessageContaining("order=phases of stride 2");
  }

  @Test
  @EnabledIf("io.github.lanewise.kernels.lanes.Lanes#vectorised")
  void plainWeightsThatAreFilledUpDoNotServePicturesThatNeedNotBe() {
    ConvShape.Builder layer = ConvShape.builder().outChannels(9).kernel(3);
    ConvShape small = layer.input(10, 10, 16).build();
    ConvShape large = layer.input(100, 100, 16).build();
    PackedWeights filled =
        Convolution.of(large, ConvAlgorithm.PLAIN).pack(new float[small.weightCount()]);
    assertThatIllegalArgumentException()
        .isThrownBy(
            () ->
                Convolution.of(small, ConvAlgorithm.PLAIN)
                    .forward(
                        new float[small.inputLength()], filled, new float[small.outputLength()]))
        .withMessageContaining("order=9 sums");
  }

  /** By wide pixels, of two and of three outputs, where there are 16 lanes; else in one order. */
  @Test
  @EnabledIf("io.github.lanewise.kernels.lanes.Lanes#vectorised")
  void weightsOfAGradientByOtherWidePixelsAreRejected() {
    ConvShape.Builder layer = ConvShape.builder().outChannels(16).kernel(5).padding(2);
    ConvShape two = layer.input(28, 28, 10).build();
    ConvShape three = layer.input(28, 30, 10).build();
    ConvolutionGradient gradient = ConvolutionGradient.of(two);
    PackedWeights packed = ConvolutionGradient.of(three).pack(new float[three.weightCount()]);
    ThrowingCallable call =
        () ->
            gradient.backwardInput(
                new float[two.outputLength()],
                packed,
                new float[two.inputLength()],
                Workers.serial());
    if (Lanes.floats() == 16) {
      assertThat(gradient.inputAlgorithm()).isEqualTo(ConvAlgorithm.WIDE_PIXELS);
      assertThatIllegalArgumentException()
          .isThrownBy(call)
          .withMessageContaining("3 outputs 1 apart");
    } else {
      assertThat(gradient.inputAlgorithm()).isNotEqualTo(ConvAlgorithm.WIDE_PIXELS);
      assertThatCode(call).doesNotThrowAnyException();
    }
  }

  /** Direct both times, but one way rotates the kernel and the other does not. */
  @Test
  @EnabledIf("io.github.lanewise.kernels.lanes.Lanes#vectorised")
  void weightsOfAGradientPackedForAnotherWayAreRejected() {
    ConvShape.Builder layer = ConvShape.builder().input(12, 12, 16).outChannels(16).kernel(3);
    ConvShape one = layer.stride(1).build();
    ConvolutionGradient gradient = ConvolutionGradient.of(one);
    PackedWeights strided =
        ConvolutionGradient.of(layer.stride(2).build()).pack(new float[one.weightCount()]);
    assertThatIllegalArgumentException()
        .isThrownBy(
            () ->
                gradient.backwardInput(
                    new float[one.outputLength()],
                    strided,
                    new float[one.inputLength()],
                    Workers.serial()))
        .withMessageContaining("order=DirectInputGradient");
  }

  @ParameterizedTest
  @MethodSource("algorithms")
  @EnabledIf("io.github.lanewise.kernels.lanes.Lanes#vectorised")
  void weightsPackedForAnotherAlgorithmAreRejected(ConvAlgorithm algorithm) {
    Convolution conv = Convolution.of(SHAPE, algorithm);
    for (ConvAlgorithm other : algorithms()) {
      PackedWeights packed = Convolution.of(SHAPE, other).pack(weights);
      assertThat(packed.algorithm()).isEqualTo(other);
      if (other == algorithm) {
        assertThatCode(() -> conv.forward(x, packed, y)).doesNotThrowAnyException();
        continue;
      }
      assertThatIllegalArgumentException()
          .isThrownBy(() -> conv.forward(x, packed, y))
          .withMessageContainingAll(
              "the weights are packed for", other.toString(), algorithm.toString());
      assertThatIllegalArgumentException().isThrownBy(() -> conv.pack(weights, packed));
    }
  }

  @ParameterizedTest
  @MethodSource("algorithms")
  void packedWeightsServeEveryPictureSizeAndBatch(ConvAlgorithm algorithm) {
    ConvProblem small = ConvProblem.of(SHAPE, 1);
    int width = algorithm == ConvAlgorithm.WIDE_PIXELS ? SHAPE.inWidth() : 40;
    ConvShape other =
        ConvShape.builder().batch(3).input(9, width, 1).outChannels(1).kernel(3).padding(1).build();
    PackedWeights packed = Convolution.of(SHAPE, algorithm).pack(small.weights());
    ConvProblem large = ConvProblem.of(other, 1);
    float[] out = new float[other.outputLength()];
    Convolution.of(other, algorithm).forward(large.x(), packed, out);
    Agreement.check(large, algorithm, out, large.expected());
  }

  /** Values of a padded picture lie in no run, yet the panels are the same. */
  @Test
  void packedWeightsOfOneTapServeEveryPadding() {
    ConvShape.Builder builder = ConvShape.builder().input(5, 6, 8).outChannels(192).kernel(1);
    ConvShape plain = builder.build();
    ConvShape padded = builder.padding(1).build();
    ConvProblem problem = ConvProblem.of(padded, 1);
    PackedWeights packed = Convolution.of(plain, ConvAlgorithm.DIRECT).pack(problem.weights());
    float[] out = new float[padded.outputLength()];
    Convolution.of(padded, ConvAlgorithm.DIRECT).forward(problem.x(), packed, out);
    Agreement.check(problem, ConvAlgorithm.DIRECT, out, problem.expected());
  }

  @Test
  void anAlgorithmThatCannotIsRefusedAndAnotherNamed() {
    ConvShape many = ConvShape.builder().input(5, 5, 3).outChannels(4).kernel(3).build();
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Convolution.of(many, ConvAlgorithm.SINGLE_CHANNEL))
        .withMessageContainingAll(
            "SINGLE_CHANNEL does not support ConvShape[",
            "; ConvAlgorithm.choose gives " + ConvAlgorithm.choose(many));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Convolution.of(many, ConvAlgorithm.DEPTHWISE))
        .withMessageContaining("DEPTHWISE does not support");
  }

  @Test
  void withoutVectorsTheReferenceRunsWhateverIsAskedFor() {
    for (ConvAlgorithm asked : algorithms()) {
      ConvAlgorithm runs = Convolution.of(SHAPE, asked).algorithm();
      assertThat(runs).isEqualTo(Lanes.vectorised() ? asked : ConvAlgorithm.REFERENCE);
    }
    assertThat(Convolution.of(SHAPE).algorithm()).isEqualTo(ConvAlgorithm.choose(SHAPE));
  }

  private static void rejects(String message, Runnable call) {
    assertThatIllegalArgumentException().isThrownBy(call::run).withMessage(message);
  }
}
