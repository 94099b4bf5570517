package io.github.lanewise.bench.conv;

import io.github.lanewise.bench.contest.OneOutput;
import io.github.lanewise.kernels.conv.ConvAlgorithm;
import io.github.lanewise.kernels.conv.ConvShape;
import io.github.lanewise.kernels.conv.Convolution;
import io.github.lanewise.kernels.conv.Epilogue;
import io.github.lanewise.kernels.conv.PackedWeights;
import io.github.lanewise.kernels.lanes.Workers;

/** Lanewise's convolution by one algorithm, with bias and ReLU: more than the peers compute. */
final class Ours implements OneOutput {
  private final ConvData data;
  private final Workers workers;
  private final Convolution convolution;
  private final PackedWeights weights;
  private final Epilogue epilogue;
  private final float[] y;

  Ours(ConvShape shape, ConvAlgorithm algorithm, ConvData data, int threads) {
    this.data = data;
    workers = Workers.of(threads);
    convolution = Convolution.of(shape, algorithm);
    weights = convolution.pack(data.weights());
    epilogue = Epilogue.NONE.withBias(data.bias()).withRelu();
    y = new float[shape.outputLength()];
  }

  @Override
  public String name() {
    return convolution.algorithm().name();
  }

  @Override
  public String layout() {
    return "NHWC in and out, weights packed outside the timing";
  }

  @Override
  public void run() {
    convolution.forward(data.x(), weights, epilogue, y, workers);
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
