package io.github.lanewise.kernels.lanes;

import io.github.lanewise.kernels.conv.ConvShape;
import io.github.lanewise.kernels.conv.Convolution;
import java.util.Arrays;

/** The program of the child JVMs: says what the lanes are, and subtracts neighbours twice. */
final class LanesProbe {
  private LanesProbe() {}

  static void main() {
    System.out.println(
        Lanes.vectorised() + " " + Lanes.bits() + " " + Lanes.floats() + ": " + Lanes.reason());
    ConvShape shape = ConvShape.builder().input(1, 4, 1).outChannels(1).kernel(1, 2).build();
    for (int i = 0; i < 2; i++) {
      Convolution conv = Convolution.of(shape);
      float[] y = new float[3];
      conv.forward(new float[] {3, 3, 7, 6}, conv.pack(new float[] {-1, 1}), y);
      System.out.println(conv.algorithm() + " " + Arrays.toString(y));
    }
  }
}
