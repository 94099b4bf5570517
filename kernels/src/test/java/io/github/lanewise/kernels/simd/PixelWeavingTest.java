package io.github.lanewise.kernels.simd;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.lanewise.kernels.lanes.Lanes;
import io.github.lanewise.kernels.testing.Values;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

/** Rows of channels that become pixels. */
class PixelWeavingTest {
  @Test
  void everyValueFindsItsPixelAndNothingElseIsWritten() {
    if (!Lanes.vectorised()) {
      return;
    }
    int lanes = Lanes.floats();
    for (int channels : new int[] {6, 8}) {
      assertThat(PixelWeaving.has(channels)).isTrue();
      for (int count : new int[] {lanes, lanes + 1, 2 * lanes - 1, 2 * lanes, 40}) {
        float[] rows = Values.gaussian(1, channels * count);
        float[] expected = new float[channels * count + 10];
        Arrays.fill(expected, -7);
        float[] actual = expected.clone();
        for (int i = 0; i < channels * count; i++) {
          expected[5 + i] = rows[i % channels * count + i / channels];
        }
        PixelWeaving.run(channels, count, rows, actual, 5);
        assertThat(actual).isEqualTo(expected);
      }
    }
  }
}
