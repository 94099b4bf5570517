package io.github.lanewise.kernels.simd;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.lanewise.kernels.testing.Values;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@EnabledIf("io.github.lanewise.kernels.lanes.Lanes#vectorised")
class PlainTilesTest {

  @AfterEach
  void floatByFloatAgain() {
    PlainTiles.useVectors(false);
  }

  /**
   * Fewer pixels than a tile has; channels that fill one vector, or none; and, as under windows on
   * padding alone, nothing but a bias, where the last tap may lie before the first.
   */
  @ParameterizedTest
  @CsvSource({
    "4,32,0,1,1",
    "5,64,0,3,6",
    "7,32,0,2,5",
    "9,96,0,1,4",
    "1,32,0,2,3",
    "3,8,1,2,3",
    "6,13,0,3,2",
    "5,40,0,0,0",
    "5,40,0,2,0",
    "5,40,2,0,3"
  })
  void vectorsGiveTheSameBits(int pixels, int channels, int from, int to, int run) {
    assertThat(sums(true, pixels, channels, from, to, run))
        .isEqualTo(sums(false, pixels, channels, from, to, run));
  }

  private static float[] sums(
      boolean vectors, int pixels, int channels, int from, int to, int run) {
    int rows = Math.max(from, to);
    PlainTiles.useVectors(vectors);
    int panel = Math.ceilDiv(channels, PlainTiles.CHANNELS) * PlainTiles.CHANNELS;
    int step = Math.max(1, run / 2); // windows overlap
    int row = (pixels - 1) * step + run + 3;
    int[] xTaps = new int[rows];
    int[] wTaps = new int[rows];
    for (int i = 0; i < rows; i++) {
      xTaps[i] = i * row;
      wTaps[i] = (rows - 1 - i) * run * panel;
    }
    float[] x = Values.gaussian(1, rows * row + 5);
    float[] w = Values.gaussian(2, rows * run * panel + 3);
    float[] bias = Values.gaussian(3, panel + 2);
    float[] y = Values.gaussian(4, pixels * (channels + 1) + 7);
    PlainTiles.row(
        pixels,
        channels,
        xTaps,
        wTaps,
        from,
        to,
        run,
        x,
        5,
        step,
        w,
        3,
        panel,
        bias,
        2,
        0,
        y,
        7,
        channels + 1);
    return y;
  }
}
