package io.github.lanewise.bench.nets;

/** What a network is used for. */
public enum Use {
  /**
   * A step of training: forward, softmax cross-entropy, backward, and stochastic gradient descent
   * with momentum.
   */
  TRAINING("Training", 3),
  /** The outputs of a trained network. */
  INFERENCE("Inference", 1);

  private final String title;
  private final int passes;

  Use(String title, int passes) {
    this.title = title;
    this.passes = passes;
  }

  /**
   * What tables call it.
   *
   * @return a word
   */
  String title() {
    return title;
  }

  /** How often it takes about the multiply-adds of a forward pass. */
  int passes() {
    return passes;
  }
}
