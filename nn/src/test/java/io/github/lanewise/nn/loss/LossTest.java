package io.github.lanewise.nn.loss;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.lanewise.kernels.lanes.Workers;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class LossTest {
  private static final float[] Y = {1, 2, 3, -1, 0.5f, 0};
  private static final float[] TARGETS = {0, 0, 1, 1, 0, 0};

  static Stream<Loss> losses() {
    return Stream.of(
        new SquaredError(),
        new SoftmaxCrossEntropy(),
        new SoftmaxCrossEntropy(0.1),
        new BinaryCrossEntropy());
  }

  private static double value(Loss loss, float[] y, float[] targets, int batch, float[] dy) {
    return loss.bind(batch, y.length / batch).compute(y, targets, dy, Workers.serial());
  }

  @ParameterizedTest
  @MethodSource("losses")
  void theGradientIsThatOfDifferences(Loss loss) {
    float[] dy = new float[6];
    value(loss, Y, TARGETS, 2, dy);
    for (int i = 0; i < 6; i++) {
      float[] above = Y.clone();
      float[] below = Y.clone();
      above[i] += 0.01f;
      below[i] -= 0.01f;
      double difference =
          (value(loss, above, TARGETS, 2, new float[6])
                  - value(loss, below, TARGETS, 2, new float[6]))
              / (above[i] - below[i]);
      assertThat((double) dy[i]).isCloseTo(difference, within(1e-4));
    }
  }

  @ParameterizedTest
  @MethodSource("losses")
  void theGradientMayGoWhereTheOutputWas(Loss loss) {
    float[] dy = new float[6];
    double expected = value(loss, Y, TARGETS, 2, dy);
    float[] same = Y.clone();
    assertThat(value(loss, same, TARGETS, 2, same)).isEqualTo(expected);
    assertThat(same).isEqualTo(dy);
  }

  @Test
  void valuesByHand() {
    float[] dy = new float[2];
    // ((3 − 1)² + (0 − 2)²) / 1
    assertThat(value(new SquaredError(), new float[] {3, 0}, new float[] {1, 2}, 1, dy))
        .isEqualTo(8);
    assertThat(dy).containsExactly(4, -4);
    // −log(1/2)
    assertThat(value(new SoftmaxCrossEntropy(), new float[] {7, 7}, new float[] {0, 1}, 1, dy))
        .isCloseTo(Math.log(2), within(1e-6));
    assertThat(dy).containsExactly(0.5f, -0.5f);
    // −(0.9 + 0.05) log(σ) − 0.05 log(1 − σ) with σ = softmax(0, 1)[1]
    double sigma = 1 / (1 + Math.exp(-1));
    assertThat(value(new SoftmaxCrossEntropy(0.1), new float[] {0, 1}, new float[] {0, 1}, 1, dy))
        .isCloseTo(-0.95 * Math.log(sigma) - 0.05 * Math.log(1 - sigma), within(1e-6));
    assertThat(value(new BinaryCrossEntropy(), new float[] {0, 0}, new float[] {0, 1}, 1, dy))
        .isCloseTo(Math.log(2), within(1e-9));
    assertThat(dy).containsExactly(0.25f, -0.25f);
  }

  @Test
  void largeOutputsDoNotOverflow() {
    float[] dy = new float[2];
    float[] y = {1000, -1000};
    float[] right = {1, 0};
    assertThat(value(new SoftmaxCrossEntropy(), y, right, 1, dy)).isZero();
    assertThat(value(new BinaryCrossEntropy(), y, right, 1, dy)).isZero();
    float[] wrong = {0, 1};
    assertThat(value(new SoftmaxCrossEntropy(), y, wrong, 1, dy)).isEqualTo(2000);
    assertThat(value(new BinaryCrossEntropy(), y, wrong, 1, dy)).isEqualTo(1000);
  }

  @Test
  void smoothingHasBounds() {
    assertThatThrownBy(() -> new SoftmaxCrossEntropy(1))
        .hasMessage("smoothing is 1.0, expected 0 up to but not including 1");
  }
}
