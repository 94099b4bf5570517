package io.github.lanewise.kernels.conv;

import static io.github.lanewise.kernels.simd.Simd.L;

import io.github.lanewise.kernels.simd.WinogradTransform;
import java.util.Arrays;

/**
 * The input side of Winograd's minimal filtering, {@code Bᵀ d B} for a block of tiles: down the
 * columns for whole strips of tiles, then along the rows for one row of elements at a time.
 */
final class WinogradInput {
  private final ConvShape shape;
  private final WinogradTransform transform;
  private final int outs;
  private final int ins;
  private final int tilesDown;
  private final int tilesAcross;
  private final int block;
  private final int pixelStep;
  private final int kept;

  /**
   * The input of blocks.
   *
   * @param block tiles of a block
   * @param pixelStep distance between the channels of neighbouring tiles once transformed
   */
  WinogradInput(ConvShape shape, WinogradTransform transform, int block, int pixelStep) {
    this(shape, transform, block, pixelStep, block);
  }

  /**
   * The input of blocks that are kept side by side once transformed.
   *
   * @param kept tiles of the blocks that are kept
   */
  WinogradInput(ConvShape shape, WinogradTransform transform, int block, int pixelStep, int kept) {
    this.shape = shape;
    this.transform = transform;
    this.block = block;
    this.pixelStep = pixelStep;
    this.kept = kept;
    outs = transform.outputs();
    ins = transform.inputs();
    tilesDown = (shape.outHeight() + outs - 1) / outs;
    tilesAcross = (shape.outWidth() + outs - 1) / outs;
  }

  /** Tiles of all pictures. */
  static int tiles(ConvShape shape, WinogradTransform transform) {
    return shape.batch()
        * Math.ceilDiv(shape.outHeight(), transform.outputs())
        * Math.ceilDiv(shape.outWidth(), transform.outputs());
  }

  /** A distance between like arrays that is no power of two, which would share cache sets. */
  static int spread(int floats) {
    return floats + (floats / L % 2 == 0 ? L : 0);
  }

  /** Input columns of a block: those of its tiles and two more for each strip. */
  private int columns() {
    return block * outs + 2 * ((block - 2) / tilesAcross + 2);
  }

  private int stripStep() {
    return spread(columns() * shape.inChannels());
  }

  /** Distance between the elements of a row. */
  int transformedStep() {
    return spread(kept * pixelStep);
  }

  int stripFloats() {
    return ins * stripStep();
  }

  int patchFloats() {
    return ins * (tilesAcross * outs + 2) * shape.inChannels();
  }

  int transformedFloats() {
    return ins * transformedStep();
  }

  /** One past the last tile of a block that lies in the same strip as {@code t}. */
  int stripEnd(int t, int to) {
    return Math.min(to, (t / tilesAcross + 1) * tilesAcross);
  }

  /** {@code strips[row][column][channel] = Bᵀ x}: the inputs of each strip, down the columns. */
  void down(int from, int to, float[] x, float[] strips, float[] patch) {
    ConvShape s = shape;
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
  void across(int from, int to, int row, float[] strips, float[] v) {
    across(from, to, row, strips, v, 0);
  }

  /** The same, from an index on. */
  void across(int from, int to, int row, float[] strips, float[] v, int vAt) {
    int channels = shape.inChannels();
    int at = row * stripStep();
    for (int t = from, end; t < to; t = end) {
      end = stripEnd(t, to);
      for (; t < end; t++) {
        int to0 = vAt + (t - from) * pixelStep;
        transform.input(strips, at, channels, v, to0, transformedStep(), channels);
        at += outs * channels;
      }
      at += 2 * channels;
    }
  }
}
