package io.github.lanewise.kernels.conv;

import static io.github.lanewise.kernels.simd.Simd.L;

import io.github.lanewise.kernels.lanes.Scratch;
import io.github.lanewise.kernels.simd.GradientTiles;
import io.github.lanewise.kernels.simd.Panels;
import io.github.lanewise.kernels.simd.Simd;
import io.github.lanewise.kernels.simd.WeightTransform;
import io.github.lanewise.kernels.simd.WinogradTransform;
import io.github.lanewise.kernels.simd.WinogradTransform2;
import io.github.lanewise.kernels.simd.WinogradTransform4;
import java.util.Arrays;

/**
 * The weight gradient of 3×3 convolutions of stride 1 by Winograd's minimal filtering, transposed:
 * {@code dg = Gᵀ [Σ (A dy Aᵀ) ⊙ (Bᵀ d B)] G}, where the sum runs over the tiles and comes before
 * the last transform, so that it is a matrix product for each element.
 *
 * <p>Blocks of tiles one after the other, a row of elements at a time; products are added up in
 * scratch memory for some panels of output channels.
 */
final class WinogradWeightGradient extends WeightGradient {
  /** Tiles of a block: the more, the less often products are loaded and stored. */
  private static final int BLOCK = 64;

  /** Tiles of 4×4 outputs from which on their 36 products for each weight pay. */
  private static final int LARGE_TILES = 20;

  /** Tiles of 2×2 outputs from which on their 16 products pay, where large ones are fewer. */
  private static final int SMALL_TILES = 25;

  /** Products of a tile of the work, in floats, at most, unless one panel has more: 4 MiB. */
  private static final int MOST_PRODUCTS = 1 << 20;

  /** Tiles and chunks together that keep some threads busy. */
  private static final int ENOUGH_TILES = 8;

  /** Tiles where there are no chunks: few, as each transforms all inputs again. */
  private static final int LEAST_TILES = 2;

  private final ConvAlgorithm algorithm;
  private final WeightTransform transform;
  private final WinogradInput input;
  private final WinogradPanels products;
  private final Panels panels;
  private final int outs;
  private final int ins;
  private final int tilesDown;
  private final int tilesAcross;
  private final int tilesInAll;
  private final int block;
  private final int blocks;
  private final int chunks;
  private final int panelsPerTile;

  /** For all tiles of the work but the last, which may have fewer channels, and for that. */
  private final GradientTiles tilesOfMost;

  private final GradientTiles tilesOfLast;

  WinogradWeightGradient(ConvShape shape) {
    super(shape);
    boolean large = tiles(shape, 4) >= LARGE_TILES;
    algorithm = large ? ConvAlgorithm.WINOGRAD_4X4 : ConvAlgorithm.WINOGRAD_2X2;
    WinogradTransform transform = large ? new WinogradTransform4() : new WinogradTransform2();
    this.transform = transform.weights();
    outs = transform.outputs();
    ins = transform.inputs();
    tilesDown = Math.ceilDiv(shape.outHeight(), outs);
    tilesAcross = Math.ceilDiv(shape.outWidth(), outs);
    tilesInAll = tiles(shape, outs);
    block = Math.min(tilesInAll, BLOCK);
    int fewest = Math.ceilDiv(tilesInAll, block);
    blocks = fewest == 1 ? 1 : fewest + fewest % 2; // so that two threads find equal shares
    input = new WinogradInput(shape, transform, block, inputStep());
    products =
        new WinogradPanels(shape.inChannels(), shape.outChannels(), ins, transform.weights());
    panels = products.panels();
    int shared = blocks == 1 ? LEAST_TILES : 1;
    int most = Math.clamp(MOST_PRODUCTS / panelFloats(), 1, Math.ceilDiv(panels.count(), shared));
    panelsPerTile = Math.ceilDiv(panels.count(), Math.ceilDiv(panels.count(), most));
    int enough = Math.ceilDiv(ENOUGH_TILES, tiles());
    chunks = Math.min(blocks, enough == 1 ? 1 : enough - enough % 2);
    tilesOfMost = GradientTiles.of(inputStep(), gradientStep(channels()));
    int last = shape.outChannels() - panels.column((tiles() - 1) * panelsPerTile);
    tilesOfLast = GradientTiles.of(inputStep(), gradientStep(Simd.vectors(last) * L));
  }

  /**
   * Whether it is faster than adding the products themselves, and allowed.
   *
   * @param strict whether transforms, which round more, are left out
   */
  static boolean pays(ConvShape shape, boolean strict) {
    return tiles(shape, 2) >= SMALL_TILES
        && switch (ConvAlgorithm.choose(shape, strict)) {
          case WINOGRAD_2X2, WINOGRAD_4X4 -> true;
          default -> false;
        };
  }

  private static int tiles(ConvShape shape, int outs) {
    return shape.batch()
        * Math.ceilDiv(shape.outHeight(), outs)
        * Math.ceilDiv(shape.outWidth(), outs);
  }

  /** Distance between the transformed inputs of neighbouring tiles. */
  private int inputStep() {
    return WinogradInput.spread(Simd.vectors(shape().inChannels()) * L);
  }

  /** Distance between the matrices of elements of one panel. */
  private int productStep() {
    return WinogradInput.spread(shape().inChannels() * panels.panelColumns());
  }

  private int panelFloats() {
    return ins * ins * productStep();
  }

  /** Output channels of a tile of the work, filled up to whole vectors. */
  private int channels() {
    return Math.min(panelsPerTile * panels.panelColumns(), Simd.vectors(shape().outChannels()) * L);
  }

  /** Distance between the transformed output gradients of neighbouring tiles. */
  private int gradientStep(int channels) {
    return WinogradInput.spread(channels);
  }

  private int stripStep(int channels) {
    return WinogradInput.spread(block * outs * channels);
  }

  private int transformedStep(int channels) {
    return WinogradInput.spread(block * gradientStep(channels));
  }

  private int patchFloats() {
    return Math.max(input.patchFloats(), outs * tilesAcross * outs * channels());
  }

  @Override
  ConvAlgorithm algorithm() {
    return algorithm;
  }

  @Override
  long workspaceBytes() {
    int channels = channels();
    return (long) Float.BYTES
        * (panelsPerTile * panelFloats()
            + patchFloats()
            + input.stripFloats()
            + input.transformedFloats()
            + ins * (stripStep(channels) + transformedStep(channels))
            + channels);
  }

  @Override
  int chunks() {
    return chunks;
  }

  @Override
  int tiles() {
    return Math.ceilDiv(panels.count(), panelsPerTile);
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
    int from = tile * panelsPerTile;
    int to = Math.min(panels.count(), from + panelsPerTile);
    int channel = panels.column(from);
    int width = panels.column(to - 1) + panels.width(to - 1) - channel;
    int channels = Simd.vectors(width) * L;
    float[] sums = scratch.floats(0, panelsPerTile * panelFloats());
    float[] patch = scratch.floats(1, patchFloats());
    float[] inputStrips = scratch.floats(2, input.stripFloats());
    float[] v = scratch.floats(3, input.transformedFloats());
    float[] strips = scratch.floats(4, ins * stripStep(channels()));
    float[] d = scratch.floats(5, ins * transformedStep(channels()));
    float[] bias = scratch.floats(6, channels());
    Arrays.fill(bias, 0, channels, 0);
    int begin = share(blocks, chunk, chunks);
    int end = share(blocks, chunk + 1, chunks);
    for (int b = begin; b < end; b++) {
      int first = share(tilesInAll, b, blocks);
      int last = share(tilesInAll, b + 1, blocks);
      input.down(first, last, x, inputStrips, patch);
      down(first, last, channel, width, channels, dy, strips, patch);
      for (int row = 0; row < ins; row++) {
        input.across(first, last, row, inputStrips, v);
        across(last - first, row, channels, strips, d);
        if (row == 1) {
          addBias(last - first, channels, d, bias);
        }
        multiply(last - first, row, from, to, channels, v, d, sums, b > begin);
      }
    }
    for (int panel = from; panel < to; panel++) {
      int at = (panel - from) * panelFloats();
      products.gradient(panel, sums, at, productStep(), dWeights, weightsAt);
    }
    if (dBias != null) {
      System.arraycopy(bias, 0, dBias, biasAt + channel, width);
    }
  }

  /**
   * {@code strips[row][column][channel] = A dy}: the output gradients of each strip, with zeros
   * beyond the picture, down the columns.
   */
  private void down(
      int from,
      int to,
      int channel,
      int width,
      int channels,
      float[] dy,
      float[] strips,
      float[] patch) {
    ConvShape s = shape();
    int at = 0;
    for (int t = from, end; t < to; t = end) {
      end = input.stripEnd(t, to);
      int line = t / tilesAcross;
      int row = line % tilesDown * outs;
      int column = t % tilesAcross * outs;
      int run = (end - t) * outs * channels;
      int pixels = Math.min((end - t) * outs, s.outWidth() - column);
      for (int r = 0; r < outs; r++) {
        int patchAt = r * run;
        if (row + r < s.outHeight()) {
          int pixel = (line / tilesDown * s.outHeight() + row + r) * s.outWidth() + column;
          copy(pixels, width, channels, dy, pixel * s.outChannels() + channel, patch, patchAt);
          Arrays.fill(patch, patchAt + pixels * channels, patchAt + run, 0);
        } else {
          Arrays.fill(patch, patchAt, patchAt + run, 0);
        }
      }
      transform.outputGradient(patch, 0, run, strips, at, stripStep(channels), run);
      at += run;
    }
  }

  /** Copies some channels of neighbouring pixels, filled up to whole vectors with zeros. */
  private void copy(
      int pixels, int width, int channels, float[] dy, int at, float[] patch, int to) {
    if (channels == shape().outChannels()) {
      System.arraycopy(dy, at, patch, to, pixels * channels);
      return;
    }
    for (int p = 0; p < pixels; p++) {
      System.arraycopy(dy, at + p * shape().outChannels(), patch, to, width);
      Arrays.fill(patch, to + width, to + channels, 0);
      to += channels;
    }
  }

  /** {@code d[element][tile][channel]}: one row of elements, along the rows. */
  private void across(int tiles, int row, int channels, float[] strips, float[] d) {
    int at = row * stripStep(channels);
    for (int t = 0; t < tiles; t++, at += outs * channels) {
      int to = t * gradientStep(channels);
      transform.outputGradient(strips, at, channels, d, to, transformedStep(channels), channels);
    }
  }

  /** Element (1, 1) of a tile is the sum of its outputs, as row 1 of {@code Aᵀ} is all ones. */
  private void addBias(int tiles, int channels, float[] d, float[] bias) {
    for (int t = 0; t < tiles; t++) {
      int at = transformedStep(channels) + t * gradientStep(channels);
      for (int c = 0; c < channels; c++) {
        bias[c] += d[at + c];
      }
    }
  }

  /** {@code sums[panel][element][in][out]}: a matrix product for each element of a row. */
  private void multiply(
      int count,
      int row,
      int from,
      int to,
      int channels,
      float[] v,
      float[] d,
      float[] sums,
      boolean add) {
    GradientTiles tiles = channels == channels() ? tilesOfMost : tilesOfLast;
    for (int column = 0; column < ins; column++) {
      for (int panel = from; panel < to; panel++) {
        int width = panels.vectors(panel) * L;
        tiles.run(
            shape().inChannels(),
            panels.vectors(panel),
            count,
            v,
            column * input.transformedStep(),
            d,
            column * transformedStep(channels) + panels.column(panel) - panels.column(from),
            sums,
            (panel - from) * panelFloats() + (row * ins + column) * productStep(),
            width,
            add);
      }
    }
  }
}
