package io.github.lanewise.kernels.conv;

import static io.github.lanewise.kernels.simd.Simd.L;

import io.github.lanewise.kernels.lanes.Scratch;
import io.github.lanewise.kernels.shape.Window;
import io.github.lanewise.kernels.simd.PixelPanel;
import io.github.lanewise.kernels.simd.RowRun;
import io.github.lanewise.kernels.simd.Simd;
import io.github.lanewise.kernels.simd.TapGradientTiles;
import java.util.Arrays;

/**
 * The weight gradient of one input channel, as in the first layer of networks for grey pictures:
 * the lanes run along the output channels, read where they lie, and a register tile holds a vector
 * of them for several taps.
 *
 * <p>For every kernel column the rows of a block are copied as its taps see them, with zeros for
 * the padding; so the rows of pixels follow each other, and all taps of a pixel lie at constant
 * distances from it. Vectors may reach beyond a pixel's channels: those sums are left alone.
 */
final class SingleInputWeightGradient extends WeightGradient {
  /** Chunks of the pixels at most: they keep some threads busy. */
  private static final int MOST_CHUNKS = 8;

  /** Floats of a block's planes about: half of an L1 cache. */
  private static final int BLOCK_FLOATS = 1 << 13;

  /** Floats of the planes for one row of pixels at most: 1 MiB, an L2 cache. */
  private static final int MOST_ROW_FLOATS = 1 << 18;

  private final int blockRows;
  private final int blocksDown;
  private final int blocks;
  private final int blocksPerChunk;
  private final int vectors;
  private final PaddedRows padded;
  private final TapGradientTiles tiles;

  SingleInputWeightGradient(ConvShape shape) {
    super(shape);
    int rows = BLOCK_FLOATS / (shape.kernelWidth() * shape.outWidth()) - shape.kernelHeight() + 1;
    blocksDown = Math.ceilDiv(shape.outHeight(), Math.clamp(rows, 1, shape.outHeight()));
    blockRows = Math.ceilDiv(shape.outHeight(), blocksDown);
    blocks = shape.batch() * blocksDown;
    blocksPerChunk = Math.ceilDiv(blocks, MOST_CHUNKS);
    padded = new PaddedRows(shape);
    vectors = Simd.vectors(shape.outChannels());
    tiles =
        TapGradientTiles.of(
            shape.kernelHeight(),
            shape.kernelWidth(),
            shape.outWidth(),
            planeFloats(),
            shape.outChannels());
  }

  static boolean supports(ConvShape shape) {
    long row = (long) shape.kernelWidth() * shape.kernelHeight() * shape.outWidth();
    return shape.inChannels() == 1
        && unitSteps(shape.height())
        && unitSteps(shape.width())
        && row <= MOST_ROW_FLOATS;
  }

  private static boolean unitSteps(Window window) {
    return window.stride() == 1 && window.dilation() == 1;
  }

  private int planeFloats() {
    return (blockRows + shape().kernelHeight() - 1) * shape().outWidth();
  }

  private int sumFloats() {
    return shape().depth() * vectors * L;
  }

  /** Pixels before the end whose last vector would reach beyond the array. */
  private int endPixels() {
    return Math.ceilDiv(vectors * L - shape().outChannels(), shape().outChannels());
  }

  private int endFloats() {
    return endPixels() * shape().outChannels() + vectors * L;
  }

  @Override
  ConvAlgorithm algorithm() {
    return ConvAlgorithm.SINGLE_INPUT;
  }

  @Override
  long workspaceBytes() {
    int planes = shape().kernelWidth() * planeFloats();
    return (long) Float.BYTES
        * (planes + sumFloats() + vectors * L + endFloats() + padded.floats(blockRows));
  }

  @Override
  int chunks() {
    return Math.ceilDiv(blocks, blocksPerChunk);
  }

  @Override
  int tiles() {
    return 1;
  }

  /** All weights, over some blocks. */
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
    int channels = shape().outChannels();
    float[] sums = scratch.floats(0, sumFloats());
    float[] bias = scratch.floats(1, vectors * L);
    Arrays.fill(sums, 0, sumFloats(), 0);
    Arrays.fill(bias, 0, vectors * L, 0);
    int end = Math.min(blocks, (chunk + 1) * blocksPerChunk);
    for (int block = chunk * blocksPerChunk; block < end; block++) {
      addBlock(block, x, dy, sums, bias, scratch);
    }
    for (int tap = 0; tap < shape().depth(); tap++) {
      System.arraycopy(sums, tap * vectors * L, dWeights, weightsAt + tap * channels, channels);
    }
    if (dBias != null) {
      System.arraycopy(bias, 0, dBias, biasAt, channels);
    }
  }

  private void addBlock(
      int block, float[] x, float[] dy, float[] sums, float[] bias, Scratch scratch) {
    ConvShape s = shape();
    int n = block / blocksDown;
    int from = block % blocksDown * blockRows;
    int rows = Math.min(blockRows, s.outHeight() - from);
    if (rows <= 0) {
      return; // the blocks of a picture may hold more rows than it has
    }
    float[] planes = scratch.floats(2, s.kernelWidth() * planeFloats());
    copyPlanes(n, from, rows, x, planes, scratch);
    int pixels = rows * s.outWidth();
    int dyAt = (n * s.outHeight() + from) * s.outWidth() * s.outChannels();
    int reach = dy.length - dyAt - vectors * L;
    int inPlace = reach < 0 ? 0 : Math.min(pixels, reach / s.outChannels() + 1);
    tiles.run(inPlace, vectors, planes, 0, dy, dyAt, sums);
    PixelPanel.sum(inPlace, vectors, dy, dyAt, s.outChannels(), bias, 0);
    if (inPlace < pixels) {
      float[] copy = scratch.floats(3, endFloats());
      int at = dyAt + inPlace * s.outChannels();
      System.arraycopy(dy, at, copy, 0, dy.length - at);
      tiles.run(pixels - inPlace, vectors, planes, inPlace, copy, 0, sums);
      PixelPanel.sum(pixels - inPlace, vectors, copy, 0, s.outChannels(), bias, 0);
    }
  }

  /** Copies the rows that a block's taps see, once for each kernel column. */
  private void copyPlanes(int n, int outRow, int rows, float[] x, float[] planes, Scratch scratch) {
    float[] from = padded.of(n, outRow, outRow + rows, x, scratch, 4);
    int at = padded.at(n, outRow, outRow);
    for (int kw = 0; kw < shape().kernelWidth(); kw++) {
      RowRun.run(
          rows + shape().kernelHeight() - 1,
          shape().outWidth(),
          from,
          at + kw,
          padded.rowFloats(),
          planes,
          kw * planeFloats());
    }
  }
}
