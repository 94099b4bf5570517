package io.github.lanewise.kernels.conv;

import static io.github.lanewise.kernels.simd.Simd.L;

import io.github.lanewise.kernels.lanes.Scratch;
import io.github.lanewise.kernels.simd.GradientTiles;
import io.github.lanewise.kernels.simd.Panels;
import io.github.lanewise.kernels.simd.PixelPanel;
import java.util.Arrays;

/**
 * A weight gradient by register tiles: a product {@code Xᵀ · dY} over the pixels, of which a tile
 * holds some input values by two vectors of output channels.
 *
 * <p>A block of pixels at a time. What is here packs the output gradients of a block into panels of
 * two vectors, which sums the bias on the way; subclasses pack the inputs and multiply. Sums go
 * where the result does, those of the first block without looking at what is there.
 */
abstract class PanelWeightGradient extends WeightGradient {
  /** Packed output gradients of a tile, in floats, at most: half of an L2 cache of 1 MiB. */
  private static final int PACKED_FLOATS = 1 << 17;

  /** Sums of all chunks but the first, in floats, at most: 4 MiB. */
  private static final int MOST_SUMS = 1 << 20;

  /** Tiles and chunks together that keep some threads busy. */
  private static final int ENOUGH_TILES = 8;

  private final Panels panels;
  private final int panelsPerTile;
  private final int tilesPerGroup;
  private final int blockRows;
  private final int blockPictures;
  private final int blocksDown;
  private final int blocks;
  private final int blocksPerChunk;
  private final int chunks;

  /**
   * Cuts the work.
   *
   * @param blockPixels about as many pixels make a block
   * @param several whether a block may have several pictures
   */
  PanelWeightGradient(ConvShape shape, int blockPixels, boolean several) {
    super(shape);
    panels = new Panels(1, shape.groupOutChannels(), GradientTiles.VECTORS);
    int mostRows = Math.clamp(blockPixels / shape.outWidth(), 1, shape.outHeight());
    blocksDown = Math.ceilDiv(shape.outHeight(), mostRows);
    blockRows = Math.ceilDiv(shape.outHeight(), blocksDown);
    int picture = shape.outHeight() * shape.outWidth();
    blockPictures =
        several && blocksDown == 1 ? Math.clamp(blockPixels / picture, 1, shape.batch()) : 1;
    blocks = Math.ceilDiv(shape.batch(), blockPictures) * blocksDown;

    int fit = Math.clamp(PACKED_FLOATS / panelFloats(), 1, panels.count());
    int tiles = shape.groups() * Math.ceilDiv(panels.count(), fit);
    int mostChunks = Math.clamp(1 + MOST_SUMS / shape.weightCount(), 1, blocks);
    int wanted = Math.clamp(Math.ceilDiv(ENOUGH_TILES, tiles), 1, mostChunks);
    blocksPerChunk = Math.ceilDiv(blocks, wanted);
    chunks = Math.ceilDiv(blocks, blocksPerChunk);
    int few = shape.groups() * panels.count() * wanted / ENOUGH_TILES;
    panelsPerTile = Math.clamp(few, 1, fit);
    tilesPerGroup = Math.ceilDiv(panels.count(), panelsPerTile);
  }

  final int blockRows() {
    return blockRows;
  }

  final int blockPictures() {
    return blockPictures;
  }

  final int blockPixels() {
    return blockPictures * blockRows * shape().outWidth();
  }

  /** Rows of a block in each of its pictures. */
  final int rows(int row) {
    return Math.min(blockRows, shape().outHeight() - row);
  }

  /** Pictures of the block that starts with a picture. */
  final int pictures(int n) {
    return Math.min(blockPictures, shape().batch() - n);
  }

  /** A packed panel of output gradients. */
  final int panelFloats() {
    return blockPixels() * panels.vectors(0) * L;
  }

  final int vectors(int panel) {
    return panels.vectors(panel);
  }

  /** Whether a panel's channels end within a vector, so that its sums need a place of their own. */
  final boolean partial(int panel) {
    return panels.width(panel) % L != 0;
  }

  /** Index in the weights of a panel's first channel. */
  final int channel(int g, int panel) {
    return g * shape().groupOutChannels() + panels.column(panel);
  }

  private int partialFloats() {
    int last = panels.count() - 1;
    return partial(last) ? shape().depth() * panels.vectors(last) * L : 0;
  }

  @Override
  long workspaceBytes() {
    int perPanel = panelFloats() + panels.panelColumns();
    return (long) Float.BYTES * (panelsPerTile * perPanel + partialFloats() + inputFloats());
  }

  /** Floats of all that {@link #addBlock} takes from the scratch memory. */
  abstract int inputFloats();

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
    float[] bias = scratch.floats(1, panelsPerTile * panels.panelColumns());
    float[] partial = scratch.floats(2, partialFloats());
    Arrays.fill(bias, 0, (to - from) * panels.panelColumns(), 0);
    int begin = chunk * blocksPerChunk;
    int end = Math.min(blocks, begin + blocksPerChunk);
    for (int block = begin; block < end; block++) {
      int n = block / blocksDown * blockPictures;
      int row = block % blocksDown * blockRows;
      packGradients(g, from, to, n, row, dy, packed, bias);
      addBlock(
          g, from, to, n, row, block > begin, x, packed, dWeights, weightsAt, partial, scratch);
    }
    if (partial(to - 1)) {
      storePartial(to - 1, partial, dWeights, weightsAt + channel(g, to - 1));
    }
    if (dBias != null) {
      int first = channel(g, from);
      int count = channel(g, to - 1) + panels.width(to - 1) - first;
      System.arraycopy(bias, 0, dBias, biasAt + first, count);
    }
  }

  private void packGradients(
      int g, int from, int to, int n, int row, float[] dy, float[] packed, float[] bias) {
    ConvShape s = shape();
    int pixels = pictures(n) * rows(row) * s.outWidth();
    int pixel = (n * s.outHeight() + row) * s.outWidth();
    for (int panel = from; panel < to; panel++) {
      PixelPanel.pack(
          pixels,
          panels.width(panel),
          dy,
          pixel * s.outChannels() + channel(g, panel),
          s.outChannels(),
          packed,
          (panel - from) * panelFloats(),
          bias,
          (panel - from) * panels.panelColumns());
    }
  }

  /**
   * Adds a block to the sums of some panels.
   *
   * @param g group
   * @param from first panel
   * @param to one past the last
   * @param n first picture of the block
   * @param row first output row of the block
   * @param add whether to add to what is there, instead of overwriting it
   * @param x input
   * @param packed output gradients of the block, {@link #panelFloats} for each panel
   * @param sums the weights' gradients, of panels that are not {@link #partial}
   * @param sumsAt index of the first
   * @param partial sums of the one that is, {@code [depth][vectors · L]}
   * @param scratch memory, of which arrays 0 to 2 are taken
   */
  abstract void addBlock(
      int g,
      int from,
      int to,
      int n,
      int row,
      boolean add,
      float[] x,
      float[] packed,
      float[] sums,
      int sumsAt,
      float[] partial,
      Scratch scratch);

  private void storePartial(int panel, float[] partial, float[] dWeights, int at) {
    int step = panels.vectors(panel) * L;
    for (int i = 0; i < shape().depth(); i++) {
      System.arraycopy(
          partial, i * step, dWeights, at + i * shape().outChannels(), panels.width(panel));
    }
  }
}
