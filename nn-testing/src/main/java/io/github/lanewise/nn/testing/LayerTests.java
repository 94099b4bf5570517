package io.github.lanewise.nn.testing;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import io.github.lanewise.kernels.lanes.Workers;
import io.github.lanewise.nn.Layer;
import io.github.lanewise.nn.Network;
import io.github.lanewise.nn.Parameters;
import io.github.lanewise.nn.Shape;
import io.github.lanewise.nn.Workspace;
import io.github.lanewise.nn.check.GradientCheck;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;

/**
 * Tests of a layer of one's own: its three passes against each other and against differences, while
 * it learns and when it is used, and the same bits from any number of threads.
 *
 * {@snippet :
 * @TestFactory
 * Stream<DynamicTest> myLayer() {
 *   return LayerTests.of(new MyLayer(3), new Shape(5, 4, 2));
 * }
 * }
 */
public final class LayerTests {
  private static final int BATCH = 5;
  private static final int THREADS = 3;

  private LayerTests() {}

  /**
   * The tests of a layer with one input.
   *
   * @param layer the layer
   * @param input shape of one example
   * @return tests for a {@link org.junit.jupiter.api.TestFactory}
   */
  public static Stream<DynamicTest> of(Layer layer, Shape input) {
    return of(Network.builder(input).add(layer).build());
  }

  /**
   * The tests of a network, for layers with several inputs.
   *
   * @param network the network
   * @return tests for a {@link org.junit.jupiter.api.TestFactory}
   */
  public static Stream<DynamicTest> of(Network network) {
    return Stream.of(
        dynamicTest("passes agree while it learns", GradientCheck.of(network)::run),
        dynamicTest(
            "passes agree when it is used",
            GradientCheck.of(network).batch(3).seed(2).evaluating()::run),
        dynamicTest("threads leave the bits alone", () -> threadsLeaveTheBitsAlone(network)));
  }

  private static void threadsLeaveTheBitsAlone(Network network) {
    try (Workers workers = Workers.of(THREADS)) {
      float[][] one = passes(network, Workers.serial());
      float[][] many = passes(network, workers);
      String[] names = {"y", "ty", "dx"};
      for (int i = 0; i < names.length; i++) {
        assertArrayEquals(one[i], many[i], names[i]);
      }
    }
  }

  private static float[][] passes(Network network, Workers workers) {
    Parameters parameters = network.initialise(1).parameters();
    float[] x = new float[network.inputShape().length(BATCH)];
    for (int i = 0; i < x.length; i++) {
      x[i] = (i * 7919 % 1000 - 500) / 300f;
    }
    Workspace workspace = new Workspace(network, BATCH);
    float[] y = workspace.forwardTraining(parameters, x, 3, workers).clone();
    float[] ty = workspace.tangent(x, parameters, workers).clone();
    float[] dx = new float[x.length];
    workspace.backward(y.clone(), parameters.zerosLike(), dx, workers);
    return new float[][] {y, ty, dx};
  }
}
