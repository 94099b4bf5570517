package io.github.lanewise.kernels.conv;

import static io.github.lanewise.kernels.simd.Simd.L;

import io.github.lanewise.kernels.lanes.Scratch;
import io.github.lanewise.kernels.simd.CacheLines;
import io.github.lanewise.kernels.simd.Panels;
import io.github.lanewise.kernels.simd.RegisterTiles;
import io.github.lanewise.kernels.simd.Taps;

/**
 * The sliding window over the input as it lies: tiles of neighbouring output pixels by two vectors
 * of output channels stay in registers while every tap and input channel is added. Needs no
 * workspace and copies nothing.
 *
 * <p>Without dilation and groups a whole kernel row is contiguous in NHWC, so a "tap" is a kernel
 * row (Georganas et al. 2018, "Anatomy of high-performance deep learning convolutions", tiles the
 * same loops for a blocked layout).
 */
final class DirectConvolution extends SlidingWindow {
  /** Weights that one unit uses, in floats: a quarter of a 1 MiB L2 cache, or one panel. */
  private static final int UNIT_WEIGHTS = 1 << 16;

  private final Panels panels;
  private final KernelPanels kernel;
  private final int panelsPerUnit;
  private final int unitsPerGroup;
  private final boolean fetchesWeights;

  /** Taps of an interior output column; by vectors of the panel. */
  private final Taps[] interior = new Taps[RegisterTiles.MAX_VECTORS + 1];

  /** Taps of each border column; by vectors of the panel. */
  private final Taps[][] border = new Taps[RegisterTiles.MAX_VECTORS + 1][];

  DirectConvolution(ConvShape shape, boolean inNetwork) {
    this(shape, panels(shape), inNetwork);
  }

  /** Wide panels where values lie in one run, for then tiles of fewer rows are as fast. */
  private static Panels panels(ConvShape shape) {
    int columns = shape.groupOutChannels();
    int vectors = inOneRun(shape) ? RegisterTiles.flatPanelVectors(columns) : 2;
    return new Panels(shape.depth(), columns, vectors);
  }

  private DirectConvolution(ConvShape shape, Panels panels, boolean inNetwork) {
    this(shape, panels, panelsPerUnit(shape, panels), inNetwork);
  }

  private DirectConvolution(ConvShape shape, Panels panels, int panelsPerUnit, boolean inNetwork) {
    super(shape, ConvAlgorithm.DIRECT, shape.groups() * unitsPerGroup(panels, panelsPerUnit));
    this.panels = panels;
    this.kernel = KernelPanels.of(shape, panels);
    this.panelsPerUnit = panelsPerUnit;
    this.unitsPerGroup = unitsPerGroup(panels, panelsPerUnit);
    // Of several pictures all but the first find the weights of a unit in the L2 cache.
    this.fetchesWeights =
        inNetwork && shape.batch() == 1 && Fetch.paysInNetwork(shape.weightCount());
    for (int vectors = 1; vectors <= RegisterTiles.MAX_VECTORS; vectors++) {
      interior[vectors] =
          inOneRun(shape)
              ? Taps.line(shape.depth(), shape.width().stride() * shape.inChannels())
              : taps(0, shape.kernelWidth(), vectors);
      border[vectors] = new Taps[borderColumns(shape)];
      for (int i = 0; i < borderColumns(shape); i++) {
        int first = shape.width().firstTap(borderColumn(shape, i));
        int end = Math.max(first, shape.width().endTap(borderColumn(shape, i)));
        border[vectors][i] = taps(first, end, vectors);
      }
    }
  }

  private static boolean contiguousRows(ConvShape shape) {
    return shape.groups() == 1 && shape.width().dilation() == 1;
  }

  /** Whether all values under a window are contiguous, wherever it lies: a 1×1 kernel's. */
  private static boolean inOneRun(ConvShape shape) {
    boolean padded =
        borderColumns(shape) > 0 || shape.height().padBefore() + shape.height().padAfter() > 0;
    return shape.kernelHeight() * shape.kernelWidth() == 1 && !padded;
  }

  private static int panelsPerUnit(ConvShape shape, Panels panels) {
    int most =
        Math.clamp(
            UNIT_WEIGHTS / ((long) shape.depth() * panels.panelColumns()), 1, panels.count());
    int units = (panels.count() + most - 1) / most;
    return (panels.count() + units - 1) / units;
  }

  private static int unitsPerGroup(Panels panels, int panelsPerUnit) {
    return (panels.count() + panelsPerUnit - 1) / panelsPerUnit;
  }

  /** Taps of the kernel columns from first to end, for every kernel row. */
  private Taps taps(int first, int end, int vectors) {
    ConvShape s = shape();
    int rowLength = (end - first) * s.groupInChannels();
    int length = contiguousRows(s) ? rowLength : s.groupInChannels();
    int perRow = length == 0 ? 0 : rowLength / length;
    int[] x = new int[s.kernelHeight() * perRow];
    int[] w = new int[x.length];
    for (int tap = 0; tap < x.length; tap++) {
      int kh = tap / perRow;
      int kw = first + tap % perRow;
      int pixel = kh * s.height().dilation() * s.inWidth() + kw * s.width().dilation();
      x[tap] = pixel * s.inChannels();
      w[tap] = (kh * s.kernelWidth() + kw) * s.groupInChannels() * vectors * L;
    }
    return new Taps(x, w, length, vectors * L);
  }

  @Override
  long packedFloats() {
    return kernel.floats();
  }

  @Override
  int packParts() {
    return kernel.parts();
  }

  @Override
  void pack(int part, float[] weights, float[] packed, Scratch scratch) {
    kernel.pack(part, weights, packed);
  }

  @Override
  void packRotated(int part, float[] weights, float[] packed, Scratch scratch) {
    kernel.packExchanged(part, true, weights, packed, scratch);
  }

  @Override
  void fetchWeights(int unit, float[] w, float[] y, int yAt) {
    if (fetchesWeights) {
      int group = (int) panels.floats() * (unit / unitsPerGroup);
      int first = unit % unitsPerGroup * panelsPerUnit;
      int last = Math.min(panels.count(), first + panelsPerUnit) - 1;
      int end = panels.at(last) + shape().depth() * panels.step(last);
      y[yAt] = CacheLines.read(w, group + panels.at(first), group + end);
    }
  }

  @Override
  int firstChannel(int unit) {
    int panel = unit % unitsPerGroup * panelsPerUnit;
    return unit / unitsPerGroup * shape().groupOutChannels() + panels.column(panel);
  }

  @Override
  void run(
      int unit,
      int borderColumn,
      int pixels,
      int rowFrom,
      int rowTo,
      float[] x,
      int xAt,
      int xStep,
      float[] w,
      Epilogue epilogue,
      float[] y,
      int yAt,
      int yStep) {
    ConvShape s = shape();
    int g = unit / unitsPerGroup;
    int panelFrom = unit % unitsPerGroup * panelsPerUnit;
    int panelTo = Math.min(panels.count(), panelFrom + panelsPerUnit);
    for (int panel = panelFrom; panel < panelTo; panel++) {
      int vectors = panels.vectors(panel);
      Taps taps = borderColumn == INTERIOR ? interior[vectors] : border[vectors][borderColumn];
      int tapsPerRow = taps.count() / s.kernelHeight();
      int channel = g * s.groupOutChannels() + panels.column(panel);
      int panelAt = (int) panels.floats() * g + panels.at(panel);
      RegisterTiles.run(
          pixels,
          x,
          xAt + g * s.groupInChannels(),
          xStep,
          taps,
          rowFrom * tapsPerRow,
          rowTo * tapsPerRow,
          w,
          panelAt,
          y,
          yAt + channel,
          yStep,
          panels.width(panel),
          epilogue.bias(),
          channel,
          epilogue.residual(),
          epilogue.relu());
    }
  }
}
