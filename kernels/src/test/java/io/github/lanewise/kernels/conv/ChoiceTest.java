package io.github.lanewise.kernels.conv;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.lanewise.kernels.lanes.Lanes;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What AUTO takes for shapes that only one algorithm is made for. */
class ChoiceTest {
  @BeforeEach
  void vectorised() {
    assumeTrue(Lanes.vectorised(), "without SIMD there is only the reference");
  }

  @Test
  void cachedWeightsTakeTheLargerTile() {
    assertThat(ConvAlgorithm.choose(threeByThree(64, 56), false))
        .isEqualTo(ConvAlgorithm.WINOGRAD_4X4);
  }

  @Test
  void weightsFromMemoryTakeTheLargerTileOnlyForLargePictures() {
    assertThat(ConvAlgorithm.choose(threeByThree(512, 28), false))
        .isEqualTo(ConvAlgorithm.WINOGRAD_4X4);
    assertThat(ConvAlgorithm.choose(threeByThree(512, 7), false))
        .isEqualTo(ConvAlgorithm.WINOGRAD_2X2);
  }

  @Test
  void strictAddsTheProductsThemselves() {
    assertThat(ConvAlgorithm.choose(threeByThree(64, 56), true)).isEqualTo(ConvAlgorithm.DIRECT);
  }

  @Test
  void fewChannelsStayDirect() {
    assertThat(ConvAlgorithm.choose(threeByThree(16, 56), false)).isEqualTo(ConvAlgorithm.DIRECT);
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
