package io.github.lanewise.nn.loss;

import io.github.lanewise.kernels.activation.CrossEntropy;

/**
 * Minus the logarithm of the probability that softmax gives the right class, averaged over the
 * examples. The network's output is what goes into the softmax ("logits"), as with PyTorch's {@code
 * CrossEntropyLoss}.
 *
 * @param smoothing share of the target that is spread evenly over all classes (Szegedy et al. 2016,
 *     "Rethinking the Inception architecture"), from 0 up to but not including 1
 */
public record SoftmaxCrossEntropy(double smoothing) implements Loss {
  /**
   * Checks the share.
   *
   * @throws IllegalArgumentException if it is not from 0 up to 1
   */
  public SoftmaxCrossEntropy {
    if (!(smoothing >= 0 && smoothing < 1)) {
      throw new IllegalArgumentException(
          "smoothing is " + smoothing + ", expected 0 up to but not including 1");
    }
  }

  /** Without smoothing. */
  public SoftmaxCrossEntropy() {
    this(0);
  }

  @Override
  public Bound bind(int batch, int outputs) {
    return CrossEntropy.of(batch, outputs, smoothing)::gradient;
  }
}
