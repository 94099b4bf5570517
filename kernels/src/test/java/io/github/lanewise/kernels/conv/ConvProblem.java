package io.github.lanewise.kernels.conv;

import io.github.lanewise.kernels.lanes.Workers;
import io.github.lanewise.kernels.shape.Window;
import io.github.lanewise.kernels.testing.Values;

/**
 * A convolution with its inputs: small integers drawn from a seed, so that every order of summation
 * gives the same exact result. Prints as the expression that makes it, to be kept as an example.
 */
record ConvProblem(ConvShape shape, long seed, boolean bias, boolean residual, boolean relu) {

  /** A problem without an epilogue. */
  static ConvProblem of(ConvShape shape, long seed) {
    return new ConvProblem(shape, seed, false, false, false);
  }

  /** Input, from −4 to 4. */
  float[] x() {
    return integers(1, shape.inputLength());
  }

  /** Weights, from −4 to 4. */
  float[] weights() {
    return integers(2, shape.weightCount());
  }

  /** What is left to do with the sums. */
  Epilogue epilogue() {
    Epilogue epilogue =
        Epilogue.NONE
            .withBias(bias ? integers(3, shape.outChannels()) : null)
            .withResidual(residual ? integers(4, shape.outputLength()) : null);
    return relu ? epilogue.withRelu() : epilogue;
  }

  /** The output of the naive loops. */
  float[] expected() {
    return forward(ConvAlgorithm.REFERENCE);
  }

  /** The output of an algorithm on this thread. */
  float[] forward(ConvAlgorithm algorithm) {
    return forward(algorithm, x());
  }

  /** The output of an algorithm on this thread for another input. */
  float[] forward(ConvAlgorithm algorithm, float[] x) {
    float[] y = new float[shape.outputLength()];
    Convolution conv = Convolution.of(shape, algorithm);
    conv.forward(x, conv.pack(weights()), epilogue(), y, Workers.serial());
    return y;
  }

  private float[] integers(int stream, int length) {
    return Values.integers(31 * seed + stream, length);
  }

  @Override
  public String toString() {
    return "new ConvProblem(new ConvShape(%d, %s, %s, %d, %d, %d), %dL, %b, %b, %b)"
        .formatted(
            shape.batch(),
            literal(shape.height()),
            literal(shape.width()),
            shape.inChannels(),
            shape.outChannels(),
            shape.groups(),
            seed,
            bias,
            residual,
            relu);
  }

  private static String literal(Window w) {
    return "new Window(%d, %d, %d, %d, %d, %d)"
        .formatted(w.input(), w.kernel(), w.stride(), w.dilation(), w.padBefore(), w.padAfter());
  }
}
