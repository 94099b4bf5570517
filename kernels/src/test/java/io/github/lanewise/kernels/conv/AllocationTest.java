package io.github.lanewise.kernels.conv;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.lanewise.kernels.lanes.Workers;
import io.github.lanewise.kernels.testing.Allocation;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Steady calls allocate nothing. */
@EnabledIf("io.github.lanewise.kernels.lanes.Lanes#vectorised")
class AllocationTest {
  /**
   * Big enough to be shared between threads, with channels that fill whole vectors and some that do
   * not; every algorithm supports one of them.
   */
  private static final List<ConvShape> SHAPES =
      List.of(
          ConvShape.builder().input(12, 16, 17).outChannels(35).kernel(3).padding(1).build(),
          ConvShape.builder().input(40, 40, 43).outChannels(43).kernel(3).groups(43).build(),
          ConvShape.builder().input(200, 323, 1).outChannels(1).kernel(3).padding(1).build(),
          ConvShape.builder().input(20, 20, 16).outChannels(128).kernel(1).build());

  @ParameterizedTest
  @EnumSource
  void forwardAllocatesNothing(ConvAlgorithm algorithm) {
    ConvShape shape = shape(algorithm);
    try (Workers two = Workers.of(2)) {
      allocatesNothing(shape, algorithm, Workers.serial());
      allocatesNothing(shape, algorithm, two);
    }
  }

  @Test
  void depthwiseBySlicesAllocatesNothing() {
    ConvShape shape =
        ConvShape.builder()
            .input(5, 4, 512)
            .outChannels(512)
            .kernel(3)
            .padding(1)
            .groups(512)
            .build();
    assertThat(SlicedDepthwiseConvolution.supports(shape)).isTrue();
    allocatesNothing(shape, ConvAlgorithm.DEPTHWISE, Workers.serial());
  }

  /**
   * Every call with and without each part of an epilogue: sums that start from one constant or from
   * a loaded bias were once kept on the heap for good when the compiler had seen both.
   */
  private static void allocatesNothing(ConvShape shape, ConvAlgorithm algorithm, Workers workers) {
    ConvProblem problem = ConvProblem.of(shape, 1);
    Convolution conv = Convolution.of(shape, algorithm);
    PackedWeights packed = conv.pack(problem.weights());
    float[] x = problem.x();
    float[] y = new float[shape.outputLength()];
    Epilogue biased = Epilogue.NONE.withBias(new float[shape.outChannels()]);
    Epilogue[] epilogues = {
      Epilogue.NONE,
      biased,
      biased.withRelu(),
      Epilogue.NONE.withRelu(),
      biased.withResidual(new float[y.length]),
      biased.withResidual(new float[y.length]).withRelu()
    };
    Allocation.none(
        algorithm + " on " + workers.threads() + " threads for " + shape,
        () -> {
          for (Epilogue epilogue : epilogues) {
            conv.forward(x, packed, epilogue, y, workers);
          }
        });
  }

  @ParameterizedTest
  @EnumSource
  void packingIntoAUsedObjectAllocatesNothing(ConvAlgorithm algorithm) {
    ConvProblem problem = ConvProblem.of(shape(algorithm), 1);
    float[] weights = problem.weights();
    Convolution conv = Convolution.of(problem.shape(), algorithm);
    PackedWeights packed = conv.pack(weights);
    Allocation.none("packing for " + algorithm, () -> conv.pack(weights, packed));
  }

  private static ConvShape shape(ConvAlgorithm algorithm) {
    return SHAPES.stream().filter(algorithm::supports).findFirst().orElseThrow();
  }
}
