package io.github.lanewise.kernels.conv;

import static io.github.lanewise.kernels.simd.Simd.L;

import io.github.lanewise.kernels.lanes.Scratch;
import io.github.lanewise.kernels.simd.Panels;
import io.github.lanewise.kernels.simd.RegisterTiles;
import io.github.lanewise.kernels.simd.Taps;

/**
 * Phases by register tiles: some pixels of a phase by two vectors of input channels, summed over
 * the phase's taps and all output channels.
 */
final class DirectInputGradient extends PhasedInputGradient {
  /** Weights that one unit uses, in floats: a quarter of a 1 MiB L2 cache, or one panel. */
  private static final int UNIT_WEIGHTS = 1 << 16;

  private static final int PANEL_VECTORS = 2;

  private final Panels panels;

  /** For each group the matrix {@code [tap][outChannel][inChannel]}. */
  private final KernelPanels kernel;

  private final int panelsPerUnit;
  private final int unitsPerGroup;

  /** By vectors of the panel. */
  private final Taps[][][][] taps = new Taps[PANEL_VECTORS + 1][][][];

  DirectInputGradient(ConvShape shape) {
    this(shape, new Panels(depth(shape), shape.groupInChannels(), PANEL_VECTORS));
  }

  private DirectInputGradient(ConvShape shape, Panels panels) {
    this(shape, panels, panelsPerUnit(shape, panels));
  }

  private DirectInputGradient(ConvShape shape, Panels panels, int panelsPerUnit) {
    super(shape, shape.groups() * Math.ceilDiv(panels.count(), panelsPerUnit));
    this.panels = panels;
    this.kernel =
        new KernelPanels(
            shape.kernelHeight() * shape.kernelWidth(),
            shape.groups(),
            shape.groupOutChannels(),
            shape.groupInChannels(),
            panels);
    this.panelsPerUnit = panelsPerUnit;
    this.unitsPerGroup = Math.ceilDiv(panels.count(), panelsPerUnit);
    for (int vectors = 1; vectors <= PANEL_VECTORS; vectors++) {
      int step = vectors * L;
      int length = shape.groupOutChannels();
      taps[vectors] = taps(length, length * step, step);
    }
  }

  /** Rows of the weight matrix: what one input value's gradient sums over. */
  private static int depth(ConvShape shape) {
    return shape.kernelHeight() * shape.kernelWidth() * shape.groupOutChannels();
  }

  private static int panelsPerUnit(ConvShape shape, Panels panels) {
    long perPanel = (long) depth(shape) * panels.panelColumns();
    int most = Math.clamp(UNIT_WEIGHTS / perPanel, 1, panels.count());
    return Math.ceilDiv(panels.count(), Math.ceilDiv(panels.count(), most));
  }

  @Override
  ConvAlgorithm algorithm() {
    return ConvAlgorithm.DIRECT;
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
    kernel.packExchanged(part, false, weights, packed, scratch);
  }

  @Override
  void run(
      int unit,
      int a,
      int b,
      int list,
      int pixels,
      int rowFrom,
      int rowTo,
      float[] dy,
      int dyAt,
      int dyStep,
      float[] w,
      Epilogue epilogue,
      float[] dx,
      int dxAt,
      int dxStep) {
    ConvShape s = shape();
    int g = unit / unitsPerGroup;
    int panelFrom = unit % unitsPerGroup * panelsPerUnit;
    int panelTo = Math.min(panels.count(), panelFrom + panelsPerUnit);
    for (int panel = panelFrom; panel < panelTo; panel++) {
      Taps phase = taps[panels.vectors(panel)][a][b][list];
      int perRow = perRow(phase, a);
      int channel = g * s.groupInChannels() + panels.column(panel);
      RegisterTiles.run(
          pixels,
          dy,
          dyAt + g * s.groupOutChannels(),
          dyStep,
          phase,
          rowFrom * perRow,
          rowTo * perRow,
          w,
          (int) panels.floats() * g + panels.at(panel),
          dx,
          dxAt + channel,
          dxStep,
          panels.width(panel),
          epilogue.bias(),
          channel,
          epilogue.residual(),
          epilogue.relu());
    }
  }
}
