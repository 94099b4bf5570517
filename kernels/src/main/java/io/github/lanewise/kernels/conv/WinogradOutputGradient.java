package io.github.lanewise.kernels.conv;

import static io.github.lanewise.kernels.simd.Simd.L;

import io.github.lanewise.kernels.simd.Simd;
import io.github.lanewise.kernels.simd.WeightTransform;
import java.util.Arrays;

/**
 * Output gradients of Winograd's minimal filtering, {@code A dy Aᵀ} for a block of tiles of some
 * output channels: down the columns for whole strips of tiles, then along the rows for one row of
 * elements at a time.
 */
final class WinogradOutputGradient {
  private final ConvShape shape;
  private final WeightTransform transform;
  private final int outs;
  private final int ins;
  private final int tilesDown;
  private final int tilesAcross;
  private final int block;
  private final int mostChannels;

  /**
   * The output gradients of blocks.
   *
   * @param outs outputs along one side of a tile
   * @param ins elements along one side of a tile
   * @param block tiles of a block at most
   * @param mostChannels output channels of a block at most, filled up to whole vectors
   */
  WinogradOutputGradient(
      ConvShape shape, WeightTransform transform, int outs, int ins, int block, int mostChannels) {
    this.shape = shape;
    this.transform = transform;
    this.outs = outs;
    this.ins = ins;
    this.block = block;
    this.mostChannels = mostChannels;
    tilesDown = Math.ceilDiv(shape.outHeight(), outs);
    tilesAcross = Math.ceilDiv(shape.outWidth(), outs);
  }

  /** Distance between neighbouring tiles once transformed. */
  static int pixelStep(int channels) {
    return WinogradInput.spread(channels);
  }

  private int stripStep(int channels) {
    return WinogradInput.spread(block * outs * channels);
  }

  /** Distance between the elements of a row. */
  int transformedStep(int channels) {
    return WinogradInput.spread(block * pixelStep(channels));
  }

  int stripFloats() {
    return ins * stripStep(mostChannels);
  }

  int patchFloats() {
    return outs * tilesAcross * outs * mostChannels;
  }

  int transformedFloats() {
    return ins * transformedStep(mostChannels);
  }

  /**
   * {@code strips[row][column][channel] = A dy}: the output gradients of each strip, with zeros
   * beyond the picture, down the columns.
   *
   * @param channel first output channel
   * @param width output channels; in the strips they are filled up to whole vectors with zeros
   */
  void down(int from, int to, int channel, int width, float[] dy, float[] strips, float[] patch) {
    ConvShape s = shape;
    int channels = Simd.vectors(width) * L;
    int at = 0;
    for (int t = from, end; t < to; t = end) {
      end = Math.min(to, (t / tilesAcross + 1) * tilesAcross);
      int line = t / tilesAcross;
      int row = line % tilesDown * outs;
      int column = t % tilesAcross * outs;
      int run = (end - t) * outs * channels;
      int pixels = Math.min((end - t) * outs, s.outWidth() - column);
      int pixel = (line / tilesDown * s.outHeight() + row) * s.outWidth() + column;
      int dyAt = pixel * s.outChannels() + channel;
      int dyStep = s.outWidth() * s.outChannels();
      boolean inside = row + outs <= s.outHeight() && pixels == (end - t) * outs;
      if (inside && channels == s.outChannels()) {
        transform.outputGradient(dy, dyAt, dyStep, strips, at, stripStep(channels), run);
      } else {
        for (int r = 0; r < outs; r++) {
          int there = row + r < s.outHeight() ? pixels : 0;
          if (there > 0) {
            copy(there, width, channels, dy, dyAt + r * dyStep, patch, r * run);
          }
          Arrays.fill(patch, r * run + there * channels, (r + 1) * run, 0);
        }
        transform.outputGradient(patch, 0, run, strips, at, stripStep(channels), run);
      }
      at += run;
    }
  }

  /** Copies some channels of neighbouring pixels, filled up to whole vectors with zeros. */
  private void copy(
      int pixels, int width, int channels, float[] dy, int at, float[] patch, int to) {
    if (channels == shape.outChannels()) {
      System.arraycopy(dy, at, patch, to, pixels * channels);
      return;
    }
    for (int p = 0; p < pixels; p++) {
      System.arraycopy(dy, at + p * shape.outChannels(), patch, to, width);
      Arrays.fill(patch, to + width, to + channels, 0);
      to += channels;
    }
  }

  /** {@code d[element][tile][channel]}: one row of elements, along the rows. */
  void across(int tiles, int row, int channels, float[] strips, float[] d) {
    int at = row * stripStep(channels);
    for (int t = 0; t < tiles; t++, at += outs * channels) {
      int to = t * pixelStep(channels);
      transform.outputGradient(strips, at, channels, d, to, transformedStep(channels), channels);
    }
  }
}
