package io.github.lanewise.bench.ops;

import io.github.lanewise.bench.contest.OneOutput;
import io.github.lanewise.kernels.lanes.Workers;

/** Lanewise's computation of an operator. */
final class OpContender implements OneOutput {
  static final String NAME = "lanewise";

  private final Op op;
  private final Workers workers;
  private final float[] y;
  private final Runnable computation;

  OpContender(Op op, int threads) {
    this.op = op;
    workers = Workers.of(threads);
    y = new float[op.outputLength()];
    computation = op.computation(op.inputs(), y, workers);
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public String layout() {
    return op.layout();
  }

  @Override
  public void run() {
    computation.run();
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
