package io.github.lanewise.kernels.conv;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.lanewise.kernels.lanes.Workers;
import io.github.lanewise.kernels.shape.Window;
import io.github.lanewise.kernels.testing.Values;
import java.util.Arrays;
import java.util.List;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.statistics.Statistics;
import net.jqwik.api.statistics.StatisticsReport;
import net.jqwik.api.statistics.StatisticsReport.StatisticsReportMode;

/** Every algorithm against the naive loops. */
class AlgorithmsAgreeTest {
  /** Far below what is usual (20 and more), so that chance alone never fails a build. */
  private static final int SEEN = 2;

  @Property(tries = 400)
  @StatisticsReport(StatisticsReportMode.OFF)
  void everyAlgorithmEqualsTheReference(
      @ForAll(supplier = ConvProblems.class) ConvProblem problem) {
    agree(problem);
    Agreement.algorithms(problem.shape()).forEach(Statistics::collect);
    Statistics.coverage(
        covered -> {
          for (ConvAlgorithm algorithm : ConvAlgorithm.values()) {
            covered.check(algorithm).count(tries -> tries >= SEEN);
          }
        });
  }

  @Example
  void theChosenAlgorithmSupportsEveryShape() {
    ConvProblems.shapes()
        .sampleStream()
        .limit(200)
        .forEach(shape -> assertThat(ConvAlgorithm.choose(shape).supports(shape)).isTrue());
  }

  @Property(tries = 60)
  void theOutputIsOverwrittenAndNothingElseIsWritten(
      @ForAll(supplier = ConvProblems.class) ConvProblem problem) {
    float[] expected = problem.expected();
    for (ConvAlgorithm algorithm : Agreement.algorithms(problem.shape())) {
      Convolution conv = Convolution.of(problem.shape(), algorithm);
      float[] x = problem.x();
      float[] weights = problem.weights();
      PackedWeights packed = conv.pack(weights);
      float[] packedBefore = packed.values().clone();
      Epilogue epilogue = problem.epilogue();
      float[] y = new float[expected.length];
      Arrays.fill(y, Float.NaN);
      conv.forward(x, packed, epilogue, y, Workers.serial());

      Agreement.check(problem, algorithm, y, expected);
      assertThat(x).isEqualTo(problem.x());
      assertThat(weights).isEqualTo(problem.weights());
      assertThat(packed.values()).isEqualTo(packedBefore);
      assertThat(epilogue.bias()).isEqualTo(problem.epilogue().bias());
      assertThat(epilogue.residual()).isEqualTo(problem.epilogue().residual());
    }
  }

  @Property(tries = 60)
  void weightsPackedAnewIntoAUsedObjectAreThoseOfAFreshOne(
      @ForAll(supplier = ConvProblems.class) ConvProblem problem) {
    for (ConvAlgorithm algorithm : Agreement.algorithms(problem.shape())) {
      Convolution conv = Convolution.of(problem.shape(), algorithm);
      PackedWeights fresh = conv.pack(problem.weights());
      PackedWeights used = conv.pack(problem.weights());
      Arrays.fill(used.values(), Float.NaN);
      conv.pack(problem.weights(), used);
      assertThat(used.values()).isEqualTo(fresh.values());
    }
  }

  /** Layers with enough of everything that whole tiles, tails and borders meet. */
  @Example
  void layersOfKnownNetworksAgree() {
    for (ConvShape shape : layers()) {
      agree(new ConvProblem(shape, 1, true, false, true));
    }
  }

  /** So much work that the last vector of a pixel is filled up with zeros. */
  @Example
  void plainSumsOfMuchWorkHaveWholeVectors() {
    ConvShape shape =
        ConvShape.builder().input(40, 40, 24).outChannels(35).kernel(3).padding(1).build();
    for (ConvShape affordable : Agreement.affordable(List.of(shape))) {
      ConvProblem problem = new ConvProblem(affordable, 1, true, true, true);
      float[] actual = problem.forward(ConvAlgorithm.PLAIN, problem.x());
      Agreement.check(problem, ConvAlgorithm.PLAIN, actual, problem.expected());
    }
  }

  /** With real numbers no algorithm is exact; measured by the largest output, as documented. */
  @Example
  void realNumbersStayWithinTheDocumentedError() {
    for (ConvShape shape : layers()) {
      float[] x = Values.gaussian(1, shape.inputLength());
      float[] weights = Values.gaussian(2, shape.weightCount());
      float[] expected = forward(shape, ConvAlgorithm.REFERENCE, x, weights);
      for (ConvAlgorithm algorithm : Agreement.algorithms(shape)) {
        Agreement.within(
            1e-4f * Agreement.largest(expected),
            shape,
            algorithm.toString(),
            forward(shape, algorithm, x, weights),
            expected);
      }
    }
  }

  /**
   * Found by the property: the tiles of a block that lie in one strip may see nothing but padding.
   */
  @Example
  void tilesBesideThePictureSeeNothingButPadding() {
    agree(
        new ConvProblem(
            new ConvShape(1, new Window(10, 3, 1, 1, 0, 7), new Window(11, 3, 1, 1, 3, 7), 1, 1, 1),
            0L,
            false,
            false,
            false));
  }

  @Example
  void everyTapOnPaddingGivesTheBiasAlone() {
    Window allPadding = new Window(1, 1, 2, 1, 1, 1);
    agree(
        new ConvProblem(new ConvShape(1, allPadding, allPadding, 3, 5, 1), 1, true, false, false));
    Window between = new Window(1, 2, 1, 3, 1, 2);
    agree(new ConvProblem(new ConvShape(1, between, between, 2, 2, 2), 1, true, true, true));
  }

  private static List<ConvShape> layers() {
    return List.of(
        ConvShape.builder().input(20, 20, 3).outChannels(64).kernel(7).stride(2).padding(3).build(),
        ConvShape.builder().input(15, 15, 64).outChannels(64).kernel(3).padding(1).build(),
        ConvShape.builder()
            .input(13, 13, 48)
            .outChannels(66)
            .kernel(5)
            .padding(2)
            .groups(2)
            .build(),
        ConvShape.builder().input(14, 14, 70).outChannels(130).kernel(1).build(),
        // Pairs of panels in every width.
        ConvShape.builder().input(14, 14, 70).outChannels(128).kernel(1).build(),
        ConvShape.builder().input(27, 27, 40).outChannels(96).kernel(1).stride(2).build(),
        // Panels of three and four vectors of 16 lanes.
        ConvShape.builder().input(7, 7, 150).outChannels(144).kernel(1).build(),
        ConvShape.builder().input(13, 13, 150).outChannels(128).kernel(1).stride(2).build(),
        ConvShape.builder().input(9, 40, 8).outChannels(194).kernel(5).padding(2).build(),
        ConvShape.builder().input(9, 11, 3).outChannels(113).kernel(3).build(),
        ConvShape.builder().input(23, 23, 3).outChannels(96).kernel(11).stride(4).build(),
        ConvShape.builder()
            .input(17, 17, 70)
            .outChannels(70)
            .kernel(3)
            .padding(1)
            .groups(70)
            .build(),
        manyDepthwise(1),
        manyDepthwise(2),
        // By slices of channels: with padding and an odd number of rows, and without.
        ConvShape.builder()
            .input(7, 7, 512)
            .outChannels(512)
            .kernel(3)
            .padding(1)
            .groups(512)
            .build(),
        ConvShape.builder()
            .batch(2)
            .input(8, 5, 544)
            .outChannels(544)
            .kernel(3)
            .groups(544)
            .build(),
        // Woven by vectors, and of several blocks of channels.
        ConvShape.builder().input(9, 33, 1).outChannels(8).kernel(5).padding(2).build(),
        ConvShape.builder().input(9, 28, 1).outChannels(6).kernel(5).padding(2).build(),
        ConvShape.builder().input(9, 37, 1).outChannels(13).kernel(3).build(),
        ConvShape.builder().input(28, 131, 1).outChannels(1).kernel(5).padding(2).build(),
        edges(1, 2).build(),
        edges(2, 3).batch(2).build(),
        edges(3, 3).padding(1).stride(2, 1).build(),
        edges(3, 2).dilation(1, 9).build());
  }

  /** One channel and few taps: rows that begin anywhere, and write beyond their ends. */
  private static ConvShape.Builder edges(int kernelHeight, int kernelWidth) {
    return ConvShape.builder().input(11, 53, 1).outChannels(1).kernel(kernelHeight, kernelWidth);
  }

  /**
   * Channels whose first block is moved up and whose last is moved back; tiles of which the last
   * has a row that is left over.
   */
  private static ConvShape manyDepthwise(int stride) {
    return ConvShape.builder()
        .input(19, 7, 530)
        .outChannels(530)
        .kernel(3)
        .stride(stride)
        .padding(1)
        .groups(530)
        .build();
  }

  private static void agree(ConvProblem problem) {
    float[] expected = problem.expected();
    for (ConvAlgorithm algorithm : Agreement.algorithms(problem.shape())) {
      Agreement.check(problem, algorithm, problem.forward(algorithm), expected);
    }
  }

  private static float[] forward(
      ConvShape shape, ConvAlgorithm algorithm, float[] x, float[] weights) {
    float[] y = new float[shape.outputLength()];
    Convolution conv = Convolution.of(shape, algorithm);
    conv.forward(x, conv.pack(weights), y);
    return y;
  }
}
