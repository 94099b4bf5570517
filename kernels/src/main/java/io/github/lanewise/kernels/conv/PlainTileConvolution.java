package io.github.lanewise.kernels.conv;

import io.github.lanewise.kernels.lanes.Scratch;
import io.github.lanewise.kernels.lanes.Workers;
import io.github.lanewise.kernels.simd.PlainTiles;
import java.nio.FloatBuffer;
import java.util.Arrays;

/**
 * The plain way of most convolutions: one register tile that serves every shape, over rows copied
 * with their padding. Twice the speed of {@link PlainConvolution}, which is for the rest.
 */
final class PlainTileConvolution extends Convolution {
  private static final long TILE_MULTIPLY_ADDS = 1 << 18;

  /** Work that most of is done by vectors, so that channels pay for being filled up to tiles. */
  private static final long MUCH_WORK = 10_000_000;

  private final PaddedRows padded;

  /** Output rows of a tile. */
  private final int rows;

  /** Output channels of the sums, with those of zeros that fill up the last tile. */
  private final int sums;

  /** Where each row of the kernel lies in the input and in the weights. */
  private final int[] inputRows;

  private final int[] weightRows;

  PlainTileConvolution(ConvShape shape) {
    super(shape, ConvAlgorithm.PLAIN, sums(shape) + " sums");
    padded = new PaddedRows(shape);
    rows = padded.rowsPerTile(TILE_MULTIPLY_ADDS);
    sums = sums(shape);
    inputRows = new int[shape.kernelHeight()];
    weightRows = new int[shape.kernelHeight()];
    for (int r = 0; r < inputRows.length; r++) {
      inputRows[r] = r * padded.rowFloats();
      weightRows[r] = r * shape.kernelWidth() * shape.inChannels() * sums;
    }
  }

  static boolean supports(ConvShape shape) {
    return shape.groups() == 1
        && shape.width().dilation() == 1
        && shape.height().dilation() == 1
        && shape.outWidth() >= PlainTiles.PIXELS
        && (shape.outChannels() == sums(shape) || shape.multiplyAdds() >= MUCH_WORK)
        && PaddedRows.fit(shape);
  }

  private static int sums(ConvShape shape) {
    return Math.ceilDiv(shape.outChannels(), PlainTiles.CHANNELS) * PlainTiles.CHANNELS;
  }

  private boolean filled() {
    return sums > shape().outChannels();
  }

  @Override
  public long workspaceBytes() {
    long own = filled() ? (long) shape().outWidth() * sums : 0;
    return Float.BYTES * (padded.floats(rows) + own + sums);
  }

  @Override
  long packedFloats() {
    return (long) shape().weightCount() / shape().outChannels() * sums;
  }

  @Override
  void pack(int part, float[] weights, float[] packed, Scratch scratch) {
    int channels = shape().outChannels();
    fill(shape().weightCount() / channels, channels, weights, packed);
  }

  /** Copies the channels of some inputs, filled up with zeros to those of the sums. */
  private void fill(int count, int channels, float[] from, float[] to) {
    for (int i = 0; i < count; i++) {
      System.arraycopy(from, i * channels, to, i * sums, channels);
      Arrays.fill(to, i * sums + channels, (i + 1) * sums, 0);
    }
  }

  @Override
  PackedWeights packOwn(float[] weights) {
    return filled() ? pack(weights) : packed(weights);
  }

  @Override
  void packOihwInto(FloatBuffer oihw, float[] factors, float[] into, Workers workers) {
    if (filled()) {
      Arrays.fill(into, 0, (int) packedFloats(), 0);
    }
    turn(oihw, factors, into, sums, workers);
  }

  private int tilesOfImage() {
    return Math.ceilDiv(shape().outHeight(), rows);
  }

  @Override
  int tiles() {
    return shape().batch() * tilesOfImage();
  }

  @Override
  void tile(int tile, float[] x, float[] w, Epilogue epilogue, float[] y, Scratch scratch) {
    ConvShape s = shape();
    int image = tile / tilesOfImage();
    int from = tile % tilesOfImage() * rows;
    int to = Math.min(s.outHeight(), from + rows);
    float[] in = padded.of(image, from, to, x, scratch, 0);
    float[] bias = bias(epilogue.bias(), scratch);
    float[] own = filled() ? scratch.floats(2, s.outWidth() * sums) : y;
    int rowFloats = s.outWidth() * s.outChannels();
    for (int row = from; row < to; row++) {
      int yAt = (image * s.outHeight() + row) * rowFloats;
      PlainTiles.row(
          s.outWidth(),
          sums,
          inputRows,
          weightRows,
          0,
          s.kernelHeight(),
          s.kernelWidth() * s.inChannels(),
          in,
          padded.at(image, from, row),
          s.width().stride() * s.inChannels(),
          w,
          0,
          sums,
          bias,
          0,
          0,
          own,
          filled() ? 0 : yAt,
          sums);
      if (filled()) {
        for (int p = 0; p < s.outWidth(); p++) {
          System.arraycopy(own, p * sums, y, yAt + p * s.outChannels(), s.outChannels());
        }
      }
      PlainConvolution.finish(epilogue, y, yAt, yAt + rowFloats);
    }
  }

  /** What the sums begin with. */
  private float[] bias(float[] given, Scratch scratch) {
    if (given != null && !filled()) {
      return given;
    }
    float[] bias = scratch.floats(1, sums);
    Arrays.fill(bias, 0, sums, 0);
    if (given != null) {
      System.arraycopy(given, 0, bias, 0, given.length);
    }
    return bias;
  }
}
