package io.github.lanewise.kernels.conv;

import static io.github.lanewise.kernels.simd.Simd.L;

import io.github.lanewise.kernels.lanes.Scratch;
import io.github.lanewise.kernels.shape.Window;
import io.github.lanewise.kernels.simd.GradientTiles;
import io.github.lanewise.kernels.simd.Panels;
import io.github.lanewise.kernels.simd.PixelPanel;
import io.github.lanewise.kernels.simd.Taps;
import java.util.Arrays;

/**
 * The weight gradient by register tiles: for each tap a product {@code Xᵀ · dY} over the pixels, of
 * which a tile holds some input channels by two vectors of output channels.
 *
 * <p>A block of pixels at a time: its output gradients are packed into a panel, which stays in the
 * L1 cache for all taps and input channels; {@code x} is read as it lies. A tap sees those pixels
 * of the block for which it is on the picture: a list of offsets, so there are no borders.
 *
 * <p>With few input channels a whole kernel row of them makes the rows of a tile. Then the taps of
 * a row share their pixels, so the block's rows of {@code x} are copied into a strip padded with
 * zeros.
 */
final class DirectWeightGradient extends WeightGradient {
  /** Pixels of a block: 24 KiB of output gradients, half an L1 cache. */
  private static final int BLOCK_PIXELS = 192;

  /** Tiles and chunks together that keep a few threads busy. */
  private static final int ENOUGH_TILES = 16;

  /** Sums of all chunks, in floats, at most: 4 MiB. */
  private static final int CHUNK_FLOATS = 1 << 20;

  private final Panels panels;

  /** Whether a kernel row is taken as one tap. */
  private final boolean merged;

  /** Neighbouring input values under a tap. */
  private final int tapRows;

  private final int tapsPerRow;
  private final int blockRows;
  private final int blockPictures;
  private final int blocksDown;
  private final int blocks;
  private final int blocksPerChunk;
  private final int chunks;

  /** Pixels of a block that see each tap; by vectors of the panel. */
  private final Taps[][] pixels = new Taps[GradientTiles.VECTORS + 1][];

  DirectWeightGradient(ConvShape shape) {
    super(shape);
    panels = new Panels(1, shape.groupOutChannels(), GradientTiles.VECTORS);
    merged = merged(shape);
    tapRows = merged ? shape.kernelWidth() * shape.inChannels() : shape.groupInChannels();
    tapsPerRow = merged ? 1 : shape.kernelWidth();
    int outHeight = shape.outHeight();
    int mostRows = Math.clamp(BLOCK_PIXELS / shape.outWidth(), 1, outHeight);
    blocksDown = Math.ceilDiv(outHeight, mostRows);
    blockRows = Math.ceilDiv(outHeight, blocksDown);
    int picture = outHeight * shape.outWidth();
    blockPictures =
        blocksDown > 1 || merged ? 1 : Math.clamp(BLOCK_PIXELS / picture, 1, shape.batch());
    blocks = Math.ceilDiv(shape.batch(), blockPictures) * blocksDown;
    int most = Math.min(blocks / 2, CHUNK_FLOATS / shape.weightCount());
    blocksPerChunk = Math.ceilDiv(blocks, Math.clamp(ENOUGH_TILES / tiles(), 1, Math.max(1, most)));
    chunks = Math.ceilDiv(blocks, blocksPerChunk);
    for (int vectors = 1; vectors <= GradientTiles.VECTORS; vectors++) {
      pixels[vectors] = new Taps[shape.kernelHeight() * tapsPerRow];
      for (int tap = 0; tap < pixels[vectors].length; tap++) {
        pixels[vectors][tap] = pixels(tap / tapsPerRow, tap % tapsPerRow, vectors * L);
      }
    }
  }

  /** Whether the channels of one tap would leave most rows of a tile unused. */
  private static boolean merged(ConvShape shape) {
    return shape.groups() == 1
        && shape.kernelWidth() > 1
        && shape.width().dilation() == 1
        && shape.inChannels() <= GradientTiles.maxRows(GradientTiles.VECTORS);
  }

  /**
   * The pixels of a block that see a tap. Blocks of whole pictures list those rows that do; blocks
   * of rows list all rows, and each block takes a range of them.
   */
  private Taps pixels(int kh, int kw, int step) {
    ConvShape s = shape();
    int firstRow = blocksDown > 1 ? 0 : s.height().firstOutput(kh);
    int rows = blocksDown > 1 ? blockRows : s.height().endOutput(kh) - firstRow;
    int firstColumn = merged ? 0 : s.width().firstOutput(kw);
    int columns = (merged ? s.outWidth() : s.width().endOutput(kw)) - firstColumn;
    int[] x = new int[blockPictures * rows * columns];
    int[] dy = new int[x.length];
    int i = 0;
    for (int n = 0; n < blockPictures; n++) {
      for (int oh = firstRow; oh < firstRow + rows; oh++) {
        for (int ow = firstColumn; ow < firstColumn + columns; ow++) {
          int row = n * s.inHeight() + oh * s.height().stride();
          x[i] = (row * xWidth() + ow * s.width().stride()) * s.inChannels();
          dy[i++] = ((n * s.outHeight() + oh) * s.outWidth() + ow) * step;
        }
      }
    }
    return new Taps(x, dy, 1, step);
  }

  /** Pixels of a row that the tiles read: of {@code x} or of the strip. */
  private int xWidth() {
    Window width = shape().width();
    return merged ? (width.output() - 1) * width.stride() + width.span() : width.input();
  }

  private int stripRows() {
    Window height = shape().height();
    return (blockRows - 1) * height.stride() + height.span();
  }

  private int stripFloats() {
    return merged ? stripRows() * xWidth() * shape().inChannels() : 0;
  }

  private int panelFloats() {
    return blockPictures * blockRows * shape().outWidth() * panels.vectors(0) * L;
  }

  /** A row of sums for each weight, and one for the bias. */
  private int sumFloats() {
    return (shape().depth() + 1) * panels.vectors(0) * L;
  }

  @Override
  long workspaceBytes() {
    return (long) Float.BYTES * (panelFloats() + stripFloats() + sumFloats());
  }

  @Override
  int chunks() {
    return chunks;
  }

  @Override
  int tiles() {
    return shape().groups() * panels.count();
  }

  /** Two vectors of output channels. */
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
    int g = tile / panels.count();
    int panel = tile % panels.count();
    int channel = g * s.groupOutChannels() + panels.column(panel);
    int width = panels.width(panel);
    int vectors = panels.vectors(panel);
    float[] packed = scratch.floats(0, panelFloats());
    float[] strip = scratch.floats(1, stripFloats());
    float[] sums = scratch.floats(2, sumFloats());
    int biasSums = s.depth() * vectors * L;
    Arrays.fill(sums, 0, biasSums + vectors * L, 0);
    int end = Math.min(blocks, (chunk + 1) * blocksPerChunk);
    for (int block = chunk * blocksPerChunk; block < end; block++) {
      int n = block / blocksDown * blockPictures;
      int pictures = Math.min(blockPictures, s.batch() - n);
      int from = block % blocksDown * blockRows;
      int to = Math.min(s.outHeight(), from + blockRows);
      int first = (n * s.outHeight() + from) * s.outWidth();
      int count = pictures * (to - from) * s.outWidth();
      int dyAt = first * s.outChannels() + channel;
      PixelPanel.pack(count, width, dy, dyAt, s.outChannels(), packed, sums, biasSums);
      int at = ((n * s.inHeight() + s.height().start(from)) * s.inWidth() - s.width().padBefore());
      at = at * s.inChannels() + g * s.groupInChannels();
      if (merged) {
        copy(n, s.height().start(from), x, strip);
        at = 0;
      }
      block(pictures, from, to, vectors, merged ? strip : x, at, packed, sums);
    }
    for (int row = 0; row < s.depth(); row++) {
      int to = weightsAt + row * s.outChannels() + channel;
      System.arraycopy(sums, row * vectors * L, dWeights, to, width);
    }
    if (dBias != null) {
      System.arraycopy(sums, biasSums, dBias, biasAt + channel, width);
    }
  }

  /** Adds a block of pixels to all sums of a panel; neighbouring channels see all taps in turn. */
  private void block(
      int pictures,
      int from,
      int to,
      int vectors,
      float[] x,
      int xAt,
      float[] packed,
      float[] sums) {
    ConvShape s = shape();
    int tiles = Math.ceilDiv(tapRows, GradientTiles.maxRows(vectors));
    for (int tile = 0, row = 0; tile < tiles; tile++) {
      int rows = tapRows / tiles + (tile < tapRows % tiles ? 1 : 0);
      for (int tap = 0; tap < s.kernelHeight() * tapsPerRow; tap++) {
        int kh = tap / tapsPerRow;
        Taps list = pixels[vectors][tap];
        int pixelsFrom = 0;
        int pixelsTo = list.count() / blockPictures * pictures;
        if (blocksDown > 1) {
          int columns = list.count() / blockRows;
          pixelsFrom = columns * Math.clamp(s.height().firstOutput(kh) - from, 0, to - from);
          pixelsTo = columns * Math.clamp(s.height().endOutput(kh) - from, 0, to - from);
        }
        int pixel = kh * s.height().dilation() * xWidth();
        pixel += tap % tapsPerRow * s.width().dilation();
        GradientTiles.run(
            rows,
            vectors,
            x,
            xAt + pixel * s.inChannels() + row,
            list,
            pixelsFrom,
            pixelsTo,
            packed,
            0,
            sums,
            (tap * tapRows + row) * vectors * L);
      }
      row += rows;
    }
  }

  /** Copies the input rows of a block, with zeros for the padding beside the picture. */
  private void copy(int n, int firstRow, float[] x, float[] strip) {
    ConvShape s = shape();
    int channels = s.inChannels();
    int length = xWidth() * channels;
    int left = Math.min(length, s.width().padBefore() * channels);
    int count = Math.min(length - left, s.inWidth() * channels);
    for (int row = 0; row < stripRows(); row++) {
      int ih = firstRow + row;
      int to = row * length;
      if (ih >= 0 && ih < s.inHeight()) { // no tap reads the others
        int from = (n * s.inHeight() + ih) * s.inWidth() * channels;
        Arrays.fill(strip, to, to + left, 0);
        System.arraycopy(x, from, strip, to + left, count);
        Arrays.fill(strip, to + left + count, to + length, 0);
      }
    }
  }
}
