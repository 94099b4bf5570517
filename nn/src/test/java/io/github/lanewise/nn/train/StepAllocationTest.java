package io.github.lanewise.nn.train;

import io.github.lanewise.kernels.lanes.Workers;
import io.github.lanewise.nn.Allocation;
import io.github.lanewise.nn.Network;
import io.github.lanewise.nn.Parameters;
import io.github.lanewise.nn.Workspace;
import io.github.lanewise.nn.layers.BatchNorm;
import io.github.lanewise.nn.layers.Conv2d;
import io.github.lanewise.nn.layers.Dense;
import io.github.lanewise.nn.layers.Dropout;
import io.github.lanewise.nn.layers.MaxPool2d;
import io.github.lanewise.nn.layers.ReLU;
import io.github.lanewise.nn.loss.Loss;
import io.github.lanewise.nn.loss.SoftmaxCrossEntropy;
import io.github.lanewise.nn.optimize.Adam;
import io.github.lanewise.nn.optimize.Optimizer;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** A whole step of training: forward, loss, backward with what a pooling hands on, optimizer. */
class StepAllocationTest {
  private static final int BATCH = 2;
  private static final int CLASSES = 3;

  @Test
  void aStepAllocatesNothing() {
    Network network =
        Network.builder(10, 10, 1)
            .add(Conv2d.of(4, 5).padding(2))
            .add(new ReLU())
            .add(MaxPool2d.of(2))
            .add(Conv2d.of(8, 3))
            .add(new BatchNorm())
            .add(new ReLU())
            .add(new Dropout(0.2f))
            .add(Dense.of(CLASSES))
            .build();
    Parameters parameters = network.initialise(1).parameters();
    Parameters gradients = parameters.zerosLike();
    Optimizer.Memory memory = Adam.of(1e-3).start(parameters);
    Workspace workspace = new Workspace(network, BATCH);
    Loss.Bound loss = new SoftmaxCrossEntropy().bind(BATCH, CLASSES);
    float[] x = new float[BATCH * 10 * 10];
    Random random = new Random(1);
    for (int i = 0; i < x.length; i++) {
      x[i] = random.nextFloat();
    }
    float[] targets = {1, 0, 0, 0, 0, 1};
    float[] dy = new float[BATCH * CLASSES];
    Workers serial = Workers.serial();
    Allocation.none(
        () -> {
          float[] y = workspace.forwardTraining(parameters, x, memory.steps(), serial);
          loss.compute(y, targets, dy, serial);
          workspace.backward(dy, gradients, null, serial);
          memory.step(parameters, gradients, 1e-3, serial);
        });
  }
}
