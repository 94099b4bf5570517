package io.github.lanewise.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.lanewise.kernels.lanes.Workers;
import io.github.lanewise.nn.loss.Loss;
import io.github.lanewise.nn.loss.SoftmaxCrossEntropy;
import io.github.lanewise.nn.zoo.Zoo;
import java.util.SplittableRandom;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

/** The lecture's two modes of differentiation over whole networks. */
class ModelTest {
  private static final Workers SERIAL = Workers.serial();

  private static float[] random(int length, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    float[] values = new float[length];
    for (int i = 0; i < length; i++) {
      values[i] = (float) Seeds.normal(random);
    }
    return values;
  }

  private static double dot(float[] a, float[] b) {
    double sum = 0;
    for (int i = 0; i < a.length; i++) {
      sum += (double) a[i] * b[i];
    }
    return sum;
  }

  /** ⟨v, J u⟩ = ⟨Jᵀ v, u⟩. */
  @Property(tries = 30)
  void eachModeChecksTheOther(@ForAll @IntRange(max = 999) int seed) {
    Model model = Zoo.lenet(new Shape(14, 14, 1), 10).initialise(seed);
    float[] x = random(2 * 196, seed);
    float[] u = random(2 * 196, seed + 1);
    float[] v = random(20, seed + 2);
    float[] forward = model.jacobianVectorProduct(x, u, SERIAL);
    float[] backward = model.vectorJacobianProduct(x, v, SERIAL);
    double size = Math.sqrt(dot(v, v) * dot(forward, forward));
    assertThat(dot(v, forward)).isCloseTo(dot(backward, u), within(1e-5 * size));
  }

  @Test
  void aStepAgainstTheGradientLowersTheLoss() {
    Model model = Zoo.lenet(new Shape(14, 14, 1), 10).initialise(1);
    Loss loss = new SoftmaxCrossEntropy();
    float[] x = random(196, 1);
    float[] targets = new float[10];
    targets[3] = 1;
    double before = loss(model, loss, x, targets);
    Parameters gradient = model.gradient(loss, x, targets, SERIAL);
    double squares = 0;
    for (Parameter parameter : model.parameters()) {
      float[] d = gradient.get(parameter.name());
      for (int i = 0; i < d.length; i++) {
        parameter.values()[i] -= 1e-4f * d[i];
        squares += (double) d[i] * d[i];
      }
    }
    double fallen = before - loss(model, loss, x, targets);
    assertThat(fallen).isCloseTo(1e-4 * squares, within(0.02 * 1e-4 * squares));
  }

  private static double loss(Model model, Loss loss, float[] x, float[] targets) {
    float[] y = new Workspace(model.network(), 1).forward(model.parameters(), x, SERIAL);
    return loss.bind(1, 10).compute(y, targets, new float[10], SERIAL);
  }

  @Test
  void mistakesAreNamed() {
    Model model = Zoo.lenet(new Shape(14, 14, 1), 10).initialise(1);
    assertThatThrownBy(() -> model.jacobianVectorProduct(new float[5], new float[5], SERIAL))
        .hasMessage("x has 5 floats, expected a multiple of the 196 of 14×14×1");
    assertThatThrownBy(
            () -> model.gradient(new SoftmaxCrossEntropy(), new float[196], new float[9], SERIAL))
        .hasMessage("targets has 9 floats, expected the 10 of the output");
    assertThatThrownBy(() -> model.vectorJacobianProduct(new float[196], new float[9], SERIAL))
        .hasMessageContaining("dy has 9 floats, expected 10");
  }
}
