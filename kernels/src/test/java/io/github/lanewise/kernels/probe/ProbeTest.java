package io.github.lanewise.kernels.probe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.lanewise.kernels.lanes.Lanes;
import java.util.Arrays;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ProbeTest {

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 3, 15, 16, 17, 63, 64, 127, 128, 129, 1000})
  void readsEveryFloatOnce(int length) {
    assertThat(Probe.read(countingTo(length))).isEqualTo(length * (length + 1) / 2f);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 3, 15, 16, 17, 63, 64, 127, 128, 129, 1000})
  void copiesEveryFloatAndNoMore(int length) {
    float[] from = countingTo(length);
    float[] to = new float[length + 1];
    Probe.copy(from, to);
    assertThat(Arrays.copyOf(to, length)).isEqualTo(from);
    assertThat(to[length]).isZero();
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2, 100})
  void multipliesAndAddsInEveryLaneOfEverySum(int rounds) {
    double sum = 0;
    for (int start = 0; start < 12; start++) {
      double s = start;
      for (int i = 0; i < rounds; i++) {
        s = s * 1e-3 + 1e-3;
      }
      sum += s;
    }
    assertThat((double) Probe.multiplyAdd(rounds))
        .isCloseTo(sum * Lanes.floats(), within(1e-4 * Lanes.floats()));
    assertThat(Probe.operationsPerRound()).isEqualTo(24 * Lanes.floats());
  }

  private static float[] countingTo(int length) {
    float[] x = new float[length];
    for (int i = 0; i < length; i++) {
      x[i] = i + 1;
    }
    return x;
  }
}
