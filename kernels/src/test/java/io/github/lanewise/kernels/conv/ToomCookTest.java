package io.github.lanewise.kernels.conv;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.lanewise.kernels.simd.ColumnTransform;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Four outputs of a filter, by fewer multiplications. */
class ToomCookTest {
  private static final int OUTPUTS = ColumnTransform.OUTPUTS;

  @ParameterizedTest
  @ValueSource(ints = {2, 3, 4, 5})
  void filtersLikeTheDefinition(int taps) {
    ToomCook filtering = new ToomCook(OUTPUTS, taps);
    Random random = new Random(taps);
    double[] weights = random.doubles(taps, -1, 1).toArray();
    double[] inputs = random.doubles(filtering.elements(), -1, 1).toArray();
    double[] products = products(filtering, weights, inputs);
    for (int output = 0; output < OUTPUTS; output++) {
      double expected = 0;
      for (int tap = 0; tap < taps; tap++) {
        expected += weights[tap] * inputs[output + tap];
      }
      assertThat(back(filtering, products, output)).isCloseTo(expected, within(1e-5));
    }
  }

  /** A bias is added to the element whose products reach every output once. */
  @ParameterizedTest
  @ValueSource(ints = {2, 3, 4, 5})
  void thePowersOfTheSecondPointAreOne(int taps) {
    assertThat(new ToomCook(OUTPUTS, taps).points()[1]).isEqualTo(1);
  }

  private static double[] products(ToomCook filtering, double[] weights, double[] inputs) {
    float[][] g = filtering.filter();
    float[][] b = filtering.input();
    double[] products = new double[filtering.elements()];
    for (int e = 0; e < products.length; e++) {
      double filter = 0;
      for (int tap = 0; tap < weights.length; tap++) {
        filter += g[e][tap] * weights[tap];
      }
      double input = 0;
      for (int k = 0; k < inputs.length; k++) {
        input += b[e][k] * inputs[k];
      }
      products[e] = filter * input;
    }
    return products;
  }

  private static double back(ToomCook filtering, double[] products, int output) {
    double sum = output == OUTPUTS - 1 ? products[products.length - 1] : 0;
    for (int e = 0; e < products.length - 1; e++) {
      sum += Math.pow(filtering.points()[e], output) * products[e];
    }
    return sum;
  }
}
