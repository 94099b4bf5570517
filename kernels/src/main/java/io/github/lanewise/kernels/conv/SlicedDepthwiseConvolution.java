package io.github.lanewise.kernels.conv;

import io.github.lanewise.kernels.lanes.Lanes;
import io.github.lanewise.kernels.lanes.Scratch;
import io.github.lanewise.kernels.simd.ChannelSlice;
import io.github.lanewise.kernels.simd.DepthwiseRowPair;
import io.github.lanewise.kernels.simd.Finish;

/**
 * Each channel filtered by itself with a 3×3 kernel, for many channels of small pictures: a slice
 * of channels of the whole picture is copied into the L1 cache and computed from there.
 *
 * <p>Where a pixel takes 2 KiB or more, all that is read and written for some channels lies in few
 * sets of the L1 cache, and if inputs and outputs happen to lie so that their addresses agree in
 * the lower twelve bits, each load also waits for the stores before it. A slice lies in all sets,
 * and is read from beyond the L1 cache once instead of for every pair of rows that needs it.
 */
final class SlicedDepthwiseConvolution extends Convolution {
  /** Channels of a slice: two cache lines. */
  private static final int SLICE = 32;

  /** Floats of a slice at most: the L1 cache of 32 KiB. */
  private static final int MOST_FLOATS = 1 << 13;

  /** From here on pixels meet in two sets of the L1 cache, or in one. */
  private static final int MANY_CHANNELS = 512;

  /** Work of a tile, in multiply-adds: about 8 µs. */
  private static final long TILE_MULTIPLY_ADDS = 150_000;

  /** Stands for the rows of the padding. */
  private final float[] zeroRow;

  private final boolean left;
  private final boolean right;

  /** Tiles of a picture, each some of its slices. */
  private final int parts;

  SlicedDepthwiseConvolution(ConvShape shape) {
    super(shape, ConvAlgorithm.DEPTHWISE);
    zeroRow = new float[shape.inWidth() * SLICE];
    left = shape.width().padBefore() == 1;
    right = Depthwise3x3Convolution.overhang(shape.width()) == 1;
    long work = shape.multiplyAdds() / shape.batch();
    int tiles = Math.clamp(work / TILE_MULTIPLY_ADDS, 1, slices());
    parts = tiles > 1 ? tiles & -2 : 1; // an even number, which two threads share evenly
  }

  /** Whether slices pay: many channels, small pictures that do not come from memory. */
  static boolean supports(ConvShape shape) {
    return Depthwise3x3Convolution.supports(shape)
        && shape.width().stride() == 1
        && shape.height().stride() == 1
        && shape.inChannels() >= MANY_CHANNELS
        && shape.inChannels() % SLICE == 0
        && shape.inHeight() * shape.inWidth() * SLICE <= MOST_FLOATS
        && !Fetch.pays(shape);
  }

  private int slices() {
    return shape().inChannels() / SLICE;
  }

  @Override
  public long workspaceBytes() {
    return (long) Float.BYTES * sliceFloats();
  }

  private int sliceFloats() {
    return shape().inHeight() * shape().inWidth() * SLICE;
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
  int tiles() {
    return shape().batch() * parts;
  }

  /** Some slices of one picture. */
  @Override
  void tile(int tile, float[] x, float[] w, Epilogue epilogue, float[] y, Scratch scratch) {
    ConvShape s = shape();
    int n = tile / parts;
    int part = tile % parts;
    int from = slices() * part / parts * SLICE;
    int to = slices() * (part + 1) / parts * SLICE;
    int inPixels = s.inHeight() * s.inWidth();
    int outPixels = s.outHeight() * s.outWidth();
    int step = s.inChannels();
    float[] residual = epilogue.residual();
    boolean relu = epilogue.relu() && residual == null;
    float[] slice = scratch.floats(0, sliceFloats());
    for (int channel = from; channel < to; channel += SLICE) {
      ChannelSlice.copy(inPixels, SLICE, x, n * inPixels * step + channel, step, slice);
      for (int oh = 0; oh < s.outHeight(); oh += 2) {
        // The last pair of an odd number of rows is moved back and computes a row again.
        pair(n, Math.min(oh, s.outHeight() - 2), channel, slice, w, epilogue.bias(), relu, y);
      }
    }
    if (residual != null) {
      int yAt = n * outPixels * step + from;
      Finish.run(y, yAt, step, outPixels, to - from, residual, epilogue.relu());
    }
  }

  private void pair(
      int n, int oh, int channel, float[] slice, float[] w, float[] bias, boolean relu, float[] y) {
    ConvShape s = shape();
    int ih = s.height().start(oh);
    int row = s.outWidth() * s.inChannels();
    int yAt = (n * s.outHeight() + oh) * row + channel;
    for (int c = 0; c < SLICE; c += Lanes.floats()) {
      DepthwiseRowPair.vector(
          s.outWidth(),
          left,
          right,
          SLICE,
          rowArray(slice, ih),
          rowAt(ih) + c,
          rowArray(slice, ih + 1),
          rowAt(ih + 1) + c,
          rowArray(slice, ih + 2),
          rowAt(ih + 2) + c,
          rowArray(slice, ih + 3),
          rowAt(ih + 3) + c,
          s.inChannels(),
          w,
          channel + c,
          y,
          yAt + c,
          yAt + row + c,
          bias,
          relu);
    }
  }

  private boolean onPicture(int ih) {
    return ih >= 0 && ih < shape().inHeight();
  }

  private float[] rowArray(float[] slice, int ih) {
    return onPicture(ih) ? slice : zeroRow;
  }

  /** Index of the left column of the first window, which may lie one pixel before the row. */
  private int rowAt(int ih) {
    return ((onPicture(ih) ? ih * shape().inWidth() : 0) - (left ? 1 : 0)) * SLICE;
  }
}
