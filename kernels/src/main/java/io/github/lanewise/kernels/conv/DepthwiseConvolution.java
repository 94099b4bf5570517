package io.github.lanewise.kernels.conv;

import io.github.lanewise.kernels.lanes.Scratch;
import io.github.lanewise.kernels.simd.DepthwiseTiles;
import io.github.lanewise.kernels.simd.Finish;
import io.github.lanewise.kernels.simd.Taps;

/**
 * Each channel filtered by itself: the lanes run along the channels, a register tile is some
 * neighbouring output pixels by one vector of channels. (Howard et al. 2017, "MobileNets".)
 */
final class DepthwiseConvolution extends SlidingWindow {
  private final Taps interior;

  private final Taps[] border;

  DepthwiseConvolution(ConvShape shape) {
    super(shape, ConvAlgorithm.DEPTHWISE, 1);
    interior = taps(0, shape.kernelWidth());
    border = new Taps[borderColumns(shape)];
    for (int i = 0; i < border.length; i++) {
      int first = shape.width().firstTap(borderColumn(shape, i));
      border[i] = taps(first, Math.max(first, shape.width().endTap(borderColumn(shape, i))));
    }
  }

  /** Taps of the kernel columns from first to end, for every kernel row. */
  private Taps taps(int first, int end) {
    ConvShape s = shape();
    int perRow = end - first;
    int[] x = new int[s.kernelHeight() * perRow];
    int[] w = new int[x.length];
    for (int tap = 0; tap < x.length; tap++) {
      int kh = tap / perRow;
      int kw = first + tap % perRow;
      int pixel = kh * s.height().dilation() * s.inWidth() + kw * s.width().dilation();
      x[tap] = pixel * s.inChannels();
      w[tap] = (kh * s.kernelWidth() + kw) * s.inChannels();
    }
    return new Taps(x, w, 1, s.inChannels());
  }

  @Override
  long packedFloats() {
    return shape().weightCount();
  }

  @Override
  void pack(int part, float[] weights, float[] packed, Scratch scratch) {
    System.arraycopy(weights, 0, packed, 0, shape().weightCount());
  }

  @Override
  int firstChannel(int unit) {
    return 0;
  }

  @Override
  void run(
      int unit,
      int borderColumn,
      int pixels,
      int rowFrom,
      int rowTo,
      float[] x,
      int xAt,
      int xStep,
      float[] w,
      Epilogue epilogue,
      float[] y,
      int yAt,
      int yStep) {
    Taps taps = borderColumn == INTERIOR ? interior : border[borderColumn];
    int channels = shape().outChannels();
    float[] residual = epilogue.residual();
    boolean relu = epilogue.relu() && residual == null;
    int perRow = taps.count() / shape().kernelHeight();
    DepthwiseTiles.run(
        pixels,
        channels,
        x,
        xAt,
        xStep,
        taps,
        rowFrom * perRow,
        rowTo * perRow,
        w,
        y,
        yAt,
        yStep,
        epilogue.bias(),
        relu);
    if (residual != null) {
      Finish.run(y, yAt, yStep, pixels, channels, residual, epilogue.relu());
    }
  }
}
