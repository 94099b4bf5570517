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

  @ParameterizedTest
  @CsvSource({"4,1,1,1", "5,2,3,6", "7,1,2,5", "9,3,1,4"})
  void vectorsGiveTheSameBits(int pixels, int tiles, int rows, int run) {
    assertThat(sums(true, pixels, tiles, rows, run))
        .isEqualTo(sums(false, pixels, tiles, rows, run));
  }

  private static float[] sums(boolean vectors, int pixels, int tiles, int rows, int run) {
    PlainTiles.useVectors(vectors);
    int channels = tiles * PlainTiles.CHANNELS;
    int step = Math.max(1, run / 2); // windows overlap
    int row = (pixels - 1) * step + run + 3;
    float[] x = Values.gaussian(1, rows * row + 5);
    float[] w = Values.gaussian(2, rows * run * channels);
    float[] bias = Values.gaussian(3, channels);
    float[] y = Values.gaussian(4, pixels * channels + 7);
    PlainTiles.row(pixels, channels, rows, run, x, 5, row, step, w, bias, y, 7);
    return y;
  }
}
