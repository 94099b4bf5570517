package io.github.lanewise.kernels.conv;

import io.github.lanewise.kernels.lanes.Workers;
import io.github.lanewise.kernels.testing.Values;
import java.util.ArrayList;
import java.util.List;

/** The program of a child JVM: calls every kernel often enough to be compiled. */
final class CompilerProbe {
  private static final int CALLS = 3;

  private CompilerProbe() {}

  static void main() {
    for (ConvShape shape : shapes()) {
      for (ConvAlgorithm algorithm : ConvAlgorithm.values()) {
        if (algorithm.supports(shape)) {
          call(shape, algorithm);
        }
      }
    }
  }

  private static void call(ConvShape shape, ConvAlgorithm algorithm) {
    Convolution conv = Convolution.of(shape, algorithm);
    PackedWeights packed = conv.pack(Values.gaussian(1, shape.weightCount()));
    float[] x = Values.gaussian(2, shape.inputLength());
    float[] y = new float[shape.outputLength()];
    Epilogue biased = Epilogue.NONE.withBias(new float[shape.outChannels()]);
    Epilogue all = biased.withResidual(new float[y.length]).withRelu();
    for (int i = 0; i < CALLS; i++) {
      conv.forward(x, packed, biased, y, Workers.serial());
      conv.forward(x, packed, biased.withRelu(), y, Workers.serial());
      conv.forward(x, packed, all, y, Workers.serial());
    }
  }

  /** Rows of 40 pixels, which the largest tiles fill; channels that fill no whole vectors. */
  private static List<ConvShape> shapes() {
    List<ConvShape> shapes = new ArrayList<>();
    for (int dilation : new int[] {1, 2}) {
      shapes.add(shape(dilation, 1, 1, 1));
      shapes.add(shape(dilation, 45, 45, 45));
      for (int in : new int[] {3, 19}) {
        shapes.add(shape(dilation, in, 13, 1));
        shapes.add(shape(dilation, in, 29, 1));
      }
    }
    return shapes;
  }

  private static ConvShape shape(int dilation, int in, int out, int groups) {
    return ConvShape.builder()
        .input(3 + 2 * dilation, 40 + 2 * dilation, in)
        .outChannels(out)
        .kernel(3)
        .dilation(dilation)
        .groups(groups)
        .build();
  }
}
