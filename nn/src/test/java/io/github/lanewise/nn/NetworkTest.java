package io.github.lanewise.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.lanewise.kernels.lanes.Workers;
import io.github.lanewise.nn.check.GradientCheck;
import io.github.lanewise.nn.layers.Add;
import io.github.lanewise.nn.layers.Concat;
import io.github.lanewise.nn.layers.Dense;
import io.github.lanewise.nn.layers.Flatten;
import org.junit.jupiter.api.Test;

class NetworkTest {
  /** The lecture's dense network for 32×32 grey pictures. */
  @Test
  void theLecturesDenseNetworkHasItsNumberOfWeights() {
    Network network =
        Network.builder(32, 32, 1)
            .add(new Flatten())
            .add(Dense.of(512))
            .add(Dense.of(256))
            .add(Dense.of(10))
            .build();
    Parameters parameters = Parameters.zeros(network);
    assertThat(parameters.count(ParameterSpec.Role.WEIGHT)).isEqualTo(657_920);
    assertThat(parameters.count(ParameterSpec.Role.BIAS)).isEqualTo(778);
    assertThat(network.outputShape()).isEqualTo(Shape.flat(10));
    assertThat(parameters.all())
        .extracting(Parameter::name)
        .startsWith("dense_1.weight", "dense_1.bias");
  }

  @Test
  void aSmallNetworkByHand() {
    Network network = Network.builder(1, 1, 2).add("d", Dense.of(2)).build();
    Parameters parameters = Parameters.zeros(network);
    System.arraycopy(new float[] {1, 2, 3, 4}, 0, parameters.get("d.weight"), 0, 4);
    System.arraycopy(new float[] {10, 20}, 0, parameters.get("d.bias"), 0, 2);
    Workspace workspace = new Workspace(network, 1);
    float[] y = workspace.forward(parameters, new float[] {5, 6}, Workers.serial());
    assertThat(y).containsExactly(5 + 18 + 10, 10 + 24 + 20);
    Parameters gradients = parameters.zerosLike();
    float[] dx = new float[2];
    workspace.backward(new float[] {1, -1}, gradients, dx, Workers.serial());
    assertThat(dx).containsExactly(1 - 2, 3 - 4);
    assertThat(gradients.get("d.weight")).containsExactly(5, -5, 6, -6);
    assertThat(gradients.get("d.bias")).containsExactly(1, -1);
  }

  /** Fan-out from the input, from a layer and from a view; one node read twice by one layer. */
  private static Network graph() {
    return Network.builder(2, 3, 4)
        .add("flat", new Flatten())
        .add("a", Dense.of(5))
        .add("b", Dense.of(5).withoutBias(), "flat")
        .add("sum", new Add(), "a", "b", "a")
        .add("c", Dense.of(5), Network.INPUT)
        .add("all", new Concat(), "sum", "c", "flat", "sum")
        .add("out", Dense.of(3))
        .build();
  }

  @Test
  void gradientsAddUpWherePathsPart() {
    GradientCheck.of(graph()).run();
    GradientCheck.of(graph()).batch(1).seed(2).evaluating().run();
  }

  @Test
  void theInputsGradientIsOptional() {
    Network network = graph();
    Model model = network.initialise(3);
    float[] x = new float[24];
    x[5] = 1;
    Parameters with = model.parameters().zerosLike();
    Parameters without = model.parameters().zerosLike();
    Workspace workspace = new Workspace(network, 1);
    workspace.forward(model.parameters(), x, Workers.serial());
    workspace.backward(new float[] {1, 2, 3}, with, new float[24], Workers.serial());
    workspace.backward(new float[] {1, 2, 3}, without, null, Workers.serial());
    for (Parameter parameter : with) {
      assertThat(without.get(parameter.name())).isEqualTo(parameter.values());
    }
  }

  @Test
  void aViewMayBeTheOutput() {
    Network network = Network.builder(2, 2, 1).add(Dense.of(4)).add(new Flatten()).build();
    GradientCheck.of(network).run();
    Network viewAlone = Network.builder(2, 2, 1).add(new Flatten()).build();
    float[] x = {1, 2, 3, 4};
    Workspace workspace = new Workspace(viewAlone, 1);
    assertThat(workspace.forward(Parameters.zeros(viewAlone), x, Workers.serial())).isSameAs(x);
    workspace.backward(x, Parameters.zeros(viewAlone), null, Workers.serial());
  }

  @Test
  void aSeedGivesTheSameBits() {
    Model a = graph().initialise(7);
    Model b = graph().initialise(7);
    Model c = graph().initialise(8);
    assertThat(a.parameters().get("a.weight")).isEqualTo(b.parameters().get("a.weight"));
    assertThat(a.parameters().get("a.weight")).isNotEqualTo(c.parameters().get("a.weight"));
    assertThat(a.parameters().get("a.weight")).isNotEqualTo(a.parameters().get("c.weight"));
  }

  @Test
  void workspacesThatSharePassesGiveTheSame() {
    Model model = graph().initialise(4);
    Workspace one = new Workspace(model.network(), 2);
    one.prepare(model.parameters());
    Workspace two = new Workspace(one);
    float[] x = new float[48];
    x[7] = 3;
    float[] expected = one.forwardPrepared(model.parameters(), x, Workers.serial()).clone();
    assertThat(two.forwardPrepared(model.parameters(), x, Workers.serial())).isEqualTo(expected);
  }

  @Test
  void mistakesAreNamed() {
    Network.Builder builder = Network.builder(4, 4, 1).add("a", Dense.of(3));
    assertThatThrownBy(() -> builder.add("a", Dense.of(2)))
        .hasMessage("a node named a is there already");
    assertThatThrownBy(() -> builder.add("b", new Add(), "a", "z"))
        .hasMessage("b reads z, which is not there yet; so far there are [input, a]");
    assertThatThrownBy(() -> builder.add("b", new Add(), "a", Network.INPUT))
        .hasMessage("b Add[]: it adds [3, 4×4×1], expected equal shapes");
    assertThatThrownBy(() -> builder.add("b c", Dense.of(1)))
        .hasMessageContaining("'b c' is not made of letters");
    assertThatThrownBy(() -> Dense.of(0)).hasMessage("units is 0, expected at least 1");
    assertThatThrownBy(() -> Network.builder(4, 4, 1).build())
        .hasMessageContaining("needs a layer");
    assertThatThrownBy(
            () ->
                Network.builder(4, 4, 1)
                    .add("lost", Dense.of(3))
                    .add("out", Dense.of(3), Network.INPUT)
                    .build())
        .hasMessage("nobody reads lost, and it is not the last node, which is the output: out");
    Network network = builder.build();
    Workspace workspace = new Workspace(network, 2);
    assertThatThrownBy(() -> workspace.tangent(new float[32], null, Workers.serial()))
        .isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(
            () -> workspace.forward(Parameters.zeros(network), new float[31], Workers.serial()))
        .hasMessage("x has 31 floats, expected 32 [batch][…input]");
    assertThatThrownBy(() -> Parameters.zeros(network).get("a.wieght"))
        .hasMessage("no parameter is named a.wieght, expected one of [a.weight, a.bias]");
  }
}
