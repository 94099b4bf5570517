package io.github.lanewise.bench.train;

import io.github.lanewise.bench.contest.Values;
import io.github.lanewise.bench.conv.ConvData;
import io.github.lanewise.kernels.conv.ConvShape;
import io.github.lanewise.kernels.conv.Convolution;
import io.github.lanewise.kernels.conv.ConvolutionGradient;
import io.github.lanewise.kernels.conv.Epilogue;
import io.github.lanewise.kernels.conv.PackedWeights;
import io.github.lanewise.kernels.lanes.Workers;

/** A convolution with bias, forward and backward, by Lanewise. */
final class TrainStep implements AutoCloseable {
  private final ConvData data;
  private final float[] dy;
  private final Workers workers;
  private final Convolution convolution;
  private final ConvolutionGradient gradient;
  private final PackedWeights forwardWeights;
  private final PackedWeights backwardWeights;
  private final Epilogue epilogue;
  private final float[] y;
  private final float[] dx;
  private final float[] dWeights;
  private final float[] dBias;

  TrainStep(ConvShape shape, int threads) {
    data = ConvData.of(shape);
    dy = outputGradient(shape);
    workers = Workers.of(threads);
    convolution = Convolution.forTraining(shape);
    gradient = ConvolutionGradient.of(shape);
    forwardWeights = convolution.pack(data.weights());
    backwardWeights = gradient.pack(data.weights());
    epilogue = Epilogue.NONE.withBias(data.bias());
    y = new float[shape.outputLength()];
    dx = new float[shape.inputLength()];
    dWeights = new float[shape.weightCount()];
    dBias = new float[shape.outChannels()];
  }

  /** The gradient that every contender starts backward from. */
  static float[] outputGradient(ConvShape shape) {
    return Values.random(4, shape.outputLength());
  }

  void pack() {
    convolution.pack(data.weights(), forwardWeights, workers);
    gradient.pack(data.weights(), backwardWeights, workers);
  }

  void forward() {
    convolution.forward(data.x(), forwardWeights, epilogue, y, workers);
  }

  void backwardInput() {
    gradient.backwardInput(dy, backwardWeights, dx, workers);
  }

  void backwardWeights() {
    gradient.backwardWeights(data.x(), dy, dWeights, dBias, workers);
  }

  /** The output {@code [batch][outHeight][outWidth][outChannels]}. */
  float[] y() {
    return y;
  }

  /** The gradient of the input {@code [batch][inHeight][inWidth][inChannels]}. */
  float[] dx() {
    return dx;
  }

  /** The gradient {@code [kernelHeight][kernelWidth][inChannels / groups][outChannels]}. */
  float[] dWeights() {
    return dWeights;
  }

  /** The gradient of the bias {@code [outChannels]}. */
  float[] dBias() {
    return dBias;
  }

  @Override
  public void close() {
    workers.close();
  }
}
