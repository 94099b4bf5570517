package io.github.lanewise.nn.optimize;

import io.github.lanewise.nn.Parameters;

/**
 * Adam (Kingma, Ba 2015): {@code m ← β₁ m + (1 − β₁) dw}, {@code v ← β₂ v + (1 − β₂) dw²}, {@code w
 * ← w − η m̂ / (√v̂ + ε)} with {@code m̂ = m / (1 − β₁ᵗ)}, {@code v̂ = v / (1 − β₂ᵗ)}.
 *
 * @param learningRate step size η
 * @param beta1 β₁
 * @param beta2 β₂
 * @param epsilon ε
 * @param weightDecay decay of the values
 * @param decoupled whether the decay shrinks values by itself, {@code w ← w − η λ w} (Loshchilov,
 *     Hutter 2019: "AdamW"), rather than adding to the gradient
 */
public record Adam(
    double learningRate,
    double beta1,
    double beta2,
    double epsilon,
    double weightDecay,
    boolean decoupled)
    implements Optimizer {
  /**
   * Adam with PyTorch's defaults.
   *
   * @param learningRate step size; PyTorch's default is 0.001
   * @return β₁ 0.9, β₂ 0.999, ε 10⁻⁸, no decay
   */
  public static Adam of(double learningRate) {
    return new Adam(learningRate, 0.9, 0.999, 1e-8, 0, false);
  }

  /**
   * AdamW with PyTorch's defaults.
   *
   * @param learningRate step size; PyTorch's default is 0.001
   * @return β₁ 0.9, β₂ 0.999, ε 10⁻⁸, decoupled decay 0.01
   */
  public static Adam decoupled(double learningRate) {
    return new Adam(learningRate, 0.9, 0.999, 1e-8, 0.01, true);
  }

  /**
   * The same with another decay.
   *
   * @param weightDecay decay of the values
   * @return the optimizer
   */
  public Adam weightDecay(double weightDecay) {
    return new Adam(learningRate, beta1, beta2, epsilon, weightDecay, decoupled);
  }

  @Override
  public Memory start(Parameters parameters) {
    return new Moments(parameters);
  }

  private final class Moments extends ElementwiseMemory {
    private float rate;
    private float shrink;
    private float rootCorrection;

    Moments(Parameters parameters) {
      super(parameters, 2);
    }

    @Override
    void prepare(long step, double learningRate) {
      rate = (float) (learningRate / (1 - StrictMath.pow(beta1, (double) step)));
      rootCorrection = (float) Math.sqrt(1 - StrictMath.pow(beta2, (double) step));
      shrink = decoupled ? (float) (learningRate * weightDecay) : 0;
    }

    @Override
    void update(float[] w, float[] dw, float[][] memory, int from, int to) {
      float[] m = memory[0];
      float[] v = memory[1];
      float b1 = (float) beta1;
      float b2 = (float) beta2;
      float c1 = (float) (1 - beta1);
      float c2 = (float) (1 - beta2);
      float eps = (float) epsilon;
      float eta = rate;
      float root = rootCorrection;
      float keep = 1 - shrink;
      float added = decoupled ? 0 : (float) weightDecay;
      for (int i = from; i < to; i++) {
        float g = dw[i] + added * w[i];
        float first = b1 * m[i] + c1 * g;
        float second = b2 * v[i] + c2 * g * g;
        m[i] = first;
        v[i] = second;
        w[i] = keep * w[i] - eta * first / ((float) Math.sqrt(second) / root + eps);
      }
    }
  }
}
