package io.github.lanewise.bench.conv;

import io.github.lanewise.kernels.conv.ConvShape;
import java.util.SplittableRandom;

/** What a convolution is computed from: even random numbers in [−1, 1), the same in every JVM. */
public final class ConvData {
  private final float[] x;
  private final float[] weights;
  private final float[] bias;

  private ConvData(float[] x, float[] weights, float[] bias) {
    this.x = x;
    this.weights = weights;
    this.bias = bias;
  }

  static ConvData of(ConvShape shape) {
    return new ConvData(
        random(1, shape.inputLength()),
        random(2, shape.weightCount()),
        random(3, shape.outChannels()));
  }

  private static float[] random(long seed, int length) {
    SplittableRandom random = new SplittableRandom(seed);
    float[] values = new float[length];
    for (int i = 0; i < length; i++) {
      values[i] = (float) random.nextDouble(-1, 1);
    }
    return values;
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
