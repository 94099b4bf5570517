package io.github.lanewise.onnx;

import io.github.lanewise.kernels.conv.Convolution;

/**
 * Has the JVM compile what first runs are made of while the first model is read, where there is a
 * second processor to do so.
 */
final class WarmUp {
  static {
    if (Runtime.getRuntime().availableProcessors() > 1) {
      Thread.ofPlatform().daemon().name("lanewise-warm-up").start(Convolution::warmUpPlain);
    }
  }

  private WarmUp() {}

  /** Once in a JVM; does not wait. */
  static void start() {
    // the class was initialised by this call
  }
}
