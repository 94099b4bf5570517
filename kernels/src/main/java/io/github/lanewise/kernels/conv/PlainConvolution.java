package io.github.lanewise.kernels.conv;

import io.github.lanewise.kernels.lanes.Lanes;
import io.github.lanewise.kernels.lanes.Scratch;
import io.github.lanewise.kernels.simd.PlainRows;
import java.util.Arrays;

/**
 * Sums in memory, in the output itself where its channels need not be filled up, tap by tap, by
 * loops that are the same for all shapes. A third of the speed of register tiles, each kind of
 * which the JVM has to compile first, but fast long before they are: for the first call in a JVM.
 */
final class PlainConvolution extends Convolution {
  private static final long TILE_MULTIPLY_ADDS = 1 << 18;

  /** Work that most of is done by vectors, so that their last one pays for being filled up. */
  private static final long MUCH_WORK = 10_000_000;

  /** Output rows of a tile, at least as many as make up for handing it out. */
  private final int rows;

  /** Output channels of the sums, with those of zeros that fill up the last vector. */
  private final int sums;

  PlainConvolution(ConvShape shape) {
    super(shape, ConvAlgorithm.PLAIN, sums(shape) + " sums");
    long perRow = Math.max(1, shape.multiplyAdds() / shape.batch() / shape.outHeight());
    rows = Math.clamp(TILE_MULTIPLY_ADDS / perRow, 1, shape.outHeight());
    sums = sums(shape);
  }

  private static int sums(ConvShape shape) {
    boolean fills = shape.groups() == 1 && !shape.depthwise() && shape.multiplyAdds() >= MUCH_WORK;
    int vectors = Math.ceilDiv(shape.outChannels(), Lanes.floats());
    return fills ? vectors * Lanes.floats() : shape.outChannels();
  }

  private boolean filled() {
    return sums > shape().outChannels();
  }

  @Override
  public long workspaceBytes() {
    return filled() ? (long) Float.BYTES * shape().outWidth() * sums : 0;
  }

  @Override
  long packedFloats() {
    return (long) shape().weightCount() / shape().outChannels() * sums;
  }

  @Override
  void pack(int part, float[] weights, float[] packed, Scratch scratch) {
    int channels = shape().outChannels();
    copy(shape().weightCount() / channels, channels, weights, 0, channels, packed, 0, sums);
  }

  @Override
  PackedWeights packOwn(float[] weights) {
    return filled() ? pack(weights) : packed(weights);
  }

  /** Copies the channels of some taps or pixels, filled up with zeros to the step of the copy. */
  private static void copy(
      int count, int channels, float[] from, int at, int step, float[] to, int toAt, int toStep) {
    for (int i = 0; i < count; i++) {
      int first = toAt + i * toStep;
      System.arraycopy(from, at + i * step, to, first, channels);
      Arrays.fill(to, first + channels, first + toStep, 0);
    }
  }

  private int tilesOfImage() {
    return (shape().outHeight() + rows - 1) / rows;
  }

  @Override
  int tiles() {
    return shape().batch() * tilesOfImage();
  }

  @Override
  void tile(int tile, float[] x, float[] w, Epilogue epilogue, float[] y, Scratch scratch) {
    int image = tile / tilesOfImage();
    int from = tile % tilesOfImage() * rows;
    int to = Math.min(shape().outHeight(), from + rows);
    for (int row = from; row < to; row++) {
      ConvShape s = shape();
      int channels = s.outChannels();
      int yAt = (image * s.outHeight() + row) * s.outWidth() * channels;
      if (filled()) {
        float[] own = scratch.floats(0, s.outWidth() * sums);
        row(image, row, x, w, epilogue.bias(), own, 0);
        copy(s.outWidth(), channels, own, 0, sums, y, yAt, channels);
      } else {
        row(image, row, x, w, epilogue.bias(), y, yAt);
      }
      finish(epilogue, y, yAt, yAt + s.outWidth() * channels);
    }
  }

  private void row(int image, int row, float[] x, float[] w, float[] bias, float[] y, int yAt) {
    ConvShape s = shape();
    if (bias == null) {
      Arrays.fill(y, yAt, yAt + s.outWidth() * sums, 0);
    } else {
      copy(s.outWidth(), s.outChannels(), bias, 0, 0, y, yAt, sums);
    }
    for (int kh = s.height().firstTap(row); kh < s.height().endTap(row); kh++) {
      int in = row * s.height().stride() - s.height().padBefore() + kh * s.height().dilation();
      int xAt = (image * s.inHeight() + in) * s.inWidth() * s.inChannels();
      for (int kw = 0; kw < s.kernelWidth(); kw++) {
        tap(kh * s.kernelWidth() + kw, kw, x, xAt, w, y, yAt);
      }
    }
  }

  /** Adds the products of one tap to a row of outputs. */
  private void tap(int tap, int kw, float[] x, int xRow, float[] w, float[] y, int yRow) {
    ConvShape s = shape();
    int stride = s.width().stride();
    int shift = kw * s.width().dilation() - s.width().padBefore();
    // output columns whose input column, column · stride + shift, lies within the picture
    int first = Math.max(0, Math.ceilDiv(-shift, stride));
    int end = Math.min(s.outWidth(), Math.floorDiv(s.inWidth() - 1 - shift, stride) + 1);
    int wAt = tap * s.groupInChannels() * sums;
    int xAt = xRow + (first * stride + shift) * s.inChannels();
    int yAt = yRow + first * sums;
    int xStep = stride * s.inChannels();
    if (s.depthwise()) {
      PlainRows.multiply(end - first, s.outChannels(), x, xAt, xStep, w, wAt, y, yAt);
      return;
    }
    int outputs = sums / s.groups();
    for (int g = 0; g < s.groups(); g++) {
      PlainRows.add(
          end - first,
          s.groupInChannels(),
          outputs,
          x,
          xAt + g * s.groupInChannels(),
          xStep,
          w,
          wAt + g * outputs,
          sums,
          y,
          yAt + g * outputs,
          sums);
    }
  }

  private static void finish(Epilogue epilogue, float[] y, int from, int to) {
    float[] residual = epilogue.residual();
    if (residual != null) {
      for (int i = from; i < to; i++) {
        y[i] += residual[i];
      }
    }
    if (epilogue.relu()) {
      for (int i = from; i < to; i++) {
        y[i] = Math.max(y[i], 0); // by vectors, without a branch
      }
    }
  }
}
