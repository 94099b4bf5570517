package io.github.lanewise.nn.optimize;

import io.github.lanewise.nn.Parameters;

/**
 * RMSProp (Hinton 2012, "Neural networks for machine learning", lecture 6): {@code v ← α v + (1 −
 * α) dw²}, {@code w ← w − η dw / (√v + ε)}; with momentum {@code b ← μ b + dw / (√v + ε)}, {@code w
 * ← w − η b}.
 *
 * @param learningRate step size η
 * @param alpha how much of the squares is kept
 * @param epsilon ε
 * @param weightDecay what each value times this adds to its gradient
 * @param momentum share μ of the last step that is kept
 */
public record RmsProp(
    double learningRate, double alpha, double epsilon, double weightDecay, double momentum)
    implements Optimizer {
  /**
   * RMSProp with PyTorch's defaults.
   *
   * @param learningRate step size; PyTorch's default is 0.01
   * @return α 0.99, ε 10⁻⁸, no decay, no momentum
   */
  public static RmsProp of(double learningRate) {
    return new RmsProp(learningRate, 0.99, 1e-8, 0, 0);
  }

  /**
   * The same with momentum.
   *
   * @param momentum share of the last step that is kept
   * @return the optimizer
   */
  public RmsProp momentum(double momentum) {
    return new RmsProp(learningRate, alpha, epsilon, weightDecay, momentum);
  }

  /**
   * The same with weight decay.
   *
   * @param weightDecay what each value times this adds to its gradient
   * @return the optimizer
   */
  public RmsProp weightDecay(double weightDecay) {
    return new RmsProp(learningRate, alpha, epsilon, weightDecay, momentum);
  }

  @Override
  public Memory start(Parameters parameters) {
    return new Squares(parameters);
  }

  private final class Squares extends ElementwiseMemory {
    private float rate;

    Squares(Parameters parameters) {
      super(parameters, 2);
    }

    @Override
    void prepare(long step, double learningRate) {
      rate = (float) learningRate;
    }

    @Override
    void update(float[] w, float[] dw, float[][] memory, int from, int to) {
      float[] v = memory[0];
      float[] b = memory[1];
      float kept = (float) alpha;
      float added = (float) (1 - alpha);
      float eps = (float) epsilon;
      float decay = (float) weightDecay;
      float mu = (float) momentum;
      float eta = rate;
      for (int i = from; i < to; i++) {
        float g = dw[i] + decay * w[i];
        float second = kept * v[i] + added * g * g;
        float next = mu * b[i] + g / ((float) Math.sqrt(second) + eps);
        v[i] = second;
        b[i] = next;
        w[i] -= eta * next;
      }
    }
  }
}
