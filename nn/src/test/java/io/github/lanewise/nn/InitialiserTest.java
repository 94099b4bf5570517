package io.github.lanewise.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.lanewise.nn.layers.Dense;
import java.util.Arrays;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class InitialiserTest {
  @ParameterizedTest
  @CsvSource({
    "HE_NORMAL, 0.005",
    "HE_UNIFORM, 0.005",
    "XAVIER_NORMAL, 0.004",
    "XAVIER_UNIFORM, 0.004"
  })
  void weightsHaveTheMeanAndVarianceOfTheirDistribution(Initialiser initialiser, double variance) {
    Model model =
        Network.builder(20, 20, 1).add("d", Dense.of(100)).build().initialise(1, initialiser);
    float[] weights = model.parameters().get("d.weight");
    double sum = 0;
    double squares = 0;
    for (float w : weights) {
      sum += w;
      squares += (double) w * w;
    }
    double n = weights.length;
    assertThat(sum / n).isCloseTo(0, within(4 * Math.sqrt(variance / n)));
    assertThat(squares / n).isCloseTo(variance, within(4 * variance * Math.sqrt(2 / n)));
    assertThat(model.parameters().get("d.bias")).containsOnly(0);
  }

  @Test
  void aShuffleIsAPermutation() {
    int[] order = new int[100];
    Seeds.shuffle(order, 5);
    assertThat(order).doesNotHaveDuplicates();
    assertThat(Arrays.stream(order).allMatch(i -> i >= 0 && i < 100)).isTrue();
    assertThat(order).isNotEqualTo(IntStream.range(0, 100).toArray());
  }
}
