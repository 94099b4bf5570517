package io.github.lanewise.nn.optimize;

import io.github.lanewise.nn.Parameters;

/**
 * Stochastic gradient descent, the lecture's rule {@code w ← w − η dw}, with momentum: {@code v ← μ
 * v + dw} (the first step: {@code v = dw}), {@code w ← w − η v}, or {@code w ← w − η (dw + μ v)}
 * with Nesterov's.
 *
 * @param learningRate step size η
 * @param momentum share μ of the last step that is kept, from 0
 * @param nesterov whether the gradient looks ahead
 * @param weightDecay what each value times this adds to its gradient
 */
public record Sgd(double learningRate, double momentum, boolean nesterov, double weightDecay)
    implements Optimizer {
  /**
   * Checks the combination.
   *
   * @throws IllegalArgumentException if Nesterov's momentum has no momentum
   */
  public Sgd {
    if (nesterov && momentum == 0) {
      throw new IllegalArgumentException(
          "nesterov needs a momentum above 0, such as 0.9, but it is 0");
    }
  }

  /**
   * The plain rule.
   *
   * @param learningRate step size
   * @return without momentum and decay
   */
  public static Sgd of(double learningRate) {
    return new Sgd(learningRate, 0, false, 0);
  }

  /**
   * The same with momentum.
   *
   * @param momentum share of the last step that is kept, usually 0.9
   * @return the optimizer
   */
  public Sgd momentum(double momentum) {
    return new Sgd(learningRate, momentum, nesterov, weightDecay);
  }

  /**
   * The same with Nesterov's momentum.
   *
   * @param momentum share of the last step that is kept, usually 0.9
   * @return the optimizer
   */
  public Sgd nesterov(double momentum) {
    return new Sgd(learningRate, momentum, true, weightDecay);
  }

  /**
   * The same with weight decay.
   *
   * @param weightDecay what each value times this adds to its gradient
   * @return the optimizer
   */
  public Sgd weightDecay(double weightDecay) {
    return new Sgd(learningRate, momentum, nesterov, weightDecay);
  }

  @Override
  public Memory start(Parameters parameters) {
    return momentum == 0 ? new Plain(parameters) : new Momentum(parameters);
  }

  private final class Plain extends ElementwiseMemory {
    private float rate;

    Plain(Parameters parameters) {
      super(parameters, 0);
    }

    @Override
    void prepare(long step, double learningRate) {
      rate = (float) learningRate;
    }

    @Override
    void update(float[] w, float[] dw, float[][] memory, int from, int to) {
      float decay = (float) weightDecay;
      float eta = rate;
      for (int i = from; i < to; i++) {
        w[i] -= eta * (dw[i] + decay * w[i]);
      }
    }
  }

  private final class Momentum extends ElementwiseMemory {
    private float rate;

    Momentum(Parameters parameters) {
      super(parameters, 1);
    }

    @Override
    void prepare(long step, double learningRate) {
      rate = (float) learningRate;
    }

    @Override
    void update(float[] w, float[] dw, float[][] memory, int from, int to) {
      float[] v = memory[0];
      float decay = (float) weightDecay;
      float mu = (float) momentum;
      float eta = rate;
      // One loop for both: w ← w − η (a dw + b v).
      float a = nesterov ? 1 : 0;
      float b = nesterov ? mu : 1;
      for (int i = from; i < to; i++) {
        float g = dw[i] + decay * w[i];
        float next = mu * v[i] + g;
        v[i] = next;
        w[i] -= eta * (a * g + b * next);
      }
    }
  }
}
