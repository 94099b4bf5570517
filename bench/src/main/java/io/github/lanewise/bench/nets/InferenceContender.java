package io.github.lanewise.bench.nets;

import io.github.lanewise.bench.contest.OneOutput;
import io.github.lanewise.kernels.lanes.Workers;
import io.github.lanewise.nn.predict.Predictor;

/** Outputs of a network by Lanewise: {@code output [batch][classes]}. */
final class InferenceContender implements OneOutput {
  private final float[] x;
  private final float[] y;
  private final Predictor predictor;
  private final Workers workers;

  InferenceContender(NetData data, int threads) {
    x = data.x();
    y = new float[data.targets().length];
    predictor = Predictor.of(data.model(), data.batch());
    workers = Workers.of(threads);
  }

  @Override
  public String name() {
    return NetCase.OURS;
  }

  @Override
  public String layout() {
    return "NHWC; weights packed and layers fused outside the timing";
  }

  @Override
  public void run() {
    predictor.predict(x, y, workers);
  }

  @Override
  public float[] output() {
    return y;
  }

  @Override
  public void close() {
    workers.close();
  }
}
