package io.github.lanewise.kernels.simd;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.lanewise.kernels.testing.Values;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@EnabledIf("io.github.lanewise.kernels.lanes.Lanes#vectorised")
class PlainRowsTest {

  @AfterEach
  void floatByFloatAgain() {
    PlainRows.useVectors(false);
  }

  @ParameterizedTest
  @CsvSource({"1,1,1", "3,4,16", "5,9,37", "2,7,64", "4,3,15"})
  void vectorsGiveTheSameBits(int pixels, int inputs, int outputs) {
    assertThat(sums(true, pixels, inputs, outputs)).isEqualTo(sums(false, pixels, inputs, outputs));
    assertThat(products(true, pixels, outputs)).isEqualTo(products(false, pixels, outputs));
  }

  private static float[] sums(boolean vectors, int pixels, int inputs, int outputs) {
    PlainRows.useVectors(vectors);
    return sums(pixels, inputs, outputs);
  }

  private static float[] sums(int pixels, int inputs, int outputs) {
    float[] x = Values.gaussian(1, pixels * (inputs + 2));
    float[] w = Values.gaussian(2, inputs * (outputs + 3) + 5);
    float[] y = Values.gaussian(3, pixels * (outputs + 1) + 2);
    PlainRows.add(pixels, inputs, outputs, x, 1, inputs + 2, w, 5, outputs + 3, y, 2, outputs + 1);
    return y;
  }

  private static float[] products(boolean vectors, int pixels, int channels) {
    PlainRows.useVectors(vectors);
    float[] x = Values.gaussian(1, pixels * (channels + 2));
    float[] w = Values.gaussian(2, channels + 5);
    float[] y = Values.gaussian(3, pixels * channels + 2);
    PlainRows.multiply(pixels, channels, x, 1, channels + 2, w, 5, y, 2);
    return y;
  }

  @Test
  void warmingUpChangesNothingAndEnds() {
    float[] before = sums(false, 5, 9, 37);
    PlainWarmUp.run();
    PlainWarmUp.run();
    assertThat(sums(5, 9, 37)).isEqualTo(before);
  }
}
