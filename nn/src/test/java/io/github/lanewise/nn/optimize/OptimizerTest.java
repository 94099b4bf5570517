package io.github.lanewise.nn.optimize;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.github.lanewise.kernels.lanes.Workers;
import io.github.lanewise.nn.Network;
import io.github.lanewise.nn.Parameter;
import io.github.lanewise.nn.Parameters;
import io.github.lanewise.nn.layers.Dense;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class OptimizerTest {
  private static final float[] GRADIENTS = {0.5f, -0.25f, 1};

  /** Where a value of 1 is after three steps, by PyTorch's formulas in Python's doubles. */
  static Stream<Arguments> optimizers() {
    return Stream.of(
        arguments(Sgd.of(0.1), 0.875),
        arguments(Sgd.of(0.1).momentum(0.9), 0.812),
        arguments(Sgd.of(0.1).nesterov(0.9), 0.7058),
        arguments(Sgd.of(0.1).momentum(0.9).weightDecay(0.1), 0.758024),
        arguments(Adam.of(0.1), 0.8075551396770898),
        arguments(Adam.of(0.1).weightDecay(0.1), 0.7815043998631658),
        arguments(Adam.decoupled(0.1), 0.804784672376384),
        arguments(RmsProp.of(0.1), -0.4257262160714049),
        arguments(RmsProp.of(0.1).momentum(0.9).weightDecay(0.1), -1.8034634678604853));
  }

  private static final Network NETWORK = Network.builder(150, 1, 1).add(Dense.of(150)).build();

  private static Parameters ones() {
    Parameters parameters = Parameters.zeros(NETWORK);
    parameters.forEach(parameter -> Arrays.fill(parameter.values(), 1));
    return parameters;
  }

  @ParameterizedTest
  @MethodSource("optimizers")
  void threeStepsAreThoseOfPyTorch(Optimizer optimizer, double expected) {
    Parameters parameters = ones();
    Parameters gradients = parameters.zerosLike();
    Optimizer.Memory memory = optimizer.start(parameters);
    for (float gradient : GRADIENTS) {
      gradients.forEach(g -> Arrays.fill(g.values(), gradient));
      memory.step(parameters, gradients, optimizer.learningRate(), Workers.serial());
    }
    for (Parameter parameter : parameters) {
      for (float value : parameter.values()) {
        assertThat((double) value).isCloseTo(expected, within(2e-6));
      }
    }
    assertThat(memory.steps()).isEqualTo(3);
  }

  @ParameterizedTest
  @MethodSource("optimizers")
  void anotherRunGoesOnFromItsMemory(Optimizer optimizer, double expected) {
    Parameters parameters = ones();
    Parameters gradients = parameters.zerosLike();
    Optimizer.Memory memory = optimizer.start(parameters);
    for (float gradient : GRADIENTS) {
      gradients.forEach(g -> Arrays.fill(g.values(), gradient));
      Optimizer.Memory next = optimizer.start(parameters);
      next.resumeAt(memory.steps());
      for (int i = 0; i < next.buffers().size(); i++) {
        next.buffers().get(i).set(memory.buffers().get(i));
      }
      memory = next;
      try (Workers workers = Workers.of(2)) {
        memory.step(parameters, gradients, optimizer.learningRate(), workers);
      }
    }
    assertThat((double) parameters.all().get(0).values()[149 * 150])
        .isCloseTo(expected, within(2e-6));
  }

  @Test
  void nesterovNeedsMomentum() {
    assertThatThrownBy(() -> Sgd.of(0.1).nesterov(0)).hasMessageContaining("such as 0.9");
  }

  @Test
  void schedulesAreThoseOfPyTorch() {
    Schedule cycle = Schedule.oneCycle();
    double[][] expected = {
      {0, 0.04}, {10, 0.29516394846410077}, {29, 1}, {30, 0.9994965352845243}, {99, 4e-6}
    };
    for (double[] pair : expected) {
      assertThat(cycle.factor((long) pair[0], 100)).isCloseTo(pair[1], within(1e-12));
    }
    assertThat(Schedule.step(10, 0.5).factor(29, 100)).isEqualTo(0.25);
    assertThat(Schedule.cosine().factor(0, 100)).isEqualTo(1);
    assertThat(Schedule.cosine().factor(50, 100)).isCloseTo(0.5, within(1e-12));
    assertThat(Schedule.cosine().factor(100, 100)).isCloseTo(0, within(1e-12));
    assertThat(Schedule.CONSTANT.factor(7, 100)).isEqualTo(1);
    Schedule warm = Schedule.cosine().warmUp(10);
    assertThat(warm.factor(4, 110)).isEqualTo(0.5);
    assertThat(warm.factor(10, 110)).isEqualTo(1);
    assertThat(warm.factor(60, 110)).isCloseTo(0.5, within(1e-12));
    assertThatThrownBy(() -> Schedule.step(0, 0.5)).hasMessage("every is 0, expected at least 1");
  }
}
