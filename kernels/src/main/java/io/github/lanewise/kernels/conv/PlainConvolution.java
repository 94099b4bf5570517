package io.github.lanewise.kernels.conv;

import io.github.lanewise.kernels.lanes.Scratch;
import io.github.lanewise.kernels.lanes.Workers;
import io.github.lanewise.kernels.simd.PlainRows;
import java.nio.FloatBuffer;
import java.util.Arrays;

/**
 * Sums in memory, in the output itself, tap by tap, by loops that are the same for all shapes. Slow
 * beside register tiles, each kind of which the JVM has to compile first, but fast long before they
 * are: for the first call in a JVM.
 */
final class PlainConvolution extends Convolution {
  private static final long TILE_MULTIPLY_ADDS = 1 << 18;

  /** Output rows of a tile, at least as many as make up for handing it out. */
  private final int rows;

  PlainConvolution(ConvShape shape) {
    super(shape, ConvAlgorithm.PLAIN, shape.outChannels() + " sums");
    long perRow = Math.max(1, shape.multiplyAdds() / shape.batch() / shape.outHeight());
    rows = Math.clamp(TILE_MULTIPLY_ADDS / perRow, 1, shape.outHeight());
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
  PackedWeights packOwn(float[] weights) {
    return packed(weights);
  }

  @Override
  void packOihwInto(FloatBuffer oihw, float[] factors, float[] into, Workers workers) {
    turn(oihw, factors, into, shape().outChannels(), workers);
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
      int rowFloats = shape().outWidth() * shape().outChannels();
      int yAt = (image * shape().outHeight() + row) * rowFloats;
      row(image, row, x, w, epilogue.bias(), y, yAt);
      finish(epilogue, y, yAt, yAt + rowFloats);
    }
  }

  private void row(int image, int row, float[] x, float[] w, float[] bias, float[] y, int yAt) {
    ConvShape s = shape();
    if (bias == null) {
      Arrays.fill(y, yAt, yAt + s.outWidth() * s.outChannels(), 0);
    } else {
      for (int p = 0; p < s.outWidth(); p++) {
        System.arraycopy(bias, 0, y, yAt + p * s.outChannels(), s.outChannels());
      }
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
    int wAt = tap * s.groupInChannels() * s.outChannels();
    int xAt = xRow + (first * stride + shift) * s.inChannels();
    int yAt = yRow + first * s.outChannels();
    int xStep = stride * s.inChannels();
    if (s.depthwise()) {
      PlainRows.multiply(end - first, s.outChannels(), x, xAt, xStep, w, wAt, y, yAt);
      return;
    }
    int outputs = s.groupOutChannels();
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
          s.outChannels(),
          y,
          yAt + g * outputs,
          s.outChannels());
    }
  }

  /** Residual and ReLU, by loops that C2 makes vectors of. */
  static void finish(Epilogue epilogue, float[] y, int from, int to) {
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
