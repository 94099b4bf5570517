package io.github.lanewise.bench.conv;

import io.github.lanewise.bench.contest.Values;
import io.github.lanewise.kernels.conv.ConvShape;

/** What a convolution is computed from. */
public final class ConvData {
  private final float[] x;
  private final float[] weights;
  private final float[] bias;

  private ConvData(float[] x, float[] weights, float[] bias) {
    this.x = x;
    this.weights = weights;
    this.bias = bias;
  }

  /**
   * Random data, the same in every JVM.
   *
   * @param shape the shape of the convolution
   * @return new arrays
   */
  public static ConvData of(ConvShape shape) {
    return new ConvData(
        Values.random(1, shape.inputLength()),
        Values.random(2, shape.weightCount()),
        Values.random(3, shape.outChannels()));
  }

  /**
   * The input.
   *
   * @return {@code [batch][inHeight][inWidth][inChannels]}, not to be changed
   */
  public float[] x() {
    return x;
  }

  /**
   * The weights.
   *
   * @return {@code [kernelHeight][kernelWidth][inChannels / groups][outChannels]}, not to be
   *     changed
   */
  public float[] weights() {
    return weights;
  }

  /**
   * The bias.
   *
   * @return {@code [outChannels]}, not to be changed
   */
  public float[] bias() {
    return bias;
  }
}
