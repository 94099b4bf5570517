package io.github.lanewise.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.github.lanewise.kernels.lanes.Workers;
import io.github.lanewise.nn.layers.BatchNorm;
import io.github.lanewise.nn.layers.Conv2d;
import io.github.lanewise.nn.layers.Dense;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Passes in any order. */
class WorkspaceTest {
  private static final Workers SERIAL = Workers.serial();

  private final Network network =
      Network.builder(6, 6, 2).add(Conv2d.of(3, 3)).add(new BatchNorm()).add(Dense.of(40)).build();

  private final float[] x = random();

  private static float[] random() {
    float[] x = new float[2 * 72];
    Random random = new Random(1);
    for (int i = 0; i < x.length; i++) {
      x[i] = random.nextFloat();
    }
    return x;
  }

  @Test
  void weightsThatWereLearnedAreThoseOfThePassAfter() {
    Parameters before = network.initialise(1).parameters();
    Parameters after = network.initialise(2).parameters();
    Workspace workspace = new Workspace(network, 2);
    workspace.forward(before, x, SERIAL);
    workspace.forwardTraining(after, x, 0, SERIAL);
    float[] prepared = workspace.forwardPrepared(after, x, SERIAL).clone();
    assertThat(prepared).isEqualTo(new Workspace(network, 2).forward(after, x, SERIAL));
  }

  @Test
  void noBackwardPassFollowsNewWeightsAlone() {
    Parameters parameters = network.initialise(1).parameters();
    Workspace workspace = new Workspace(network, 2);
    float[] dy = new float[80];
    Arrays.fill(dy, 1);
    workspace.forwardTraining(parameters, x, 0, SERIAL);
    workspace.prepare(parameters);
    assertThatIllegalStateException()
        .isThrownBy(() -> workspace.backward(dy, Parameters.zeros(network), null, SERIAL));
  }
}
