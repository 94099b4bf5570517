package io.github.lanewise.kernels.conv;

import static io.github.lanewise.kernels.simd.Simd.L;

import io.github.lanewise.kernels.lanes.Scratch;
import io.github.lanewise.kernels.shape.Window;
import io.github.lanewise.kernels.simd.DepthwiseRow;
import io.github.lanewise.kernels.simd.Simd;
import java.util.Arrays;

/**
 * Each channel filtered by itself: the lanes run along the channels, a tile is some neighbouring
 * output pixels by one vector of channels. (Howard et al. 2017, "MobileNets".)
 */
final class DepthwiseConvolution extends Convolution {
  /** Output floats of a tile: about 64 KiB, so that the input rows stay in the L2 cache. */
  private static final int TILE_FLOATS = 1 << 14;

  private final int[] offsets;
  private final int rowsPerTile;
  private final int rowTiles;

  DepthwiseConvolution(ConvShape shape) {
    super(shape, ConvAlgorithm.DEPTHWISE);
    offsets = new int[shape.depth()];
    for (int tap = 0; tap < offsets.length; tap++) {
      int kh = tap / shape.kernelWidth();
      int kw = tap % shape.kernelWidth();
      offsets[tap] =
          (kh * shape.height().dilation() * shape.inWidth() + kw * shape.width().dilation())
              * shape.inChannels();
    }
    int rowFloats = shape.outWidth() * shape.outChannels();
    rowsPerTile = Math.max(1, Math.min(shape.outHeight(), TILE_FLOATS / rowFloats));
    rowTiles = (shape.outHeight() + rowsPerTile - 1) / rowsPerTile;
  }

  @Override
  long packedFloats() {
    return (long) shape().depth() * Simd.vectors(shape().outChannels()) * L;
  }

  /** Weights {@code [tap][channel]}, channels filled up to whole vectors. */
  @Override
  void packInto(float[] weights, float[] packed) {
    int channels = shape().outChannels();
    int step = Simd.vectors(channels) * L;
    for (int tap = 0; tap < shape().depth(); tap++) {
      System.arraycopy(weights, tap * channels, packed, tap * step, channels);
      Arrays.fill(packed, tap * step + channels, (tap + 1) * step, 0);
    }
  }

  @Override
  int tiles() {
    return shape().batch() * rowTiles;
  }

  /** Some output rows of one picture, all channels. */
  @Override
  void tile(int tile, float[] x, float[] w, Epilogue epilogue, float[] y, Scratch scratch) {
    ConvShape s = shape();
    int n = tile / rowTiles;
    int from = tile % rowTiles * rowsPerTile;
    int to = Math.min(s.outHeight(), from + rowsPerTile);
    for (int oh = from; oh < to; oh++) {
      row(n, oh, x, w, epilogue, y);
    }
  }

  private void row(int n, int oh, float[] x, float[] w, Epilogue epilogue, float[] y) {
    Window width = shape().width();
    int left = width.interiorFrom();
    int right = width.interiorTo();
    for (int ow = 0; ow < left; ow++) {
      pixels(n, oh, ow, 1, width.firstTap(ow), width.endTap(ow), x, w, epilogue, y);
    }
    pixels(n, oh, left, right - left, 0, width.kernel(), x, w, epilogue, y);
    for (int ow = right; ow < width.output(); ow++) {
      pixels(n, oh, ow, 1, width.firstTap(ow), width.endTap(ow), x, w, epilogue, y);
    }
  }

  /** Neighbouring pixels of a row that use the same kernel columns. */
  private void pixels(
      int n,
      int oh,
      int ow,
      int count,
      int firstColumn,
      int endColumn,
      float[] x,
      float[] w,
      Epilogue epilogue,
      float[] y) {
    ConvShape s = shape();
    int xPixel = (n * s.inHeight() + s.height().start(oh)) * s.inWidth() + s.width().start(ow);
    int yPixel = (n * s.outHeight() + oh) * s.outWidth() + ow;
    DepthwiseRow.run(
        count,
        s.outChannels(),
        x,
        xPixel * s.inChannels(),
        s.width().stride() * s.inChannels(),
        offsets,
        s.height().firstTap(oh),
        s.height().endTap(oh),
        s.kernelWidth(),
        firstColumn,
        endColumn,
        w,
        y,
        yPixel * s.outChannels(),
        epilogue.bias(),
        epilogue.residual(),
        epilogue.relu());
  }
}
