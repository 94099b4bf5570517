package io.github.lanewise.kernels.conv;

/**
 * What happens to a convolution's sums before they are stored, in registers: {@code y = relu(sum +
 * bias + residual)}, each part optional.
 *
 * @param bias one value for each output channel, or null
 * @param residual added to the output, laid out as the output; another array than it; or null
 * @param relu whether negative results become 0 (NaN stays NaN)
 */
public record Epilogue(float[] bias, float[] residual, boolean relu) {
  /** Nothing: the sums themselves. */
  public static final Epilogue NONE = new Epilogue(null, null, false);

  /**
   * A bias alone.
   *
   * @param bias one value for each output channel
   * @return the epilogue
   */
  public static Epilogue bias(float[] bias) {
    return new Epilogue(bias, null, false);
  }

  /**
   * This and a residual connection (He et al. 2016, "Deep residual learning", figure 2).
   *
   * @param residual laid out as the output
   * @return the epilogue
   */
  public Epilogue withResidual(float[] residual) {
    return new Epilogue(bias, residual, relu);
  }

  /**
   * This and a final ReLU.
   *
   * @return the epilogue
   */
  public Epilogue withRelu() {
    return new Epilogue(bias, residual, true);
  }
}
