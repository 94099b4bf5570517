package io.github.lanewise.nn.lecture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.lanewise.kernels.lanes.Workers;
import io.github.lanewise.nn.Model;
import io.github.lanewise.nn.Network;
import io.github.lanewise.nn.Parameters;
import io.github.lanewise.nn.layers.Dense;
import io.github.lanewise.nn.layers.Sigmoid;
import java.util.List;
import org.junit.jupiter.api.Test;

class ScalarGraphTest {
  private static final Workers SERIAL = Workers.serial();

  /** s = g(2) · 3 + g(2), by hand: both uses of g(2) count. */
  @Test
  void valuesByHand() {
    ScalarGraph graph = new ScalarGraph();
    int x = graph.input("x", 2);
    int three = graph.input("three", 3);
    int g = graph.g("g", x);
    graph.sum("s", graph.product("p", g, three), g);
    double value = 1 / (1 + Math.exp(-2));
    double slope = value * (1 - value);
    assertThat(graph.steps().getLast().value()).isCloseTo(4 * value, within(1e-12));
    assertThat(graph.forwardMode(x))
        .containsExactly(new double[] {1, 0, slope, 3 * slope, 4 * slope}, within(1e-12));
    assertThat(graph.backwardMode())
        .containsExactly(new double[] {4 * slope, value, 4, 1, 1}, within(1e-12));
  }

  @Test
  void bothModesAgreeForEveryInput() {
    ScalarGraph graph = ScalarGraph.twoLayers();
    int last = graph.steps().size() - 1;
    double[] backward = graph.backwardMode();
    for (int i = 0; i <= last; i++) {
      assertThat(graph.forwardMode(i)[last]).isCloseTo(backward[i], within(1e-12));
    }
  }

  private static int find(ScalarGraph graph, String name) {
    return graph.steps().stream().map(ScalarGraph.Step::name).toList().indexOf(name);
  }

  /** The same network out of layers has the same value and derivatives. */
  @Test
  void theNetworkOfLayersAgrees() {
    ScalarGraph graph = ScalarGraph.twoLayers();
    Network network =
        Network.builder(1, 1, 2)
            .add("hidden", Dense.of(2))
            .add(new Sigmoid())
            .add("out", Dense.of(1))
            .add(new Sigmoid())
            .build();
    Parameters p = Parameters.zeros(network);
    set(p.get("hidden.weight"), graph, "w1_h1", "w1_h2", "w2_h1", "w2_h2");
    set(p.get("hidden.bias"), graph, "b_h1", "b_h2");
    set(p.get("out.weight"), graph, "w1_y", "w2_y");
    set(p.get("out.bias"), graph, "b_y");
    float[] x = new float[2];
    set(x, graph, "x1", "x2");
    Model model = new Model(network, p);
    double[] backward = graph.backwardMode();
    float[] dx = model.vectorJacobianProduct(x, new float[] {1}, SERIAL);
    float[] moved = model.jacobianVectorProduct(x, new float[] {1, 0}, SERIAL);
    assertThat((double) dx[0]).isCloseTo(backward[find(graph, "x1")], within(1e-6));
    assertThat((double) dx[1]).isCloseTo(backward[find(graph, "x2")], within(1e-6));
    assertThat(moved[0]).isCloseTo(dx[0], within(1e-6f));
  }

  private static void set(float[] values, ScalarGraph graph, String... names) {
    List<ScalarGraph.Step> steps = graph.steps();
    for (int i = 0; i < names.length; i++) {
      values[i] = (float) steps.get(find(graph, names[i])).value();
    }
  }
}
