package io.github.lanewise.kernels.conv;

import java.util.Arrays;

/**
 * What happens to a convolution's sums before they are stored, in registers: {@code y = relu(sum +
 * bias + residual)}, each part optional. Holds the caller's arrays, not copies of them.
 */
public final class Epilogue {
  /** Nothing: the sums themselves. */
  public static final Epilogue NONE = new Epilogue(null, null, false);

  private final float[] bias;
  private final float[] residual;
  private final boolean relu;

  private Epilogue(float[] bias, float[] residual, boolean relu) {
    this.bias = bias;
    this.residual = residual;
    this.relu = relu;
  }

  /**
   * This and a bias.
   *
   * @param bias one value for each output channel, or null for none
   * @return the epilogue
   */
  public Epilogue withBias(float[] bias) {
    return new Epilogue(bias, residual, relu);
  }

  /**
   * This and a residual connection (He et al. 2016, "Deep residual learning", figure 2).
   *
   * @param residual laid out as the output, another array than it; or null for none
   * @return the epilogue
   */
  public Epilogue withResidual(float[] residual) {
    return new Epilogue(bias, residual, relu);
  }

  /**
   * This and a final ReLU: negative results become 0, NaN stays NaN.
   *
   * @return the epilogue
   */
  public Epilogue withRelu() {
    return new Epilogue(bias, residual, true);
  }

  /**
   * The bias.
   *
   * @return one value for each output channel, or null
   */
  public float[] bias() {
    return bias;
  }

  /**
   * The residual.
   *
   * @return an array laid out as the output, or null
   */
  public float[] residual() {
    return residual;
  }

  /**
   * Whether the results go through a ReLU.
   *
   * @return true if negative results become 0
   */
  public boolean relu() {
    return relu;
  }

  /** Whether there is neither bias nor residual. */
  boolean startsFromZero() {
    return bias == null && residual == null;
  }

  /**
   * What sums that are added up in memory start from: bias and residual.
   *
   * @param at index in {@code y} of the first channel of a pixel
   * @param end one past the last channel of another
   * @param y overwritten there
   */
  void start(int at, int end, float[] y) {
    if (residual == null) {
      Arrays.fill(y, at, end, 0);
    } else {
      System.arraycopy(residual, at, y, at, end - at);
    }
    for (int i = at; bias != null && i < end; i += bias.length) {
      for (int c = 0; c < bias.length; c++) {
        y[i + c] += bias[c];
      }
    }
  }
}
