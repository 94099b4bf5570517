package io.github.lanewise.kernels.simd;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.lanewise.kernels.testing.Allocation;
import io.github.lanewise.kernels.testing.Values;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Rows of overlapping windows, against a loop over their floats. */
@EnabledIf("io.github.lanewise.kernels.lanes.Lanes#vectorised")
class WindowSumsTest {
  /** Up to four vectors and more, parts of vectors, and distances up to more than a vector. */
  @ParameterizedTest
  @CsvSource({
    "1,9,3", "20,9,3", "16,21,6", "7,33,12", "5,32,16", "4,16,16", "3,40,20", "6,64,4", "2,90,6",
    "5,3,1", "4,1,1", "3,5,15"
  })
  void everyFloatIsAddedFromLeftToRight(int count, int floats, int step) {
    int windowStep = floats + 5;
    WindowSums windowSums = WindowSums.of(floats, step, windowStep);
    float[] windows = Values.gaussian(1, 2 + count * windowStep + Simd.L);
    float[] sums = Values.gaussian(2, 3 + (count - 1) * step + windowSums.reach());
    float[] expected = sums.clone();
    for (int p = 0; p < count; p++) {
      for (int i = 0; i < floats; i++) {
        expected[3 + p * step + i] += windows[2 + p * windowStep + i];
      }
    }
    windowSums.add(count, windows, 2, sums, 3);
    assertThat(sums).isEqualTo(expected);
  }

  @Test
  void whatFillsTheLastVectorIsNotAdded() {
    WindowSums windowSums = WindowSums.of(3, 1, Simd.L);
    float[] windows = new float[2 * Simd.L];
    Arrays.fill(windows, Float.POSITIVE_INFINITY);
    Arrays.fill(windows, 0, 3, 1);
    Arrays.fill(windows, Simd.L, Simd.L + 3, 1);
    float[] sums = new float[1 + windowSums.reach()];
    windowSums.add(2, windows, 0, sums, 0);
    float[] expected = new float[sums.length];
    expected[0] = expected[3] = 1;
    expected[1] = expected[2] = 2;
    assertThat(sums).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource({"9,3", "33,12", "40,20"})
  void callsAllocateNothing(int floats, int step) {
    WindowSums windowSums = WindowSums.of(floats, step, floats);
    float[] windows = Values.gaussian(1, 16 * floats + Simd.L);
    float[] sums = new float[16 * step + windowSums.reach()];
    Allocation.none("sums of windows", () -> windowSums.add(16, windows, 0, sums, 0));
  }
}
