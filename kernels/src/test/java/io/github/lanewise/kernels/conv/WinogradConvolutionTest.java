package io.github.lanewise.kernels.conv;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.lanewise.kernels.simd.WinogradTransform4;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;

/** How the tiles of Winograd's convolution are cut into blocks. */
@EnabledIf("io.github.lanewise.kernels.lanes.Lanes#vectorised")
class WinogradConvolutionTest {
  private static WinogradConvolution square(int batch, int size, int channels) {
    ConvShape shape =
        ConvShape.builder()
            .batch(batch)
            .input(size, size, channels)
            .outChannels(channels)
            .kernel(3)
            .padding(1)
            .build();
    return new WinogradConvolution(
        shape, ConvAlgorithm.WINOGRAD_4X4, new WinogradTransform4(), false);
  }

  @Test
  void twoThreadsFindEqualShares() {
    for (int size : new int[] {28, 33, 56, 112}) {
      for (int batch = 1; batch <= 3; batch++) {
        WinogradConvolution convolution = square(batch, size, 16);
        int blocks = convolution.tiles();
        int sides = (size + 3) / 4;
        int all = batch * sides * sides;
        assertThat(convolution.firstTile(blocks)).isEqualTo(all);
        assertThat(convolution.firstTile(blocks / 2)).isEqualTo(all / 2);
        for (int block = 0; block < blocks; block++) {
          int tiles = convolution.firstTile(block + 1) - convolution.firstTile(block);
          assertThat(tiles).isBetween(all / blocks, all / blocks + 1);
        }
      }
    }
  }

  @Test
  void aBlockMoreWouldReadWeightsFromMemoryOnceMore() {
    assertThat(square(9, 12, 512).tiles()).isEqualTo(3); // 81 tiles, 32 in a block
    assertThat(square(1, 12, 16).tiles()).isEqualTo(1);
  }
}
