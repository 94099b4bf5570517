package io.github.lanewise.kernels.conv;

import static io.github.lanewise.kernels.simd.Simd.L;

import io.github.lanewise.kernels.lanes.Lanes;
import io.github.lanewise.kernels.lanes.Scratch;
import io.github.lanewise.kernels.shape.Window;
import io.github.lanewise.kernels.simd.DepthwiseSums;
import io.github.lanewise.kernels.simd.Simd;
import java.util.Arrays;

/**
 * The weight gradient of a depthwise convolution: each tap's channels are multiplied with those of
 * {@code dy} and summed over the pixels, the lanes running along the channels. The weights are few,
 * so the work is cut by pixels alone.
 */
final class DepthwiseWeightGradient extends WeightGradient {
  private static final int MOST_CHUNKS = 16;

  /** Output pixels of a chunk at least, which pay for its sums and its border columns. */
  private static final int LEAST_PIXELS = 96;

  private final int vectors;
  private final int rows;
  private final int rowsPerChunk;
  private final int chunks;

  /** A row that stands for padding, if the kernel is 3×3 and has a loop of its own. */
  private final float[] zeroRow;

  DepthwiseWeightGradient(ConvShape shape) {
    super(shape);
    vectors = Simd.vectors(shape.inChannels());
    rows = shape.batch() * shape.outHeight();
    int least = Math.min(rows, Math.ceilDiv(LEAST_PIXELS, shape.outWidth()));
    rowsPerChunk = Math.max(Math.ceilDiv(rows, MOST_CHUNKS), least);
    chunks = Math.ceilDiv(rows, rowsPerChunk);
    boolean threeByThree =
        shape.kernelHeight() == 3
            && shape.kernelWidth() == 3
            && shape.width().dilation() == 1
            && shape.width().stride() <= 2;
    zeroRow = threeByThree ? new float[shape.inWidth() * shape.inChannels()] : null;
  }

  static boolean supports(ConvShape shape) {
    return shape.depthwise() && shape.inChannels() >= Lanes.floats();
  }

  private int taps() {
    return shape().kernelHeight() * shape().kernelWidth();
  }

  @Override
  ConvAlgorithm algorithm() {
    return ConvAlgorithm.DEPTHWISE;
  }

  @Override
  long workspaceBytes() {
    return (long) Float.BYTES * (taps() + 1) * vectors * L;
  }

  @Override
  int chunks() {
    return chunks;
  }

  @Override
  int tiles() {
    return 1;
  }

  /** All weights, over some output rows. */
  @Override
  void tile(
      int tile,
      int chunk,
      float[] x,
      float[] dy,
      float[] dWeights,
      int weightsAt,
      float[] dBias,
      int biasAt,
      Scratch scratch) {
    ConvShape s = shape();
    int sumsPerTap = vectors * L;
    float[] sums = scratch.floats(0, (taps() + 1) * sumsPerTap);
    Arrays.fill(sums, 0, (taps() + 1) * sumsPerTap, 0);
    int end = Math.min(rows, (chunk + 1) * rowsPerChunk);
    for (int row = chunk * rowsPerChunk; row < end; ) {
      int n = row / s.outHeight();
      int from = row % s.outHeight();
      int to = Math.min(s.outHeight(), from + end - row);
      rows(n, from, to, x, dy, sums);
      row += to - from;
    }
    for (int tap = 0; tap < taps(); tap++) {
      store(sums, tap * sumsPerTap, dWeights, weightsAt + tap * s.inChannels());
    }
    if (dBias != null) {
      store(sums, taps() * sumsPerTap, dBias, biasAt);
    }
  }

  /** Copies sums from whole vectors, of which the last two may share channels. */
  private void store(float[] sums, int at, float[] to, int toAt) {
    int last = (vectors - 1) * L;
    System.arraycopy(sums, at, to, toAt, last);
    int channel = DepthwiseSums.channel(vectors - 1, shape().inChannels());
    System.arraycopy(sums, at + last, to, toAt + channel, L);
  }

  /** Adds some output rows of a picture. */
  private void rows(int n, int from, int to, float[] x, float[] dy, float[] sums) {
    ConvShape s = shape();
    Window width = s.width();
    for (int oh = from; oh < to; oh++) {
      int dyAt = dyIndex(n, oh, 0);
      DepthwiseSums.bias(s.outWidth(), s.inChannels(), dy, dyAt, sums, taps() * vectors * L);
      if (zeroRow == null) {
        taps(n, oh, oh + 1, 0, s.outWidth(), x, dy, sums);
      } else if (width.interiorFrom() < width.interiorTo()) {
        row3(n, oh, x, dy, sums);
      }
    }
    if (zeroRow != null) {
      for (int ow = 0; ow < s.outWidth(); ow++) {
        if (ow < width.interiorFrom() || ow >= width.interiorTo()) {
          taps(n, from, to, ow, ow + 1, x, dy, sums);
        }
      }
    }
  }

  private int xIndex(int n, int ih, int iw) {
    return ((n * shape().inHeight() + ih) * shape().inWidth() + iw) * shape().inChannels();
  }

  private int dyIndex(int n, int oh, int ow) {
    return ((n * shape().outHeight() + oh) * shape().outWidth() + ow) * shape().outChannels();
  }

  /** Adds a row or a column of output pixels, tap by tap, where each lies on the picture. */
  private void taps(
      int n,
      int rowFrom,
      int rowTo,
      int columnFrom,
      int columnTo,
      float[] x,
      float[] dy,
      float[] sums) {
    ConvShape s = shape();
    boolean down = columnTo - columnFrom == 1;
    for (int tap = 0; tap < taps(); tap++) {
      int kh = tap / s.kernelWidth();
      int kw = tap % s.kernelWidth();
      int top = Math.max(rowFrom, s.height().firstOutput(kh));
      int left = Math.max(columnFrom, s.width().firstOutput(kw));
      int rowCount = Math.min(rowTo, s.height().endOutput(kh)) - top;
      int columnCount = Math.min(columnTo, s.width().endOutput(kw)) - left;
      if (rowCount <= 0 || columnCount <= 0) {
        continue;
      }
      int ih = s.height().start(top) + kh * s.height().dilation();
      int iw = s.width().start(left) + kw * s.width().dilation();
      DepthwiseSums.tap(
          down ? rowCount : columnCount,
          s.inChannels(),
          x,
          xIndex(n, ih, iw),
          (down ? s.height().stride() * s.inWidth() : s.width().stride()) * s.inChannels(),
          dy,
          dyIndex(n, top, left),
          (down ? s.outWidth() : 1) * s.inChannels(),
          sums,
          tap * vectors * L);
    }
  }

  /** Adds the interior of an output row to all nine taps. */
  private void row3(int n, int oh, float[] x, float[] dy, float[] sums) {
    ConvShape s = shape();
    int left = s.width().interiorFrom();
    int dilation = s.height().dilation();
    int top = s.height().start(oh);
    int iw = s.width().start(left);
    boolean upper = top >= 0 && top < s.inHeight();
    boolean middle = top + dilation >= 0 && top + dilation < s.inHeight();
    boolean lower = top + 2 * dilation >= 0 && top + 2 * dilation < s.inHeight();
    DepthwiseSums.row3(
        s.width().interiorTo() - left,
        s.width().stride(),
        s.inChannels(),
        upper ? x : zeroRow,
        upper ? xIndex(n, top, iw) : 0,
        middle ? x : zeroRow,
        middle ? xIndex(n, top + dilation, iw) : 0,
        lower ? x : zeroRow,
        lower ? xIndex(n, top + 2 * dilation, iw) : 0,
        dy,
        dyIndex(n, oh, left),
        sums);
  }
}
