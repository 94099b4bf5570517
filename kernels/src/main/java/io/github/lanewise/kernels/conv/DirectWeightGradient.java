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
 * <p>A block of pixels at a time, packed on both sides: the output gradients into panels of two
 * vectors, the inputs of a kernel column into panels of {@link GradientTiles#COLUMNS}, with zeros
 * for padding. At stride 1 the taps of a kernel column read the same panel, a row of pixels apart.
 *
 * <p>With few input channels a whole kernel row of them is taken as one tap of more values.
 */
final class DirectWeightGradient extends WeightGradient {
  /**
   * Pixels of a block: many, as each tile loads and stores its sums once for a block. Both panels
   * that a tile reads, 64 and 32 KiB, come from the L2 cache, in order, which costs nothing.
   */
  private static final int BLOCK_PIXELS = 512;

  /** Panels of output gradients at most, which share the packed inputs: 256 KiB of L2. */
  private static final int MOST_PANELS = 4;

  /** Sums of a tile, in floats, at most: 4 MiB; also those of all chunks. */
  private static final int MOST_SUMS = 1 << 20;

  /** Tiles that share packed inputs as much as possible. */
  private static final int FEW_TILES = 4;

  /** Tiles and chunks together that keep some threads busy. */
  private static final int ENOUGH_TILES = 8;

  private final Panels panels;
  private final int panelsPerTile;
  private final int tilesPerGroup;

  /** Whether a kernel row is taken as one tap. */
  private final boolean merged;

  /** Input values under a tap. */
  private final int tapValues;

  private final int tapsPerRow;

  private final int blockRows;
  private final int blockPictures;
  private final int blocksDown;
  private final int blocks;
  private final int blocksPerChunk;
  private final int chunks;

  /** Runs of as many rows of pixels as the index says. */
  private final Taps[] runs;

  DirectWeightGradient(ConvShape shape) {
    super(shape);
    panels = new Panels(1, shape.groupOutChannels(), GradientTiles.VECTORS);
    merged = merged(shape);
    tapValues = merged ? shape.kernelWidth() * shape.inChannels() : shape.groupInChannels();
    tapsPerRow = merged ? 1 : shape.kernelWidth();

    int mostRows = Math.clamp(BLOCK_PIXELS / shape.outWidth(), 1, shape.outHeight());
    blocksDown = Math.ceilDiv(shape.outHeight(), mostRows);
    blockRows = Math.ceilDiv(shape.outHeight(), blocksDown);
    boolean whole = blocksDown == 1 && !merged;
    int picture = shape.outHeight() * shape.outWidth();
    blockPictures = whole ? Math.clamp(BLOCK_PIXELS / picture, 1, shape.batch()) : 1;
    blocks = Math.ceilDiv(shape.batch(), blockPictures) * blocksDown;
    runs = new Taps[blockPictures * blockRows + 1];
    for (int rows = 0; rows < runs.length; rows++) {
      runs[rows] = Taps.run(rows * shape.outWidth());
    }

    int mostChunks = Math.max(1, Math.min(blocks, MOST_SUMS / shape.weightCount()));
    int mostPanels =
        Math.clamp(MOST_SUMS / (shape.depth() * panels.panelColumns()), 1, MOST_PANELS);
    int all = shape.groups() * panels.count();
    int few = Math.min(mostPanels, all * Math.min(mostChunks, ENOUGH_TILES) / FEW_TILES);
    panelsPerTile = Math.clamp(few, 1, panels.count());
    tilesPerGroup = Math.ceilDiv(panels.count(), panelsPerTile);
    int wanted = Math.clamp(Math.ceilDiv(ENOUGH_TILES, tiles()), 1, mostChunks);
    blocksPerChunk = Math.ceilDiv(blocks, wanted);
    chunks = Math.ceilDiv(blocks, blocksPerChunk);
  }

  /** Whether the channels of one tap would leave most of a panel unused. */
  private static boolean merged(ConvShape shape) {
    return shape.groups() == 1
        && shape.kernelWidth() > 1
        && shape.width().dilation() == 1
        && shape.inChannels() <= GradientTiles.COLUMNS / 2;
  }

  /** Whether the taps of a kernel column read the same panel of inputs. */
  private boolean shared() {
    return shape().height().stride() == 1 && blockPictures == 1;
  }

  /** Pixels of a row of the strip, which holds the rows of a block with their padding. */
  private int stripWidth() {
    Window width = shape().width();
    return (width.output() - 1) * width.stride() + width.span();
  }

  private int stripFloats() {
    Window height = shape().height();
    int rows = (blockRows - 1) * height.stride() + height.span();
    return merged ? rows * stripWidth() * shape().inChannels() : 0;
  }

  private int blockPixels() {
    return blockPictures * blockRows * shape().outWidth();
  }

  /** A panel of output gradients. */
  private int panelFloats() {
    return blockPixels() * panels.vectors(0) * L;
  }

  /** A panel of inputs. */
  private int inputFloats() {
    int halo = shared() ? (shape().height().span() - 1) * shape().outWidth() : 0;
    return (blockPixels() + halo) * GradientTiles.COLUMNS;
  }

  /** Sums of a panel: a row for each weight, and one for the bias. */
  private int sumFloats() {
    return (shape().depth() + 1) * panels.vectors(0) * L;
  }

  @Override
  long workspaceBytes() {
    long perPanel = (long) panelFloats() + sumFloats();
    return Float.BYTES * (panelsPerTile * perPanel + inputFloats() + stripFloats());
  }

  @Override
  int chunks() {
    return chunks;
  }

  @Override
  int tiles() {
    return shape().groups() * tilesPerGroup;
  }

  /** Some panels of output channels. */
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
    int g = tile / tilesPerGroup;
    int from = tile % tilesPerGroup * panelsPerTile;
    int to = Math.min(panels.count(), from + panelsPerTile);
    float[] packed = scratch.floats(0, panelsPerTile * panelFloats());
    float[] inputs = scratch.floats(1, inputFloats());
    float[] strip = scratch.floats(2, stripFloats());
    float[] sums = scratch.floats(3, panelsPerTile * sumFloats());
    Arrays.fill(sums, 0, (to - from) * sumFloats(), 0);
    int end = Math.min(blocks, (chunk + 1) * blocksPerChunk);
    for (int block = chunk * blocksPerChunk; block < end; block++) {
      int n = block / blocksDown * blockPictures;
      int row = block % blocksDown * blockRows;
      packGradients(g, from, to, n, row, dy, packed, sums);
      if (merged) {
        copyStrip(n, row, x, strip);
      }
      addBlock(g, from, to, n, row, merged ? strip : x, inputs, packed, sums);
    }
    for (int panel = from; panel < to; panel++) {
      int channel = g * shape().groupOutChannels() + panels.column(panel);
      int at = (panel - from) * sumFloats();
      int step = panels.vectors(panel) * L;
      int depth = shape().depth();
      for (int i = 0; i < depth; i++) {
        int weight = weightsAt + i * shape().outChannels() + channel;
        System.arraycopy(sums, at + i * step, dWeights, weight, panels.width(panel));
      }
      if (dBias != null) {
        System.arraycopy(sums, at + depth * step, dBias, biasAt + channel, panels.width(panel));
      }
    }
  }

  /** Rows of a block in each of its pictures. */
  private int rows(int row) {
    return Math.min(blockRows, shape().outHeight() - row);
  }

  private int pictures(int n) {
    return Math.min(blockPictures, shape().batch() - n);
  }

  /** Packs the block that starts with row {@code row} of picture {@code n}. */
  private void packGradients(
      int g, int from, int to, int n, int row, float[] dy, float[] packed, float[] sums) {
    ConvShape s = shape();
    int pixels = pictures(n) * rows(row) * s.outWidth();
    int pixel = (n * s.outHeight() + row) * s.outWidth();
    for (int panel = from; panel < to; panel++) {
      int channel = g * s.groupOutChannels() + panels.column(panel);
      int bias = (panel - from) * sumFloats() + s.depth() * panels.vectors(panel) * L;
      PixelPanel.pack(
          pixels,
          panels.width(panel),
          dy,
          pixel * s.outChannels() + channel,
          s.outChannels(),
          packed,
          (panel - from) * panelFloats(),
          sums,
          bias);
    }
  }

  /** Copies the input rows of a block, with zeros for the padding beside the picture. */
  private void copyStrip(int n, int row, float[] x, float[] strip) {
    ConvShape s = shape();
    int channels = s.inChannels();
    int length = stripWidth() * channels;
    int left = Math.min(length, s.width().padBefore() * channels);
    int count = Math.min(length - left, s.inWidth() * channels);
    int firstRow = s.height().start(row);
    for (int to = 0; to < stripFloats(); to += length) {
      int ih = firstRow + to / length;
      if (ih >= 0 && ih < s.inHeight()) { // no tap reads the others
        int from = (n * s.inHeight() + ih) * s.inWidth() * channels;
        Arrays.fill(strip, to, to + left, 0);
        System.arraycopy(x, from, strip, to + left, count);
        Arrays.fill(strip, to + left + count, to + length, 0);
      }
    }
  }

  /** Adds a block to the sums of some panels. */
  private void addBlock(
      int g,
      int from,
      int to,
      int n,
      int row,
      float[] x,
      float[] inputs,
      float[] packed,
      float[] sums) {
    Window height = shape().height();
    int taps = shared() ? height.kernel() : 1;
    int rows = rows(row) + (shared() ? height.span() - 1 : 0);
    for (int value = 0; value < tapValues; value += GradientTiles.COLUMNS) {
      int width = Math.min(GradientTiles.COLUMNS, tapValues - value);
      int channel = g * shape().groupInChannels() + value;
      for (int kw = 0; kw < tapsPerRow; kw++) {
        for (int kh = 0; kh < height.kernel(); kh += taps) {
          packInputs(channel, width, kw, n, row, kh, rows, x, inputs);
          addTaps(from, to, n, row, kh, kh + taps, kw, value, width, inputs, packed, sums);
        }
      }
    }
  }

  /**
   * Packs what a kernel column sees of some values, pixel by pixel of the output, from kernel row
   * {@code kh} on: as many rows for each picture of a block.
   */
  private void packInputs(
      int channel, int width, int kw, int n, int row, int kh, int rows, float[] x, float[] inputs) {
    ConvShape s = shape();
    int first = merged ? 0 : s.width().firstOutput(kw);
    int end = merged ? s.outWidth() : s.width().endOutput(kw);
    int rowFloats = s.outWidth() * GradientTiles.COLUMNS;
    int to = 0;
    for (int picture = n; picture < n + pictures(n); picture++) {
      for (int i = 0; i < rows; i++, to += rowFloats) {
        int ih = s.height().start(row) + kh * s.height().dilation() + i * s.height().stride();
        if (ih < 0 || ih >= s.inHeight()) {
          Arrays.fill(inputs, to, to + rowFloats, 0);
          continue;
        }
        Arrays.fill(inputs, to, to + first * GradientTiles.COLUMNS, 0);
        PixelPanel.copy(
            end - first,
            width,
            x,
            inputIndex(picture, row, ih, kw, first) + channel,
            s.width().stride() * s.inChannels(),
            inputs,
            to + first * GradientTiles.COLUMNS);
        Arrays.fill(inputs, to + end * GradientTiles.COLUMNS, to + rowFloats, 0);
      }
    }
  }

  /** Index of the pixel under a kernel column at an output column, in {@code x} or the strip. */
  private int inputIndex(int n, int row, int ih, int kw, int ow) {
    ConvShape s = shape();
    int pixel =
        merged
            ? (ih - s.height().start(row)) * stripWidth() + ow * s.width().stride()
            : (n * s.inHeight() + ih) * s.inWidth()
                + s.width().start(ow)
                + kw * s.width().dilation();
    return pixel * s.inChannels();
  }

  /**
   * Adds what some taps of a kernel column contribute, panel by panel, so that each is used several
   * times while it is near.
   */
  private void addTaps(
      int from,
      int to,
      int n,
      int row,
      int firstTap,
      int endTap,
      int kw,
      int value,
      int width,
      float[] inputs,
      float[] packed,
      float[] sums) {
    for (int panel = from; panel < to; panel++) {
      int packedAt = (panel - from) * panelFloats();
      int sumsAt = (panel - from) * sumFloats();
      int vectors = panels.vectors(panel);
      for (int kh = firstTap; kh < endTap; kh++) {
        int weight = (kh * tapsPerRow + kw) * tapValues + value;
        int weightSums = sumsAt + weight * vectors * L;
        addTap(n, row, kh, width, vectors, inputs, packed, packedAt, sums, weightSums);
      }
    }
  }

  /** Adds what one tap contributes to a panel, for those rows that lie on the picture. */
  private void addTap(
      int n,
      int row,
      int kh,
      int width,
      int vectors,
      float[] inputs,
      float[] packed,
      int packedAt,
      float[] sums,
      int sumsAt) {
    Window height = shape().height();
    int rows = rows(row);
    int first = 0;
    int count = pictures(n) * rows;
    if (blockPictures == 1) {
      first = Math.clamp(height.firstOutput(kh) - row, 0, rows);
      count = Math.clamp(height.endOutput(kh) - row, first, rows) - first;
    }
    if (count > 0) {
      int pixel = first * shape().outWidth();
      int halo = shared() ? kh * height.dilation() * shape().outWidth() : 0;
      GradientTiles.run(
          width,
          vectors,
          runs[count],
          inputs,
          (pixel + halo) * GradientTiles.COLUMNS,
          packed,
          packedAt + pixel * vectors * L,
          sums,
          sumsAt);
    }
  }
}
