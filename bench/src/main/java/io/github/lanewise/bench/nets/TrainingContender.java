package io.github.lanewise.bench.nets;

import io.github.lanewise.kernels.lanes.Workers;
import io.github.lanewise.nn.Network;
import io.github.lanewise.nn.Parameter;
import io.github.lanewise.nn.Parameters;
import io.github.lanewise.nn.Workspace;
import io.github.lanewise.nn.loss.Loss;
import io.github.lanewise.nn.loss.SoftmaxCrossEntropy;
import io.github.lanewise.nn.optimize.Optimizer;
import io.github.lanewise.nn.optimize.Sgd;
import java.util.LinkedHashMap;
import java.util.Map;

/** Steps of training by Lanewise. */
final class TrainingContender implements Learner {
  private final NetData data;
  private final Workers workers;
  private final FirstStep first;
  private final Parameters parameters;
  private final Parameters gradients;
  private final Workspace workspace;
  private final Loss.Bound loss;
  private final float[] dy;
  private final Optimizer.Memory optimizer;
  private long step;

  TrainingContender(NetData data, int threads) {
    this.data = data;
    workers = Workers.of(threads);
    Network network = data.model().network();
    parameters = data.model().parameters();
    gradients = parameters.zerosLike();
    loss = new SoftmaxCrossEntropy().bind(data.batch(), network.outputShape().length());
    dy = new float[data.targets().length];
    first = first(WithoutDropout.of(network));
    workspace = new Workspace(network, data.batch());
    optimizer = Sgd.of(NetData.LEARNING_RATE).momentum(NetData.MOMENTUM).start(parameters);
  }

  private FirstStep first(Network network) {
    double value = gradient(new Workspace(network, data.batch()));
    Map<String, float[]> values = new LinkedHashMap<>();
    for (Parameter parameter : gradients) {
      if (parameter.spec().role().learned()) {
        values.put(parameter.name(), parameter.values().clone());
      }
    }
    return new FirstStep(value, values);
  }

  private double gradient(Workspace used) {
    float[] y = used.forwardTraining(parameters, data.x(), step, workers);
    double value = loss.compute(y, data.targets(), dy, workers);
    used.backward(dy, gradients, null, workers);
    return value;
  }

  @Override
  public String name() {
    return NetCase.OURS;
  }

  @Override
  public String layout() {
    return "NHWC; weights packed inside the timing";
  }

  @Override
  public void run() {
    gradient(workspace);
    optimizer.step(parameters, gradients, NetData.LEARNING_RATE, workers);
    step++;
  }

  @Override
  public FirstStep firstStep() {
    return first;
  }

  @Override
  public void close() {
    workers.close();
  }
}
