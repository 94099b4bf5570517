package io.github.lanewise.kernels.conv;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.lanewise.kernels.lanes.Workers;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The oracle against results worked out by hand; everything else is checked against it. */
@Tag("once")
class ReferenceConvolutionTest {

  /**
   * Goodfellow, Bengio, Courville: Deep Learning, figure 9.1: the picture a … l, three high and
   * four wide, under the kernel w, x, y, z gives aw + bx + ey + fz and so on. Here a … l are 1 …
   * 12, and w, x, y, z are 1, 10, 100, 1000.
   */
  @Test
  void goodfellowsPicture() {
    ConvShape shape = ConvShape.builder().input(3, 4, 1).outChannels(1).kernel(2).build();
    float[] x = {
      1, 2, 3, 4, //
      5, 6, 7, 8, //
      9, 10, 11, 12
    };
    assertThat(reference(shape, x, 1, 10, 100, 1000))
        .containsExactly(
            1 + 20 + 500 + 6000,
            2 + 30 + 600 + 7000,
            3 + 40 + 700 + 8000,
            5 + 60 + 900 + 10000,
            6 + 70 + 1000 + 11000,
            7 + 80 + 1100 + 12000);
  }

  @Test
  void theLecturesEdgeKernelSubtractsNeighbours() {
    ConvShape shape = ConvShape.builder().input(2, 4, 1).outChannels(1).kernel(1, 2).build();
    float[] x = {
      3, 3, 7, 7, //
      9, 8, 8, 0
    };
    assertThat(reference(shape, x, -1, 1)).containsExactly(0, 4, 0, -1, 0, -8);
  }

  @Test
  void theKernelIsNotFlipped() {
    ConvShape shape = ConvShape.builder().input(1, 3, 1).outChannels(1).kernel(1, 2).build();
    assertThat(reference(shape, new float[] {1, 2, 4}, 1, 0)).containsExactly(1, 2);
  }

  @Test
  void strideSkipsWindows() {
    ConvShape shape =
        ConvShape.builder().input(3, 5, 1).outChannels(1).kernel(1).stride(2, 3).build();
    float[] x = {
      11, 12, 13, 14, 15, //
      21, 22, 23, 24, 25, //
      31, 32, 33, 34, 35
    };
    assertThat(reference(shape, x, 1)).containsExactly(11, 14, 31, 34);
  }

  @Test
  void dilationSpreadsTheTaps() {
    ConvShape shape =
        ConvShape.builder().input(2, 4, 1).outChannels(1).kernel(2).dilation(1, 2).build();
    float[] x = {
      1, 2, 3, 4, //
      5, 6, 7, 8
    };
    assertThat(reference(shape, x, 1, 10, 100, 1000))
        .containsExactly(1 + 30 + 500 + 7000, 2 + 40 + 600 + 8000);
  }

  @Test
  void eachSideHasItsOwnPadding() {
    ConvShape shape =
        ConvShape.builder().input(1, 2, 1).outChannels(1).kernel(1).padding(1, 0, 0, 2).build();
    assertThat(reference(shape, new float[] {5, 6}, 1)).containsExactly(0, 0, 0, 0, 5, 6, 0, 0);
  }

  @Test
  void channelsAreSummedAndEachKernelGivesOne() {
    ConvShape shape = ConvShape.builder().input(1, 2, 2).outChannels(3).kernel(1).build();
    float[] x = {1, 2, 3, 4};
    // [in][out]
    assertThat(reference(shape, x, 1, 10, 100, 2, 20, 200))
        .containsExactly(1 + 4, 10 + 40, 100 + 400, 3 + 8, 30 + 80, 300 + 800);
  }

  @Test
  void groupsDoNotMix() {
    ConvShape shape = ConvShape.builder().input(1, 1, 4).outChannels(4).kernel(1).groups(2).build();
    float[] x = {1, 2, 3, 4};
    // [in / groups][out]: outputs 0 and 1 see inputs 0 and 1, outputs 2 and 3 see 2 and 3.
    assertThat(reference(shape, x, 1, 10, 1, 10, 100, 1000, 100, 1000))
        .containsExactly(1 + 200, 10 + 2000, 3 + 400, 30 + 4000);
  }

  @Test
  void picturesOfABatchAreApart() {
    ConvShape shape =
        ConvShape.builder().batch(2).input(2, 1, 1).outChannels(1).kernel(2, 1).build();
    assertThat(reference(shape, new float[] {1, 2, 3, 4}, 1, 10)).containsExactly(21, 43);
  }

  @Test
  void biasThenResidualThenRelu() {
    ConvShape shape = ConvShape.builder().input(1, 2, 1).outChannels(2).kernel(1).build();
    Epilogue epilogue =
        Epilogue.NONE
            .withBias(new float[] {1, -1})
            .withResidual(new float[] {-10, 0.5f, 0, 100})
            .withRelu();
    // The sums are 2, −2, 3, −3.
    assertThat(reference(shape, epilogue, new float[] {2, 3}, 1, -1)).containsExactly(0, 0, 4, 96);
  }

  @Test
  void sumsAreDouble() {
    ConvShape shape = ConvShape.builder().input(1, 3, 1).outChannels(1).kernel(1, 3).build();
    assertThat(reference(shape, new float[] {1 << 24, 1, -(1 << 24)}, 1, 1, 1)).containsExactly(1);
  }

  private static float[] reference(ConvShape shape, float[] x, float... weights) {
    return reference(shape, Epilogue.NONE, x, weights);
  }

  private static float[] reference(
      ConvShape shape, Epilogue epilogue, float[] x, float... weights) {
    float[] y = new float[shape.outputLength()];
    Convolution reference = Convolution.of(shape, ConvAlgorithm.REFERENCE);
    reference.forward(x, reference.pack(weights), epilogue, y, Workers.serial());
    return y;
  }
}
