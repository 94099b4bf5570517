package io.github.lanewise.kernels.conv;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import io.github.lanewise.kernels.lanes.Lanes;
import io.github.lanewise.kernels.lanes.Workers;
import io.github.lanewise.kernels.testing.Allocation;
import io.github.lanewise.kernels.testing.Closeness;
import io.github.lanewise.kernels.testing.Threads;
import io.github.lanewise.kernels.testing.Values;
import java.util.List;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

/** Transposed convolution as a layer: by hand, and its epilogue against the naive loops. */
class TransposedConvolutionTest {
  private static final Workers SERIAL = Workers.serial();

  /** Each input pixel stamps the kernel, scaled, onto the output; stamps overlap and add up. */
  @Example
  void aPixelStampsTheKernel() {
    ConvShape shape =
        ConvShape.builder().input(1, 5, 1).outChannels(1).kernel(1, 3).stride(2).build();
    assertThat(forward(shape, Epilogue.NONE, new float[] {1, 10}, 1, 2, 3))
        .containsExactly(1, 2, 3 + 10, 20, 30);
  }

  /** A convolution that leaves a column unread goes back to one column more, as output_padding. */
  @Example
  void anUnreadColumnIsNothingButBias() {
    ConvShape shape =
        ConvShape.builder().input(1, 6, 1).outChannels(1).kernel(1, 3).stride(2).build();
    Epilogue bias = Epilogue.NONE.withBias(new float[] {-5}).withRelu();
    assertThat(forward(shape, bias, new float[] {1, 10}, 1, 2, 3))
        .containsExactly(0, 0, 8, 15, 25, 0);
  }

  @Property(tries = 200)
  void biasResidualAndReluAreThoseOfTheNaiveLoops(
      @ForAll(supplier = ConvProblems.class) ConvProblem problem) {
    agree(problem);
  }

  /** Of few channels, whose windows are added up, as when a picture is made larger. */
  @Example
  void thoseOfLargePicturesAreToo() {
    ConvShape shape =
        ConvShape.builder().input(70, 66, 3).outChannels(20).kernel(4).stride(2).padding(1).build();
    agree(new ConvProblem(shape, 1, true, true, true));
    agree(new ConvProblem(shape, 2, true, false, false));
    agree(new ConvProblem(shape, 3, false, true, false));
  }

  private static void agree(ConvProblem problem) {
    ConvShape shape = problem.shape();
    long seed = problem.seed();
    float[] x = Values.integers(seed, shape.outputLength());
    float[] weights = Values.integers(seed + 1, shape.weightCount());
    Epilogue epilogue = Epilogue.NONE;
    if (problem.bias()) {
      epilogue = epilogue.withBias(Values.integers(seed + 2, shape.inChannels()));
    }
    if (problem.residual()) {
      epilogue = epilogue.withResidual(Values.integers(seed + 3, shape.inputLength()));
    }
    if (problem.relu()) {
      epilogue = epilogue.withRelu();
    }
    Transpose reference = new Transpose(new ReferenceInputGradient(shape));
    float[] expected = new float[shape.inputLength()];
    reference.run("x", x, reference.pack(weights), epilogue, "y", expected, SERIAL);
    float magnitude = 16f * shape.kernelHeight() * shape.kernelWidth() * shape.outChannels();
    for (TransposedConvolution up :
        List.of(TransposedConvolution.of(shape), TransposedConvolution.forTraining(shape))) {
      boolean exact = Agreement.exact(up.algorithm());
      float[] y = forward(up, epilogue, x, weights);
      Closeness.within(exact ? 0f : 1e-4f * magnitude, shape.toString(), y, expected);
    }
  }

  /** ⟨y, C x⟩ = ⟨Cᵀ y, x⟩, to the bit unless transforms round. */
  @Property(tries = 100)
  void itIsTheAdjointOfTheConvolution(@ForAll(supplier = ConvProblems.class) ConvProblem problem) {
    ConvShape shape = problem.shape();
    float[] x = Values.integers(problem.seed(), shape.inputLength());
    float[] y = Values.integers(problem.seed() + 1, shape.outputLength());
    float[] weights = Values.integers(problem.seed() + 2, shape.weightCount());
    float[] forward = new float[shape.outputLength()];
    Convolution convolution = Convolution.of(shape);
    convolution.forward(x, convolution.pack(weights), forward);
    TransposedConvolution transposed = TransposedConvolution.of(shape);
    float[] back = forward(transposed, Epilogue.NONE, y, weights);
    boolean exact =
        Agreement.exact(convolution.algorithm()) && Agreement.exact(transposed.algorithm());
    double magnitude = 4 * 16.0 * shape.multiplyAdds();
    assertThat(dot(back, x)).isCloseTo(dot(y, forward), within(exact ? 0 : 1e-5 * magnitude));
  }

  private static double dot(float[] a, float[] b) {
    double sum = 0;
    for (int i = 0; i < a.length; i++) {
      sum += (double) a[i] * b[i];
    }
    return sum;
  }

  /** Two that upsample, one of them to few channels, and one that does not. */
  private static List<ConvShape> layers() {
    ConvShape.Builder doubling = ConvShape.builder().outChannels(70).kernel(4).stride(2).padding(1);
    return Agreement.affordable(
        List.of(
            doubling.input(26, 26, 40).build(),
            doubling.input(50, 50, 3).build(),
            ConvShape.builder().input(14, 14, 40).outChannels(70).kernel(3).padding(1).build()));
  }

  @Example
  void callsAllocateNothing() {
    for (ConvShape shape : layers()) {
      TransposedConvolution up = TransposedConvolution.of(shape);
      float[] x = Values.gaussian(1, shape.outputLength());
      PackedWeights packed = up.pack(Values.gaussian(2, shape.weightCount()));
      Epilogue epilogue = Epilogue.NONE.withBias(Values.gaussian(3, shape.inChannels())).withRelu();
      float[] y = new float[shape.inputLength()];
      Allocation.none(shape.toString(), () -> up.forward(x, packed, epilogue, y, SERIAL));
    }
  }

  @Example
  void theNumberOfThreadsLeavesTheBitsAlone() {
    for (ConvShape shape : layers()) {
      TransposedConvolution up = TransposedConvolution.of(shape);
      float[] x = Values.gaussian(1, shape.outputLength());
      PackedWeights packed = up.pack(Values.gaussian(2, shape.weightCount()));
      Epilogue epilogue = Epilogue.NONE.withBias(Values.gaussian(3, shape.inChannels())).withRelu();
      Threads.sameBits(
          workers -> {
            float[] y = new float[shape.inputLength()];
            up.forward(x, packed, epilogue, y, workers);
            return y;
          });
    }
  }

  @Example
  void wrongArraysAreNamed() {
    ConvShape shape = ConvShape.builder().input(1, 5, 1).outChannels(1).kernel(1, 3).build();
    assertThatIllegalArgumentException()
        .isThrownBy(() -> forward(shape, Epilogue.NONE, new float[4], 1, 2, 3))
        .withMessage("x has 4 floats, expected 3 [batch][outHeight][outWidth][outChannels]");
    Epilogue epilogue = Epilogue.NONE.withBias(new float[2]);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> forward(shape, epilogue, new float[3], 1, 2, 3))
        .withMessage("bias has 2 floats, expected 1 [inChannels]");
  }

  /** What is packed once may be transformed; what is packed with each call had better not. */
  @Example
  void fewPixelsAreTransformedWhereWeightsStayThatAreNot() {
    ConvShape shape =
        ConvShape.builder().input(8, 8, 64).outChannels(64).kernel(3).padding(1).build();
    boolean vectorised = Lanes.vectorised();
    assertThat(TransposedConvolution.of(shape).algorithm())
        .isEqualTo(vectorised ? ConvAlgorithm.WINOGRAD_4X4 : ConvAlgorithm.REFERENCE);
    assertThat(TransposedConvolution.forTraining(shape).algorithm())
        .isEqualTo(vectorised ? ConvAlgorithm.DIRECT : ConvAlgorithm.REFERENCE)
        .isEqualTo(ConvolutionGradient.of(shape).inputAlgorithm());
  }

  private static float[] forward(ConvShape shape, Epilogue epilogue, float[] x, float... weights) {
    return forward(TransposedConvolution.of(shape), epilogue, x, weights);
  }

  private static float[] forward(
      TransposedConvolution up, Epilogue epilogue, float[] x, float... weights) {
    float[] y = new float[up.shape().inputLength()];
    up.forward(x, up.pack(weights), epilogue, y, SERIAL);
    return y;
  }
}
