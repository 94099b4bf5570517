package io.github.lanewise.kernels.conv;

import static io.github.lanewise.kernels.simd.Simd.L;

import io.github.lanewise.kernels.lanes.Lanes;
import io.github.lanewise.kernels.lanes.Scratch;
import io.github.lanewise.kernels.shape.Window;
import io.github.lanewise.kernels.simd.ElementRuns;
import io.github.lanewise.kernels.simd.Panels;
import io.github.lanewise.kernels.simd.RegisterTiles;
import io.github.lanewise.kernels.simd.Simd;
import io.github.lanewise.kernels.simd.Taps;
import java.util.Arrays;

/**
 * The transpose of {@link Im2colConvolution}, for inputs of so few channels that they would leave
 * most lanes empty: pixels of {@code dy} times all weights give what each pixel's window gets, and
 * the windows are added up. A kernel row of a window is contiguous in {@code dx}.
 *
 * <p>A tile owns some rows of {@code dx} and computes what reaches into them, so that tiles need
 * not wait for each other: near its edges a few products are computed twice.
 *
 * <p>Zeros fill the rows of a window up to whole vectors. They add nothing, unless {@code dy} holds
 * infinities or NaN: those then reach a pixel beside the window, too.
 */
final class ScatterInputGradient extends InputGradient {
  /** Pixels whose windows are computed before they are added: they stay in the L1 cache. */
  private static final int BLOCK_PIXELS = 16;

  /** Rows of a tile, in kernel spans. */
  private static final int TILE_SPANS = 4;

  private final Panels panels;
  private final Taps taps;
  private final int columns;

  /** Floats of a window's row. */
  private final int rowFloats;

  /** Columns of a window's row: whole vectors, filled up with zeros. */
  private final int rowColumns;

  private final int rowsPerTile;
  private final int rowTiles;

  ScatterInputGradient(ConvShape shape) {
    super(shape);
    rowFloats = shape.kernelWidth() * shape.inChannels();
    rowColumns = Simd.vectors(rowFloats) * L;
    columns = shape.kernelHeight() * rowColumns;
    panels = new Panels(shape.outChannels(), columns);
    taps = Taps.run(shape.outChannels());
    int tiles = Math.max(1, shape.inHeight() / (TILE_SPANS * shape.height().span()));
    rowsPerTile = Math.ceilDiv(shape.inHeight(), tiles);
    rowTiles = Math.ceilDiv(shape.inHeight(), rowsPerTile);
  }

  /** Whether the lanes are better filled than by {@link DirectInputGradient}. */
  static boolean pays(ConvShape shape) {
    int lanes = Lanes.floats();
    return shape.groups() == 1
        && shape.width().dilation() == 1
        && shape.outChannels() > 1
        && shape.inChannels() <= lanes / 2
        && shape.depth() >= lanes;
  }

  @Override
  ConvAlgorithm algorithm() {
    return ConvAlgorithm.IM2COL;
  }

  @Override
  long workspaceBytes() {
    return (long) Float.BYTES * BLOCK_PIXELS * columns;
  }

  @Override
  long packedFloats() {
    return panels.floats();
  }

  /** Packs the matrix {@code [outChannel][tap and inChannel]}. */
  @Override
  void pack(int part, float[] weights, float[] packed, Scratch scratch) {
    int outs = shape().outChannels();
    float[] matrix = scratch.floats(0, outs * columns);
    Arrays.fill(matrix, 0, outs * columns, 0);
    for (int weight = 0; weight < shape().depth(); weight++) {
      int column = weight / rowFloats * rowColumns + weight % rowFloats;
      for (int out = 0; out < outs; out++) {
        matrix[out * columns + column] = weights[weight * outs + out];
      }
    }
    panels.pack(matrix, 0, columns, packed, 0);
  }

  @Override
  int tiles() {
    return shape().batch() * rowTiles;
  }

  /** Some input rows of one picture. */
  @Override
  void tile(int tile, float[] dy, float[] weights, Epilogue epilogue, float[] dx, Scratch scratch) {
    Window height = shape().height();
    int n = tile / rowTiles;
    int from = tile % rowTiles * rowsPerTile;
    int to = Math.min(shape().inHeight(), from + rowsPerTile);
    start(n, from, to, epilogue, dx);
    for (int oh = 0; oh < shape().outHeight(); oh++) {
      int start = height.start(oh);
      int first = Math.clamp(Math.ceilDiv(from - start, height.dilation()), 0, height.kernel());
      int end = Math.clamp(Math.ceilDiv(to - start, height.dilation()), first, height.kernel());
      if (first < end) {
        row(n, oh, first, end, dy, weights, dx, scratch);
      }
    }
    if (epilogue.relu()) {
      int at = rowIndex(n, from);
      ElementRuns.relu(rowIndex(n, to) - at, dx, at, dx, at);
    }
  }

  /** What the sums start from. */
  private void start(int n, int from, int to, Epilogue epilogue, float[] dx) {
    int at = rowIndex(n, from);
    int end = rowIndex(n, to);
    float[] bias = epilogue.bias();
    if (epilogue.residual() == null) {
      Arrays.fill(dx, at, end, 0);
    } else {
      System.arraycopy(epilogue.residual(), at, dx, at, end - at);
    }
    for (int i = at; bias != null && i < end; i += bias.length) {
      for (int c = 0; c < bias.length; c++) {
        dx[i + c] += bias[c];
      }
    }
  }

  private int rowIndex(int n, int ih) {
    return (n * shape().inHeight() + ih) * shape().inWidth() * shape().inChannels();
  }

  /** Adds some kernel rows of the windows of an output row. */
  private void row(
      int n, int oh, int first, int end, float[] dy, float[] w, float[] dx, Scratch scratch) {
    ConvShape s = shape();
    float[] windows = scratch.floats(0, BLOCK_PIXELS * columns);
    for (int ow = 0; ow < s.outWidth(); ow += BLOCK_PIXELS) {
      int pixels = Math.min(BLOCK_PIXELS, s.outWidth() - ow);
      int dyAt = ((n * s.outHeight() + oh) * s.outWidth() + ow) * s.outChannels();
      int panelEnd = Math.ceilDiv(end * rowColumns, panels.panelColumns());
      for (int panel = first * rowColumns / panels.panelColumns(); panel < panelEnd; panel++) {
        RegisterTiles.run(
            pixels,
            dy,
            dyAt,
            s.outChannels(),
            taps,
            0,
            1,
            w,
            panels.at(panel),
            windows,
            panels.column(panel),
            columns,
            panels.width(panel),
            null,
            0,
            null,
            false);
      }
      for (int kh = first; kh < end; kh++) {
        int ih = s.height().start(oh) + kh * s.height().dilation();
        add(ow, pixels, windows, kh * rowColumns, dx, rowIndex(n, ih));
      }
    }
  }

  /**
   * Adds one kernel row of some windows to a row of {@code dx}: by whole vectors, if the zeros that
   * fill them up still fall into the row.
   */
  private void add(int ow, int pixels, float[] windows, int at, float[] dx, int row) {
    Window width = shape().width();
    int channels = shape().inChannels();
    int rowEnd = row + shape().inWidth() * channels;
    for (int p = 0; p < pixels; p++) {
      int first = width.firstTap(ow + p);
      int count = (width.endTap(ow + p) - first) * channels;
      int from = at + p * columns + first * channels;
      int to = row + (width.start(ow + p) + first) * channels;
      boolean whole = count == rowFloats && to + rowColumns <= rowEnd;
      ElementRuns.add(whole ? rowColumns : count, dx, to, windows, from, dx, to);
    }
  }
}
