package io.github.lanewise.kernels.conv;

import io.github.lanewise.kernels.simd.Finish;
import io.github.lanewise.kernels.simd.WinogradTransform;

/**
 * The output side of Winograd's minimal filtering, {@code y = Aᵀ m A} for a block of tiles: along
 * the rows for one row of elements at a time, then down the columns.
 */
final class WinogradOutput {
  private final ConvShape shape;
  private final WinogradTransform transform;
  private final int outs;
  private final int ins;
  private final int tilesDown;
  private final int tilesAcross;
  private final int block;

  /**
   * The output of blocks.
   *
   * @param block tiles of a block
   */
  WinogradOutput(ConvShape shape, WinogradTransform transform, int block) {
    this.shape = shape;
    this.transform = transform;
    this.block = block;
    outs = transform.outputs();
    ins = transform.inputs();
    tilesDown = Math.ceilDiv(shape.outHeight(), outs);
    tilesAcross = Math.ceilDiv(shape.outWidth(), outs);
  }

  /** Distance between the products of neighbouring elements. */
  int productStep(int channels) {
    return WinogradInput.spread(block * channels);
  }

  private int halfStep(int channels) {
    return WinogradInput.spread(block * outs * channels);
  }

  int patchFloats(int channels) {
    return outs * tilesAcross * outs * channels;
  }

  int productFloats(int channels) {
    return ins * productStep(channels);
  }

  int halfFloats(int channels) {
    return ins * halfStep(channels);
  }

  /** {@code half[row][tile][column][outChannel] = m A}: the products back along the rows. */
  void across(int tiles, int row, int channels, float[] m, float[] half) {
    for (int t = 0; t < tiles; t++) {
      int to = row * halfStep(channels) + t * outs * channels;
      transform.output(m, t * channels, productStep(channels), half, to, channels, channels, false);
    }
  }

  /** {@code y = Aᵀ half}: down the columns, row by row of pixels, which are contiguous in both. */
  void down(
      int from,
      int to,
      int channel,
      int channels,
      float[] half,
      Epilogue epilogue,
      float[] y,
      float[] patch) {
    ConvShape s = shape;
    boolean relu = epilogue.relu() && epilogue.residual() == null;
    int step = halfStep(channels);
    for (int t = from, end; t < to; t = end) {
      end = Math.min(to, (t / tilesAcross + 1) * tilesAcross);
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
