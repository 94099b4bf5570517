package io.github.lanewise.kernels.conv;

import static io.github.lanewise.kernels.simd.Simd.L;

import io.github.lanewise.kernels.lanes.Scratch;
import io.github.lanewise.kernels.simd.ElementRuns;
import io.github.lanewise.kernels.simd.Panels;
import io.github.lanewise.kernels.simd.RegisterTiles;
import io.github.lanewise.kernels.simd.Simd;
import io.github.lanewise.kernels.simd.Taps;
import io.github.lanewise.kernels.simd.Transposition;
import io.github.lanewise.kernels.simd.WindowSums;
import java.util.Arrays;

/**
 * The input gradient of small pictures of few channels, which would leave most lanes empty, where
 * every input row is under a window of each output row near it: what the kernel rows give to a row
 * of {@code dx} is summed in registers, as by a convolution of {@code dy} with a kernel of one
 * column, whose outputs are the rows of windows. Those are then added up from left to right.
 *
 * <p>Against windows that are stored whole and added up over their rows afterwards, as in {@link
 * ScatterInputGradient}, that saves storing and loading one row for each row of the kernel.
 */
final class RowSumsInputGradient extends InputGradient {
  /** Floats of a picture's rows of windows at most: 1 MiB. */
  private static final int MOST_FLOATS = 1 << 18;

  /** Vectors of whole windows for as many of their rows at least, as each row fills up its last. */
  private static final float LEAST_FILLED = 0.8f;

  private final int rowFloats;

  /** Distance between windows: whole vectors. */
  private final int windowStep;

  private final Panels panels;

  /** Values of {@code dy} under an input row, of output rows from above to below. */
  private final Taps[] taps = new Taps[RegisterTiles.MAX_VECTORS + 1];

  /** Taps of an output row. */
  private final int tapsPerRow;

  private final WindowSums windowSums;

  private final PaddedSums padded;

  RowSumsInputGradient(ConvShape shape) {
    super(shape);
    rowFloats = WindowProducts.rowFloats(shape);
    windowStep = windowStep(shape);
    int outs = shape.outChannels();
    panels = new Panels(shape.kernelHeight() * outs, windowStep);
    boolean flat = Taps.flatPays(outs, shape.kernelHeight() * outs);
    tapsPerRow = flat ? outs : 1;
    int[] x = new int[shape.kernelHeight() * tapsPerRow];
    for (int i = 0; i < x.length; i++) {
      x[i] = i / tapsPerRow * shape.outWidth() * outs + i % tapsPerRow;
    }
    for (int vectors = 1; vectors < taps.length; vectors++) {
      int[] w = new int[x.length];
      for (int i = 0; i < w.length; i++) {
        w[i] = i * outs * vectors * L;
      }
      taps[vectors] = flat ? Taps.flat(x, outs) : new Taps(x, w, outs, vectors * L);
    }
    windowSums = WindowSums.of(rowFloats, shape.width().stride() * shape.inChannels(), windowStep);
    padded = new PaddedSums(shape, windowSums.reach());
  }

  /**
   * Whether lanes are better filled than by {@link DirectInputGradient}. A picture is one tile, so
   * that a single one that is not small is left to {@link SlidingInputGradient}, whose tiles
   * threads share.
   */
  static boolean pays(ConvShape shape) {
    long row = (long) shape.inHeight() * shape.outWidth() * windowStep(shape);
    return SlidingInputGradient.fewChannels(shape)
        && (shape.batch() > 1 || ScatterInputGradient.small(shape))
        && shape.height().stride() == 1
        && shape.height().dilation() == 1
        && row <= MOST_FLOATS
        && filled(shape);
  }

  /** Whether rows do not fill many more vectors than windows do. */
  private static boolean filled(ConvShape shape) {
    int byRows = shape.kernelHeight() * windowStep(shape) / L;
    int whole = Simd.vectors(shape.kernelHeight() * WindowProducts.rowFloats(shape));
    return whole >= LEAST_FILLED * byRows;
  }

  private static int windowStep(ConvShape shape) {
    return Simd.vectors(WindowProducts.rowFloats(shape)) * L;
  }

  @Override
  ConvAlgorithm algorithm() {
    return ConvAlgorithm.IM2COL;
  }

  @Override
  long workspaceBytes() {
    return (long) Float.BYTES * (windowFloats() + shape().inHeight() * padded.step());
  }

  /** Floats of a picture's rows. */
  private int windowFloats() {
    return shape().inHeight() * shape().outWidth() * windowStep;
  }

  @Override
  long packedFloats() {
    return panels.floats();
  }

  @Override
  int packParts() {
    return panels.count();
  }

  /** Packs a panel of {@code [kernel row, from the last][outChannel][row of a window]}. */
  @Override
  void pack(int part, float[] weights, float[] packed, Scratch scratch) {
    ConvShape s = shape();
    int outs = s.outChannels();
    int step = panels.step(part);
    int at = panels.at(part);
    int column = panels.column(part);
    int rows = Math.min(panels.width(part), rowFloats - column);
    Arrays.fill(packed, at, at + s.kernelHeight() * outs * step, 0);
    float[] square = scratch.floats(0, Transposition.SQUARE_FLOATS);
    for (int i = 0; i < s.kernelHeight(); i++) {
      int from = ((s.kernelHeight() - 1 - i) * rowFloats + column) * outs;
      int to = at + i * outs * step;
      Transposition.run(rows, outs, weights, from, outs, packed, to, step, square, 0);
    }
  }

  @Override
  int tiles() {
    return shape().batch();
  }

  /** A picture. */
  @Override
  void tile(int n, float[] dy, float[] weights, Epilogue epilogue, float[] dx, Scratch scratch) {
    ConvShape s = shape();
    float[] windows = scratch.floats(0, windowFloats());
    float[] sums = scratch.floats(1, s.inHeight() * padded.step());
    int at = padded.dxFloats(n * s.inHeight());
    padded.start(s.inHeight(), epilogue, dx, at, sums);
    for (int ih = 0; ih < s.inHeight(); ) {
      int equal = equalRows(ih);
      multiply(n, ih, equal, dy, weights, windows);
      ih += equal;
    }
    for (int ih = 0; ih < s.inHeight(); ih++) {
      if (firstTap(ih) < endTap(ih)) {
        int from = ih * s.outWidth() * windowStep;
        windowSums.add(s.outWidth(), windows, from, sums, ih * padded.step());
      }
      padded.store(ih, sums, dx, at);
    }
    if (epilogue.relu()) {
      ElementRuns.relu(padded.dxFloats(s.inHeight()), dx, at, dx, at);
    }
  }

  /** Output row under the last kernel row of an input row. */
  private int firstRow(int ih) {
    return ih + shape().height().padBefore() - shape().kernelHeight() + 1;
  }

  private int firstTap(int ih) {
    return Math.max(0, -firstRow(ih));
  }

  private int endTap(int ih) {
    return Math.min(shape().kernelHeight(), shape().outHeight() - firstRow(ih));
  }

  /** Input rows from one on that lie under the same rows of the kernel. */
  private int equalRows(int ih) {
    int rows = 1;
    while (ih + rows < shape().inHeight()
        && firstTap(ih + rows) == firstTap(ih)
        && endTap(ih + rows) == endTap(ih)) {
      rows++;
    }
    return rows;
  }

  /** Computes the windows of some input rows that lie under the same rows of the kernel. */
  private void multiply(int n, int ih, int rows, float[] dy, float[] weights, float[] windows) {
    ConvShape s = shape();
    int from = firstTap(ih) * tapsPerRow;
    int to = endTap(ih) * tapsPerRow;
    if (from >= to) {
      return;
    }
    int dyAt = (n * s.outHeight() + firstRow(ih)) * s.outWidth() * s.outChannels();
    for (int panel = 0; panel < panels.count(); panel++) {
      RegisterTiles.run(
          rows * s.outWidth(),
          dy,
          dyAt,
          s.outChannels(),
          taps[panels.vectors(panel)],
          from,
          to,
          weights,
          panels.at(panel),
          windows,
          ih * s.outWidth() * windowStep + panels.column(panel),
          windowStep,
          panels.width(panel),
          null,
          0,
          null,
          false);
    }
  }
}
