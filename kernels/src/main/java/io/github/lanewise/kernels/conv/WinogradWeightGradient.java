package io.github.lanewise.kernels.conv;

import static io.github.lanewise.kernels.simd.Simd.L;

import io.github.lanewise.kernels.lanes.Scratch;
import io.github.lanewise.kernels.simd.GradientTiles;
import io.github.lanewise.kernels.simd.Panels;
import io.github.lanewise.kernels.simd.Simd;
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
  private final WinogradInput input;
  private final WinogradOutputGradient gradient;
  private final WinogradPanels products;
  private final Panels panels;
  private final int ins;
  private final int tilesInAll;
  private final int block;
  private final int blocks;
  private final int chunks;
  private final int panelsPerTile;

  /** For all tiles of the work but the last, which may have fewer channels, and for that. */
  private final GradientTiles tilesOfMost;

  private final GradientTiles tilesOfLast;

  WinogradWeightGradient(ConvShape shape) {
    this(shape, BLOCK);
  }

  /**
   * The gradient by blocks of another size.
   *
   * @param mostTiles tiles of a block at most
   */
  WinogradWeightGradient(ConvShape shape, int mostTiles) {
    super(shape);
    boolean large = tiles(shape, 4) >= LARGE_TILES;
    algorithm = large ? ConvAlgorithm.WINOGRAD_4X4 : ConvAlgorithm.WINOGRAD_2X2;
    WinogradTransform transform = large ? new WinogradTransform4() : new WinogradTransform2();
    ins = transform.inputs();
    tilesInAll = tiles(shape, transform.outputs());
    block = Math.min(tilesInAll, mostTiles);
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
    gradient =
        new WinogradOutputGradient(
            shape, transform.weights(), transform.outputs(), ins, block, channels());
    tilesOfMost = gradientTiles(channels());
    int last = shape.outChannels() - panels.column((tiles() - 1) * panelsPerTile);
    tilesOfLast = gradientTiles(Simd.vectors(last) * L);
  }

  /**
   * Whether it is faster than adding the products themselves, and allowed.
   *
   * @param strict whether transforms, which round more, are left out
   */
  static boolean pays(ConvShape shape, boolean strict) {
    return tiles(shape, 2) >= SMALL_TILES
        && ConvAlgorithm.deepSquares(shape)
        && ConvAlgorithm.choose(shape, strict).savesMultiplications();
  }

  private static int tiles(ConvShape shape, int outs) {
    return shape.batch()
        * Math.ceilDiv(shape.outHeight(), outs)
        * Math.ceilDiv(shape.outWidth(), outs);
  }

  /** What multiplies so many channels, filled up to whole vectors. */
  private GradientTiles gradientTiles(int channels) {
    return GradientTiles.of(inputStep(), WinogradOutputGradient.pixelStep(channels));
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

  private int patchFloats() {
    return Math.max(input.patchFloats(), gradient.patchFloats());
  }

  @Override
  ConvAlgorithm algorithm() {
    return algorithm;
  }

  @Override
  long workspaceBytes() {
    return (long) Float.BYTES
        * (sumFloats()
            + patchFloats()
            + input.stripFloats()
            + input.transformedFloats()
            + gradient.stripFloats()
            + gradient.transformedFloats()
            + channels());
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
    float[] sums = scratch.floats(0, sumFloats());
    float[] patch = scratch.floats(1, patchFloats());
    float[] inputStrips = scratch.floats(2, input.stripFloats());
    float[] v = scratch.floats(3, input.transformedFloats());
    float[] strips = scratch.floats(4, gradient.stripFloats());
    float[] d = scratch.floats(5, gradient.transformedFloats());
    float[] bias = scratch.floats(6, channels());
    Arrays.fill(bias, 0, channels, 0);
    int begin = share(blocks, chunk, chunks);
    int end = share(blocks, chunk + 1, chunks);
    for (int b = begin; b < end; b++) {
      int first = share(tilesInAll, b, blocks);
      int last = share(tilesInAll, b + 1, blocks);
      input.down(first, last, x, inputStrips, patch);
      gradient.down(first, last, channel, width, dy, strips, patch);
      for (int row = 0; row < ins; row++) {
        input.across(first, last, row, inputStrips, v);
        gradient.across(last - first, row, channels, strips, d);
        row(last - first, row, from, to, channels, v, d, sums, bias, b > begin);
      }
    }
    end(from, to, sums, dWeights, weightsAt);
    if (dBias != null) {
      System.arraycopy(bias, 0, dBias, biasAt + channel, width);
    }
  }

  /** The inputs as they are transformed. */
  WinogradInput input() {
    return input;
  }

  /** Floats of the products of a tile of the work. */
  int sumFloats() {
    return panelsPerTile * panelFloats();
  }

  /** A row of elements of a block: its products are added up, and so is {@code dy}. */
  void row(
      int count,
      int row,
      int from,
      int to,
      int channels,
      float[] v,
      float[] d,
      float[] sums,
      float[] bias,
      boolean add) {
    if (row == 1) {
      addBias(count, channels, d, bias);
    }
    multiply(count, row, from, to, channels, v, d, sums, add);
  }

  /** The weights' gradients, when the products of all blocks have been added up. */
  void end(int from, int to, float[] sums, float[] dWeights, int weightsAt) {
    for (int panel = from; panel < to; panel++) {
      int at = (panel - from) * panelFloats();
      products.gradient(panel, sums, at, productStep(), dWeights, weightsAt);
    }
  }

  /** Panels of output channels. */
  int panelCount() {
    return panels.count();
  }

  /** Element (1, 1) of a tile is the sum of its outputs, as row 1 of {@code Aᵀ} is all ones. */
  private void addBias(int tiles, int channels, float[] d, float[] bias) {
    for (int t = 0; t < tiles; t++) {
      int at = gradient.transformedStep(channels) + t * WinogradOutputGradient.pixelStep(channels);
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
            column * gradient.transformedStep(channels)
                + panels.column(panel)
                - panels.column(from),
            sums,
            (panel - from) * panelFloats() + (row * ins + column) * productStep(),
            width,
            add);
      }
    }
  }
}
