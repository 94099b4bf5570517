package io.github.lanewise.kernels.conv;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.lanewise.kernels.lanes.Lanes;
import io.github.lanewise.kernels.simd.RegisterTiles;
import org.junit.jupiter.api.Test;

/** What AUTO takes; without SIMD there is only the reference. */
class ChoiceTest {
  @Test
  void cachedWeightsTakeTheLargerTile() {
    assertChoice(threeByThree(64, 56), false, ConvAlgorithm.WINOGRAD_4X4);
  }

  @Test
  void weightsFromMemoryTakeTheLargerTileOnlyForLargePictures() {
    assertChoice(threeByThree(512, 28), false, ConvAlgorithm.WINOGRAD_4X4);
    assertChoice(threeByThree(512, 7), false, ConvAlgorithm.WINOGRAD_4X1);
    // More pictures would read all weights for each tile of rows.
    assertChoice(threeByThree(512, 7).withBatch(8), false, ConvAlgorithm.WINOGRAD_2X2);
    assertChoice(threeByThree(512, 2).withBatch(64), false, ConvAlgorithm.WINOGRAD_2X2);
    // Half of the second tile of rows would be for nothing.
    assertChoice(threeByThree(512, 6), false, ConvAlgorithm.WINOGRAD_2X2);
    // A row of pixels whose transformed copies exceed 1 MiB.
    assertChoice(threeByThree(4096, 14), false, ConvAlgorithm.WINOGRAD_2X2);
  }

  @Test
  void strictAddsTheProductsThemselves() {
    assertChoice(threeByThree(64, 56), true, ConvAlgorithm.DIRECT);
  }

  @Test
  void pointwiseLayersOfManyChannelsSaveMultiplicationsWhereTheyStayNear() {
    ConvAlgorithm chosen = Lanes.floats() == 16 ? ConvAlgorithm.STRASSEN : ConvAlgorithm.DIRECT;
    assertChoice(pointwise(512, 14, 512), false, chosen);
    assertChoice(pointwise(256, 28, 256), false, chosen);
    assertChoice(pointwise(512, 14, 512), true, ConvAlgorithm.DIRECT);
    // Weights would be added up for too few pixels, inputs for too few outputs.
    assertChoice(pointwise(512, 7, 1024), false, ConvAlgorithm.DIRECT);
    assertChoice(pointwise(256, 28, 128), false, ConvAlgorithm.DIRECT);
    // Pixels of one picture count, as those of several are never added up.
    assertChoice(pointwise(512, 7, 512).withBatch(4), false, ConvAlgorithm.DIRECT);
    // Inputs, with their sums, or inputs and outputs are too large for the caches.
    assertChoice(pointwise(1024, 14, 256), false, ConvAlgorithm.DIRECT);
    assertChoice(pointwise(512, 14, 512).withBatch(16), false, ConvAlgorithm.DIRECT);
  }

  @Test
  void firstLayersAndLargeKernelsAreFilteredDownTheColumns() {
    ConvShape first =
        ConvShape.builder().input(224, 224, 3).outChannels(64).kernel(7).stride(2).build();
    assertChoice(first, false, ConvAlgorithm.WINOGRAD_4X1);
    assertChoice(first, true, firstLayer());
    ConvShape large = ConvShape.builder().input(27, 27, 64).outChannels(192).kernel(5).build();
    assertChoice(large, false, ConvAlgorithm.WINOGRAD_4X1);
    assertChoice(large, true, ConvAlgorithm.DIRECT);
  }

  @Test
  void fewOutputChannelsAreWidenedWhereTheZerosPay() {
    ConvAlgorithm chosen = Lanes.floats() == 16 ? ConvAlgorithm.WIDE_PIXELS : firstLayer();
    assertChoice(fiveByFive(6, 16, 14), false, chosen);
    assertChoice(fiveByFive(6, 16, 10), false, firstLayer());
    assertChoice(fiveByFive(6, 16, 14), true, firstLayer());
  }

  @Test
  void shortKernelRowsAreAFlatListWhereTheTableLeavesRegistersEnough() {
    ConvShape three =
        ConvShape.builder().input(224, 224, 3).outChannels(64).kernel(3).padding(1).build();
    assertChoice(three, false, firstLayer());
    ConvShape one =
        ConvShape.builder().input(28, 28, 1).outChannels(32).kernel(3).padding(1).build();
    assertChoice(one, false, ConvAlgorithm.FEW_CHANNELS);
  }

  @Test
  void greyPicturesTakeTilesAlongTheWidthWhosePixelsAreWovenByVectors() {
    if (Lanes.floats() == 16) {
      assertChoice(fiveByFive(1, 8, 28), false, ConvAlgorithm.SINGLE_INPUT);
      assertChoice(fiveByFive(1, 6, 28), true, ConvAlgorithm.SINGLE_INPUT);
      assertChoice(fiveByFive(1, 4, 28), false, ConvAlgorithm.WIDE_PIXELS);
    }
  }

  @Test
  void fewChannelsStayDirect() {
    assertChoice(threeByThree(15, 56), false, ConvAlgorithm.DIRECT);
  }

  @Test
  void channelsOfOneVectorAreFilteredDownTheColumnsWhereTheSumsAreLong() {
    ConvAlgorithm chosen = Lanes.floats() == 16 ? ConvAlgorithm.WINOGRAD_4X1 : ConvAlgorithm.DIRECT;
    assertChoice(fiveByFive(8, 16, 14), false, chosen);
    assertChoice(fiveByFive(8, 16, 14), true, ConvAlgorithm.DIRECT);
    assertChoice(threeByThree(16, 56), false, chosen);
  }

  @Test
  void stridedRowsOfFewOutputsAreCopied() {
    ConvShape strided =
        ConvShape.builder().input(8, 8, 64).outChannels(96).kernel(3).stride(2).padding(1).build();
    assertChoice(strided.withBatch(4), false, ConvAlgorithm.IM2COL);
    assertChoice(strided, false, ConvAlgorithm.DIRECT);
  }

  /** Transformed weights have to be used for some pixels before the next step changes them. */
  @Test
  void trainingTransformsWeightsForManyPixelsOnly() {
    assertTraining(threeByThree(64, 56), ConvAlgorithm.WINOGRAD_4X4);
    assertTraining(threeByThree(64, 8), ConvAlgorithm.DIRECT);
    assertTraining(threeByThree(64, 8).withBatch(2), ConvAlgorithm.WINOGRAD_4X4);
    assertTraining(threeByThree(256, 8), ConvAlgorithm.DIRECT);
    assertTraining(threeByThree(256, 14), ConvAlgorithm.WINOGRAD_4X4);
    assertTraining(threeByThree(512, 7), ConvAlgorithm.DIRECT);
    assertTraining(threeByThree(512, 7).withBatch(2), ConvAlgorithm.WINOGRAD_4X4);
    assertTraining(threeByThree(512, 14), ConvAlgorithm.WINOGRAD_4X4);
  }

  @Test
  void weightGradientsAreNotTransformedWhereThatIsNotAllowed() {
    assertThat(WinogradWeightGradient.pays(threeByThree(64, 56), false))
        .isEqualTo(Lanes.vectorised());
    assertThat(WinogradWeightGradient.pays(threeByThree(64, 56), true)).isFalse();
  }

  /** Whatever algorithm the forward pass takes, whose weights may come from memory. */
  @Test
  void weightGradientsOfDeepLayersAreTransformedFromSomeTilesOn() {
    assertThat(WinogradWeightGradient.pays(threeByThree(512, 14), false))
        .isEqualTo(Lanes.vectorised());
    assertThat(WinogradWeightGradient.pays(threeByThree(512, 7), false)).isFalse();
  }

  @Test
  void trainingLeavesOtherChoicesAlone() {
    ConvShape large = ConvShape.builder().input(27, 27, 64).outChannels(192).kernel(5).build();
    assertTraining(large, ConvAlgorithm.WINOGRAD_4X1);
    assertTraining(threeByThree(15, 8), ConvAlgorithm.DIRECT);
  }

  /** For kernel rows of 9 to 39 values. */
  private static ConvAlgorithm firstLayer() {
    boolean flat = !Lanes.vectorised() || RegisterTiles.wide();
    return flat ? ConvAlgorithm.FEW_CHANNELS : ConvAlgorithm.DIRECT;
  }

  private static void assertTraining(ConvShape shape, ConvAlgorithm vectorised) {
    assertThat(Convolution.forTraining(shape).algorithm())
        .isEqualTo(Lanes.vectorised() ? vectorised : ConvAlgorithm.REFERENCE);
  }

  private static void assertChoice(ConvShape shape, boolean strict, ConvAlgorithm vectorised) {
    assertThat(ConvAlgorithm.choose(shape, strict))
        .isEqualTo(Lanes.vectorised() ? vectorised : ConvAlgorithm.REFERENCE);
  }

  private static ConvShape pointwise(int in, int size, int out) {
    return ConvShape.builder().input(size, size, in).outChannels(out).kernel(1).build();
  }

  private static ConvShape fiveByFive(int in, int out, int size) {
    return ConvShape.builder().input(size, size, in).outChannels(out).kernel(5).padding(2).build();
  }

  private static ConvShape threeByThree(int channels, int size) {
    return ConvShape.builder()
        .input(size, size, channels)
        .outChannels(channels)
        .kernel(3)
        .padding(1)
        .build();
  }
}
