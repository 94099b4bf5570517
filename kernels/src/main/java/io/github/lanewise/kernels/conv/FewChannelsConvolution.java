package io.github.lanewise.kernels.conv;

import io.github.lanewise.kernels.lanes.Scratch;
import io.github.lanewise.kernels.simd.CacheLines;
import io.github.lanewise.kernels.simd.Panels;
import io.github.lanewise.kernels.simd.RegisterTiles;
import io.github.lanewise.kernels.simd.Taps;

/**
 * Few input channels, as in a network's first layer: kernel rows are too short to pay for loops of
 * their own, so the taps are a flat list of single values, the same for every output pixel since
 * {@link PaddedRows} have no borders.
 */
final class FewChannelsConvolution extends KernelPanelsConvolution {
  /** Work of a tile, in multiply-adds: about 3 µs at the FMA peak. */
  private static final long TILE_MULTIPLY_ADDS = 400_000;

  private final ConvShape cut;
  private final PaddedRows padded;
  private final boolean fromMemory;
  private final Taps taps;
  private final int rowsPerTile;
  private final int rowTiles;

  FewChannelsConvolution(ConvShape shape) {
    super(shape, ConvAlgorithm.FEW_CHANNELS, panels(shape));
    cut = MergedRows.of(shape);
    padded = new PaddedRows(cut);
    fromMemory = padded.floats(1) == 0 && Fetch.pays(cut);
    taps = Taps.flat(offsets(), shape.width().stride() * shape.inChannels());
    rowsPerTile = padded.rowsPerTile(TILE_MULTIPLY_ADDS);
    rowTiles = (cut.outHeight() + rowsPerTile - 1) / rowsPerTile;
  }

  private static Panels panels(ConvShape shape) {
    int columns = shape.groupOutChannels();
    return new Panels(shape.depth(), columns, RegisterTiles.flatPanelVectors(columns));
  }

  private int[] offsets() {
    ConvShape s = shape();
    int[] offsets = new int[s.depth()];
    for (int i = 0; i < offsets.length; i++) {
      int channel = i % s.groupInChannels();
      int kw = i / s.groupInChannels() % s.kernelWidth();
      int kh = i / s.groupInChannels() / s.kernelWidth();
      offsets[i] =
          kh * s.height().dilation() * padded.rowFloats()
              + kw * s.width().dilation() * s.inChannels()
              + channel;
    }
    return offsets;
  }

  @Override
  public long workspaceBytes() {
    return (long) Float.BYTES * padded.floats(rowsPerTile);
  }

  @Override
  int tiles() {
    return cut.batch() * rowTiles;
  }

  @Override
  void tile(int tile, float[] x, float[] w, Epilogue epilogue, float[] y, Scratch scratch) {
    tile(tile, x, w, epilogue.bias(), epilogue.residual(), epilogue.relu(), y, scratch);
  }

  /** Some output rows of one picture. */
  void tile(
      int tile,
      float[] x,
      float[] w,
      float[] bias,
      float[] residual,
      boolean relu,
      float[] y,
      Scratch scratch) {
    ConvShape s = cut;
    int n = tile / rowTiles;
    int rowFrom = tile % rowTiles * rowsPerTile;
    int rowTo = Math.min(s.outHeight(), rowFrom + rowsPerTile);
    float[] rows = padded.of(n, rowFrom, rowTo, x, scratch, 0);
    for (int oh = rowFrom; oh < rowTo; oh++) {
      int at = padded.at(n, rowFrom, oh);
      if (fromMemory) {
        int seen = oh == rowFrom ? 0 : Fetch.endRow(s, oh - 1);
        int yFloats = s.outWidth() * s.outChannels();
        int yAt = (n * s.outHeight() + oh) * yFloats;
        y[yAt] =
            Fetch.inputs(s, x, n, oh, seen, 0, s.outWidth())
                + CacheLines.read(y, yAt, yAt + yFloats);
      }
      for (int g = 0; g < s.groups(); g++) {
        int yRow = n * s.outHeight() + oh;
        row(g, yRow, rows, at + g * s.groupInChannels(), w, bias, residual, relu, y);
      }
    }
  }

  /** One row of output pixels, the channels of one group. */
  private void row(
      int g,
      int row,
      float[] x,
      int xAt,
      float[] w,
      float[] bias,
      float[] residual,
      boolean relu,
      float[] y) {
    ConvShape s = cut;
    for (int panel = 0; panel < panels.count(); panel++) {
      int channel = g * s.groupOutChannels() + panels.column(panel);
      RegisterTiles.run(
          s.outWidth(),
          x,
          xAt,
          s.width().stride() * s.inChannels(),
          taps,
          0,
          taps.count(),
          w,
          (int) panels.floats() * g + panels.at(panel),
          y,
          row * s.outWidth() * s.outChannels() + channel,
          s.outChannels(),
          panels.width(panel),
          bias,
          channel,
          residual,
          relu);
    }
  }
}
