package io.github.lanewise.kernels.conv;

import static io.github.lanewise.kernels.simd.Simd.L;

import io.github.lanewise.kernels.lanes.Scratch;
import io.github.lanewise.kernels.simd.Finish;
import io.github.lanewise.kernels.simd.Panels;
import io.github.lanewise.kernels.simd.RegisterTiles;
import io.github.lanewise.kernels.simd.Taps;
import io.github.lanewise.kernels.simd.WinogradTransform;
import java.util.Arrays;

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

  /** Transformed weights, in floats, that stay in an L3 cache: 16 MiB. */
  private static final long CACHED_WEIGHTS = 1L << 22;

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
  private final Panels panels;
  private final Taps taps;
  private final int panelsPerGroup;
  private final int panelGroups;

  WinogradConvolution(ConvShape shape, ConvAlgorithm algorithm, WinogradTransform transform) {
    super(shape, algorithm);
    this.transform = transform;
    outs = transform.outputs();
    ins = transform.inputs();
    tilesDown = (shape.outHeight() + outs - 1) / outs;
    tilesAcross = (shape.outWidth() + outs - 1) / outs;
    tilesInAll = shape.batch() * tilesDown * tilesAcross;
    panels = new Panels(shape.inChannels(), shape.outChannels());
    taps = Taps.run(shape.inChannels());
    blocks = (tilesInAll + tilesPerBlock() - 1) / tilesPerBlock();
    block = (tilesInAll + blocks - 1) / blocks;
    int groups = blocks > 1 ? 1 : Math.clamp(shape.outChannels() / GROUP_CHANNELS, 1, MAX_GROUPS);
    panelsPerGroup = (panels.count() + groups - 1) / groups;
    panelGroups = (panels.count() + panelsPerGroup - 1) / panelsPerGroup;
  }

  private int tilesPerBlock() {
    return packedFloats() <= CACHED_WEIGHTS ? BLOCK : LONG_BLOCK;
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

  /** Input columns of a block: those of its tiles and two more for each strip. */
  private int columns() {
    return block * outs + 2 * ((block - 2) / tilesAcross + 2);
  }

  /** Output channels of a group. */
  private int groupChannels() {
    return Math.min(panelsPerGroup * panels.panelColumns(), shape().outChannels());
  }

  /** A distance between like arrays that is no power of two, which would share cache sets. */
  private static int spread(int floats) {
    return floats + (floats / L % 2 == 0 ? L : 0);
  }

  private int stripStep() {
    return spread(columns() * shape().inChannels());
  }

  private int transformedStep() {
    return spread(block * shape().inChannels());
  }

  private int productStep(int channels) {
    return spread(block * channels);
  }

  private int halfStep(int channels) {
    return spread(block * outs * channels);
  }

  private int stripFloats() {
    return ins * stripStep();
  }

  private int patchFloats() {
    int inputs = ins * (tilesAcross * outs + 2) * shape().inChannels();
    return Math.max(inputs, outs * tilesAcross * outs * groupChannels());
  }

  private int transformedFloats() {
    return ins * transformedStep();
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
        * (stripFloats() + patchFloats() + transformedFloats() + productFloats() + halfFloats());
  }

  @Override
  long packedFloats() {
    return panels.floats() * ins * ins;
  }

  /** Transforms the weights in double and packs each of the products' matrices in panels. */
  @Override
  void packInto(float[] weights, float[] packed) {
    double[][] g = transform.weights();
    Arrays.fill(packed, 0);
    for (int in = 0; in < shape().inChannels(); in++) {
      for (int panel = 0; panel < panels.count(); panel++) {
        int to = panels.at(panel) + in * panels.vectors(panel) * L;
        for (double[] down : g) {
          packRow(in, panel, down, g, weights, packed, to);
          to += ins * (int) panels.floats();
        }
      }
    }
  }

  /** A row of transformed elements, channels innermost: their places lie far apart in memory. */
  private void packRow(
      int in, int panel, double[] down, double[][] g, float[] weights, float[] packed, int to) {
    int plane = shape().inChannels() * shape().outChannels();
    int at = in * shape().outChannels() + panels.column(panel);
    for (int c = 0; c < panels.width(panel); c++) {
      double left = dot(down, weights, at + c, 3 * plane);
      double middle = dot(down, weights, at + c + plane, 3 * plane);
      double right = dot(down, weights, at + c + 2 * plane, 3 * plane);
      int element = to + c;
      for (double[] across : g) {
        packed[element] = (float) (left * across[0] + middle * across[1] + right * across[2]);
        element += (int) panels.floats();
      }
    }
  }

  private static double dot(double[] g, float[] weights, int at, int step) {
    return g[0] * weights[at] + g[1] * weights[at + step] + g[2] * weights[at + 2 * step];
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
    float[] strips = scratch.floats(1, stripFloats());
    float[] v = scratch.floats(2, transformedFloats());
    float[] m = scratch.floats(3, productFloats());
    float[] half = scratch.floats(4, halfFloats());
    inputDown(from, to, x, strips, patch);
    for (int row = 0; row < ins; row++) {
      inputAcross(from, to, row, strips, v);
      multiply(to - from, row, panelFrom, panelTo, channels, v, w, epilogue.bias(), m);
      outputAcross(to - from, row, channels, m, half);
    }
    outputDown(from, to, panels.column(panelFrom), channels, half, epilogue, y, patch);
  }

  /** One past the last tile of a block that lies in the same strip as {@code t}. */
  private int stripEnd(int t, int to) {
    return Math.min(to, (t / tilesAcross + 1) * tilesAcross);
  }

  /** {@code strips[row][column][channel] = Bᵀ x}: the inputs of each strip, down the columns. */
  private void inputDown(int from, int to, float[] x, float[] strips, float[] patch) {
    ConvShape s = shape();
    int channels = s.inChannels();
    int step = stripStep();
    int at = 0;
    for (int t = from, end; t < to; t = end) {
      end = stripEnd(t, to);
      int line = t / tilesAcross;
      int row = line % tilesDown * outs - s.height().padBefore();
      int column = t % tilesAcross * outs - s.width().padBefore();
      int columns = (end - t) * outs + 2;
      // Columns that lie on the picture; the others are zeros.
      int first = Math.clamp(-column, 0, columns);
      int last = Math.clamp(s.inWidth() - column, first, columns);
      int run = (last - first) * channels;
      for (int r = 0; r < ins; r++) {
        int stripRow = at + r * step;
        Arrays.fill(strips, stripRow, stripRow + first * channels, 0);
        Arrays.fill(strips, stripRow + last * channels, stripRow + columns * channels, 0);
      }
      int xRow = (line / tilesDown * s.inHeight() + row) * s.inWidth() + column + first;
      int to0 = at + first * channels;
      if (row >= 0 && row + ins <= s.inHeight()) {
        int rowStep = s.inWidth() * channels;
        transform.input(x, xRow * channels, rowStep, strips, to0, step, run);
      } else if (run > 0) { // none where the strip lies beside the picture
        for (int r = 0; r < ins; r++) {
          if (row + r >= 0 && row + r < s.inHeight()) {
            System.arraycopy(x, (xRow + r * s.inWidth()) * channels, patch, r * run, run);
          } else {
            Arrays.fill(patch, r * run, (r + 1) * run, 0);
          }
        }
        transform.input(patch, 0, run, strips, to0, step, run);
      }
      at += columns * channels;
    }
  }

  /** {@code v[element][tile][channel]}: one row of elements, along the rows. */
  private void inputAcross(int from, int to, int row, float[] strips, float[] v) {
    int channels = shape().inChannels();
    int at = row * stripStep();
    for (int t = from, end; t < to; t = end) {
      end = stripEnd(t, to);
      for (; t < end; t++) {
        int vAt = (t - from) * channels;
        transform.input(strips, at, channels, v, vAt, transformedStep(), channels);
        at += outs * channels;
      }
      at += 2 * channels;
    }
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
        RegisterTiles.run(
            tiles,
            v,
            column * transformedStep(),
            shape().inChannels(),
            taps,
            0,
            1,
            w,
            (int) panels.floats() * element + panels.at(panel),
            m,
            column * productStep(channels) + panels.column(panel) - panels.column(panelFrom),
            channels,
            panels.width(panel),
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
      end = stripEnd(t, to);
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
