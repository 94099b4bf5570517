package io.github.lanewise.kernels.conv;

import io.github.lanewise.kernels.lanes.Scratch;
import io.github.lanewise.kernels.simd.CacheLines;
import io.github.lanewise.kernels.simd.Finish;
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

  private final WinogradTransform transform;

  /** Outputs along a tile's side, m. */
  private final int outs;

  /** Inputs along a tile's side, m + 2. */
  private final int ins;

  private final int tilesDown;
  private final int tilesAcross;
  private final int tilesInAll;
  private final int block;
  private final int blocks;
  private final WinogradInput input;
  private final WinogradPanels weightPanels;
  private final Panels panels;
  private final Taps taps;
  private final int panelsPerGroup;
  private final int panelGroups;
  private final boolean fetchesWeights;

  WinogradConvolution(
      ConvShape shape, ConvAlgorithm algorithm, WinogradTransform transform, boolean inNetwork) {
    super(shape, algorithm);
    this.transform = transform;
    outs = transform.outputs();
    ins = transform.inputs();
    tilesDown = (shape.outHeight() + outs - 1) / outs;
    tilesAcross = (shape.outWidth() + outs - 1) / outs;
    tilesInAll = shape.batch() * tilesDown * tilesAcross;
    weightPanels =
        new WinogradPanels(shape.inChannels(), shape.outChannels(), ins, transform.weights());
    panels = weightPanels.panels();
    taps = Taps.run(shape.inChannels());
    boolean weightsFromMemory = Fetch.pays(packedFloats());
    // Of several pictures all blocks but the first find the weights where it left them.
    boolean displaced = inNetwork && shape.batch() == 1;
    fetchesWeights = weightsFromMemory || (displaced && Fetch.paysInNetwork(packedFloats()));
    int tilesPerBlock = weightsFromMemory ? LONG_BLOCK : BLOCK;
    blocks = (tilesInAll + tilesPerBlock - 1) / tilesPerBlock;
    block = (tilesInAll + blocks - 1) / blocks;
    input = new WinogradInput(shape, transform, block, shape.inChannels());
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

  private int productStep(int channels) {
    return WinogradInput.spread(block * channels);
  }

  private int halfStep(int channels) {
    return WinogradInput.spread(block * outs * channels);
  }

  private int patchFloats() {
    return Math.max(input.patchFloats(), outs * tilesAcross * outs * groupChannels());
  }

  private int productFloats() {
    return ins * productStep(groupChannels());
  }

  private int halfFloats() {
    return ins * halfStep(groupChannels());
  }

  @Override
  public long workspaceBytes() {
    return (long) Float.BYTES
        * (input.stripFloats()
            + patchFloats()
            + input.transformedFloats()
            + productFloats()
            + halfFloats());
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
    weightPanels.packRotated(part, weights, packed);
  }

  @Override
  int tiles() {
    return blocks * panelGroups;
  }

  /** A block of output tiles by a group of output channels. */
  @Override
  void tile(int tile, float[] x, float[] w, Epilogue epilogue, float[] y, Scratch scratch) {
    int from = tile % blocks * block;
    int to = Math.min(tilesInAll, from + block);
    int panelFrom = tile / blocks * panelsPerGroup;
    int panelTo = Math.min(panels.count(), panelFrom + panelsPerGroup);
    int channels = panels.column(panelTo - 1) + panels.width(panelTo - 1);
    channels -= panels.column(panelFrom);
    float[] patch = scratch.floats(0, patchFloats());
    float[] strips = scratch.floats(1, input.stripFloats());
    float[] v = scratch.floats(2, input.transformedFloats());
    float[] m = scratch.floats(3, productFloats());
    float[] half = scratch.floats(4, halfFloats());
    input.down(from, to, x, strips, patch);
    for (int row = 0; row < ins; row++) {
      input.across(from, to, row, strips, v);
      multiply(to - from, row, panelFrom, panelTo, channels, v, w, epilogue.bias(), m);
      outputAcross(to - from, row, channels, m, half);
    }
    outputDown(from, to, panels.column(panelFrom), channels, half, epilogue, y, patch);
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
        int mAt = column * productStep(channels) + panels.column(panel) - panels.column(panelFrom);
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

  /** {@code half[row][tile][column][outChannel] = m A}: the products back along the rows. */
  private void outputAcross(int tiles, int row, int channels, float[] m, float[] half) {
    for (int t = 0; t < tiles; t++) {
      int to = row * halfStep(channels) + t * outs * channels;
      transform.output(m, t * channels, productStep(channels), half, to, channels, channels, false);
    }
  }

  /** {@code y = Aᵀ half}: down the columns, row by row of pixels, which are contiguous in both. */
  private void outputDown(
      int from,
      int to,
      int channel,
      int channels,
      float[] half,
      Epilogue epilogue,
      float[] y,
      float[] patch) {
    ConvShape s = shape();
    boolean relu = epilogue.relu() && epilogue.residual() == null;
    int step = halfStep(channels);
    for (int t = from, end; t < to; t = end) {
      end = input.stripEnd(t, to);
      int line = t / tilesAcross;
      int row = line % tilesDown * outs;
      int column = t % tilesAcross * outs;
      int pixels = Math.min((end - t) * outs, s.outWidth() - column);
      int rows = Math.min(outs, s.outHeight() - row);
      int yPixel = (line / tilesDown * s.outHeight() + row) * s.outWidth() + column;
      int yAt = yPixel * s.outChannels() + channel;
      int rowStep = s.outWidth() * s.outChannels();
      int at = (t - from) * outs * channels;
      if (rows == outs && channels == s.outChannels()) {
        transform.output(half, at, step, y, yAt, rowStep, pixels * channels, relu);
      } else {
        int run = pixels * channels;
        transform.output(half, at, step, patch, 0, run, run, relu);
        for (int r = 0; r < rows; r++) {
          for (int p = 0; p < pixels; p++) {
            int pixelAt = yAt + r * rowStep + p * s.outChannels();
            System.arraycopy(patch, r * run + p * channels, y, pixelAt, channels);
          }
        }
      }
      for (int r = 0; epilogue.residual() != null && r < rows; r++) {
        int rowAt = yAt + r * rowStep;
        float[] residual = epilogue.residual();
        Finish.run(y, rowAt, s.outChannels(), pixels, channels, residual, epilogue.relu());
      }
    }
  }
}
