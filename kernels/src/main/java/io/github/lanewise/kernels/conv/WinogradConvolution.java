package io.github.lanewise.kernels.conv;

import io.github.lanewise.kernels.lanes.Scratch;
import io.github.lanewise.kernels.simd.CacheLines;
import io.github.lanewise.kernels.simd.Panels;
import io.github.lanewise.kernels.simd.RegisterTiles;
import io.github.lanewise.kernels.simd.Taps;
import io.github.lanewise.kernels.simd.WinogradTransform;

/**
 * 3×3 convolutions of stride 1 by Winograd's minimal filtering (Lavin, Gray 2016).
 *
 * <p>A block of output tiles goes through all steps in scratch memory: the inputs of its strips are
 * transformed down the columns; then, for one row of transformed elements at a time, along the
 * rows, multiplied (a matrix product for each element), and transformed back along the rows; last,
 * down the columns. Taking the elements row by row keeps the matrices of a step in the L1 or L2
 * cache instead of all {@code (m+2)²} of them.
 *
 * <p>Fewer multiplications, at the price of rounding: sums are formed of transformed values, whose
 * errors do not cancel. docs/performance.md lists the errors measured for each layer.
 */
final class WinogradConvolution extends Convolution {
  /** Tiles of a block: enough rows for the register tiles, few enough for the L2 cache. */
  private static final int BLOCK = 16;

  /** Tiles of a block whose weights come from memory, so that they are read less often. */
  private static final int LONG_BLOCK = 32;

  /**
   * A picture of a single block is split by output channels, so that threads find work, into groups
   * of at least this many: each group transforms the inputs again, 5 % of its work.
   */
  private static final int GROUP_CHANNELS = 128;

  private static final int MAX_GROUPS = 4;

  /** Inputs along a tile's side, m + 2. */
  private final int ins;

  private final int tilesInAll;
  private final int blocks;
  private final WinogradInput input;
  private final WinogradOutput output;
  private final WinogradPanels weightPanels;
  private final Panels panels;
  private final Taps taps;
  private final int panelsPerGroup;
  private final int panelGroups;
  private final boolean fetchesWeights;

  WinogradConvolution(
      ConvShape shape, ConvAlgorithm algorithm, WinogradTransform transform, boolean inNetwork) {
    super(shape, algorithm);
    ins = transform.inputs();
    tilesInAll = WinogradInput.tiles(shape, transform);
    weightPanels =
        new WinogradPanels(shape.inChannels(), shape.outChannels(), ins, transform.weights());
    panels = weightPanels.panels();
    taps = Taps.line(shape.inChannels(), shape.inChannels());
    boolean weightsFromMemory = Fetch.pays(packedFloats());
    // Of several pictures all blocks but the first find the weights where it left them.
    boolean displaced = inNetwork && shape.batch() == 1;
    fetchesWeights = weightsFromMemory || (displaced && Fetch.paysInNetwork(packedFloats()));
    int tilesPerBlock = weightsFromMemory ? LONG_BLOCK : BLOCK;
    int fewest = (tilesInAll + tilesPerBlock - 1) / tilesPerBlock;
    // An even number, so that two threads find equal shares; but each block reads all weights.
    blocks = fewest == 1 || weightsFromMemory ? fewest : fewest + fewest % 2;
    int mostTiles = (tilesInAll + blocks - 1) / blocks;
    input = new WinogradInput(shape, transform, mostTiles, shape.inChannels());
    output = new WinogradOutput(shape, transform, mostTiles);
    int groups = blocks > 1 ? 1 : Math.clamp(shape.outChannels() / GROUP_CHANNELS, 1, MAX_GROUPS);
    panelsPerGroup = (panels.count() + groups - 1) / groups;
    panelGroups = (panels.count() + panelsPerGroup - 1) / panelsPerGroup;
  }

  /** Whether the shape is one that minimal filtering computes. */
  static boolean supports(ConvShape shape) {
    return shape.groups() == 1
        && shape.kernelHeight() == 3
        && shape.kernelWidth() == 3
        && shape.height().stride() == 1
        && shape.width().stride() == 1
        && shape.height().dilation() == 1
        && shape.width().dilation() == 1;
  }

  /** Output channels of a group. */
  private int groupChannels() {
    return Math.min(panelsPerGroup * panels.panelColumns(), shape().outChannels());
  }

  private int patchFloats() {
    return Math.max(input.patchFloats(), output.patchFloats(groupChannels()));
  }

  @Override
  public long workspaceBytes() {
    return (long) Float.BYTES
        * (input.stripFloats()
            + patchFloats()
            + input.transformedFloats()
            + output.productFloats(groupChannels())
            + output.halfFloats(groupChannels()));
  }

  @Override
  long packedFloats() {
    return weightPanels.floats();
  }

  @Override
  int packParts() {
    return panels.count();
  }

  @Override
  void pack(int part, float[] weights, float[] packed, Scratch scratch) {
    weightPanels.pack(part, weights, packed);
  }

  @Override
  void packRotated(int part, float[] weights, float[] packed, Scratch scratch) {
    weightPanels.packExchanged(part, true, weights, packed);
  }

  @Override
  int tiles() {
    return blocks * panelGroups;
  }

  /** First output tile of a block, or one past the last of the block before. */
  int firstTile(int block) {
    return (int) ((long) tilesInAll * block / blocks);
  }

  /** A block of output tiles by a group of output channels. */
  @Override
  void tile(int tile, float[] x, float[] w, Epilogue epilogue, float[] y, Scratch scratch) {
    int from = firstTile(tile % blocks);
    int to = firstTile(tile % blocks + 1);
    int panelFrom = tile / blocks * panelsPerGroup;
    int panelTo = Math.min(panels.count(), panelFrom + panelsPerGroup);
    int channels = panels.column(panelTo - 1) + panels.width(panelTo - 1);
    channels -= panels.column(panelFrom);
    float[] patch = scratch.floats(0, patchFloats());
    float[] strips = scratch.floats(1, input.stripFloats());
    float[] v = scratch.floats(2, input.transformedFloats());
    float[] m = scratch.floats(3, output.productFloats(groupChannels()));
    float[] half = scratch.floats(4, output.halfFloats(groupChannels()));
    input.down(from, to, x, strips, patch);
    for (int row = 0; row < ins; row++) {
      input.across(from, to, row, strips, v);
      multiply(to - from, row, panelFrom, panelTo, channels, v, w, epilogue.bias(), m);
      output.across(to - from, row, channels, m, half);
    }
    output.down(from, to, panels.column(panelFrom), channels, half, epilogue, y, patch);
  }

  /** {@code m[element][tile][outChannel]}: a matrix product for each element of a row. */
  private void multiply(
      int tiles,
      int row,
      int panelFrom,
      int panelTo,
      int channels,
      float[] v,
      float[] w,
      float[] bias,
      float[] m) {
    for (int column = 0; column < ins; column++) {
      int element = row * ins + column;
      boolean biased = row == 1 && column == 1;
      for (int panel = panelFrom; panel < panelTo; panel++) {
        int width = panels.width(panel);
        int wAt = (int) weightPanels.step() * element + panels.at(panel);
        int mAt =
            column * output.productStep(channels) + panels.column(panel) - panels.column(panelFrom);
        if (fetchesWeights) {
          m[mAt] = CacheLines.read(w, wAt, wAt + shape().inChannels() * panels.step(panel));
        }
        RegisterTiles.run(
            tiles,
            v,
            column * input.transformedStep(),
            shape().inChannels(),
            taps,
            0,
            1,
            w,
            wAt,
            m,
            mAt,
            channels,
            width,
            biased ? bias : null,
            panels.column(panel),
            null,
            false);
      }
    }
  }
}
