package io.github.lanewise.kernels.conv;

import io.github.lanewise.kernels.lanes.Lanes;
import io.github.lanewise.kernels.lanes.Scratch;
import io.github.lanewise.kernels.simd.DepthwiseTiles;
import io.github.lanewise.kernels.simd.Finish;
import io.github.lanewise.kernels.simd.Taps;

/** Phases of a depthwise convolution: the lanes run along the channels. */
final class DepthwiseInputGradient extends PhasedInputGradient {
  private final Taps[][][] taps;

  DepthwiseInputGradient(ConvShape shape) {
    super(shape, 1);
    taps = taps(1, shape.inChannels(), shape.inChannels());
  }

  static boolean supports(ConvShape shape) {
    return shape.depthwise() && shape.inChannels() >= Lanes.floats();
  }

  @Override
  ConvAlgorithm algorithm() {
    return ConvAlgorithm.DEPTHWISE;
  }

  @Override
  long packedFloats() {
    return shape().weightCount();
  }

  @Override
  void pack(int part, float[] weights, float[] packed, Scratch scratch) {
    System.arraycopy(weights, 0, packed, 0, weights.length);
  }

  @Override
  void run(
      int unit,
      int a,
      int b,
      int list,
      int pixels,
      int rowFrom,
      int rowTo,
      float[] dy,
      int dyAt,
      int dyStep,
      float[] w,
      Epilogue epilogue,
      float[] dx,
      int dxAt,
      int dxStep) {
    Taps phase = taps[a][b][list];
    int perRow = perRow(phase, a);
    int channels = shape().inChannels();
    float[] residual = epilogue.residual();
    DepthwiseTiles.run(
        pixels,
        channels,
        dy,
        dyAt,
        dyStep,
        phase,
        rowFrom * perRow,
        rowTo * perRow,
        w,
        dx,
        dxAt,
        dxStep,
        epilogue.bias(),
        epilogue.relu() && residual == null);
    if (residual != null) {
      Finish.run(dx, dxAt, dxStep, pixels, channels, residual, epilogue.relu());
    }
  }
}
