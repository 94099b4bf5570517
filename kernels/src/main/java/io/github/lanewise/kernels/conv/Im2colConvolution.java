package io.github.lanewise.kernels.conv;

import io.github.lanewise.kernels.lanes.Scratch;
import io.github.lanewise.kernels.simd.Panels;
import io.github.lanewise.kernels.simd.RegisterTiles;
import io.github.lanewise.kernels.simd.Taps;

/**
 * Convolution as a matrix product: a strip of {@link Im2col} rows is copied into scratch memory
 * that fits the L2 cache, multiplied with all weights, and overwritten by the next strip. Borders
 * are zeros in the copy, so the product has none.
 */
final class Im2colConvolution extends KernelPanelsConvolution {
  /** Floats of a strip: 256 KiB, a quarter of the smallest L2 cache of today's server cores. */
  private static final int STRIP_FLOATS = 1 << 16;

  private final Taps taps;
  private final int pixels;
  private final int stripPixels;
  private final int strips;

  Im2colConvolution(ConvShape shape) {
    super(shape, ConvAlgorithm.IM2COL, new Panels(shape.depth(), shape.groupOutChannels()));
    taps = Taps.run(shape.depth());
    pixels = shape.batch() * shape.outHeight() * shape.outWidth();
    stripPixels = Math.max(1, Math.min(pixels, STRIP_FLOATS / shape.depth()));
    strips = (pixels + stripPixels - 1) / stripPixels;
  }

  @Override
  public long workspaceBytes() {
    return (long) Float.BYTES * stripPixels * shape().depth();
  }

  @Override
  int tiles() {
    return strips * shape().groups();
  }

  /** One strip of output pixels by all output channels of a group. */
  @Override
  void tile(int tile, float[] x, float[] w, Epilogue epilogue, float[] y, Scratch scratch) {
    ConvShape s = shape();
    int g = tile / strips;
    int from = tile % strips * stripPixels;
    int to = Math.min(pixels, from + stripPixels);
    float[] strip = scratch.floats(0, stripPixels * s.depth());
    Im2col.rows(s, g, x, from, to, strip, s.depth());
    for (int panel = 0; panel < panels.count(); panel++) {
      int channel = g * s.groupOutChannels() + panels.column(panel);
      RegisterTiles.run(
          to - from,
          strip,
          0,
          s.depth(),
          taps,
          0,
          1,
          w,
          (int) panels.floats() * g + panels.at(panel),
          y,
          from * s.outChannels() + channel,
          s.outChannels(),
          panels.width(panel),
          epilogue.bias(),
          channel,
          epilogue.residual(),
          epilogue.relu());
    }
  }
}
