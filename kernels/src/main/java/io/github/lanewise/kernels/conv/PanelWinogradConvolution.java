package io.github.lanewise.kernels.conv;

import io.github.lanewise.kernels.lanes.Scratch;
import io.github.lanewise.kernels.simd.Panels;
import io.github.lanewise.kernels.simd.RegisterTiles;
import io.github.lanewise.kernels.simd.Taps;
import io.github.lanewise.kernels.simd.WinogradTransform;

/**
 * {@link WinogradConvolution} the other way round, for many weights that change with every call and
 * few pixels: the inputs of all tiles are transformed first and kept, then one panel of weights
 * after the other is transformed, a row of elements at a time, and multiplied. So the transformed
 * weights, four times as many, are not written to memory and read back. The bits are the same.
 */
final class PanelWinogradConvolution extends Convolution {
  /** Tiles whose inputs are transformed together. */
  private static final int BLOCK = 16;

  /** Tiles, of all pictures, from which transforming a panel for them alone pays. */
  private static final int LEAST_TILES = 8;

  /** Tiles, of all pictures, whose transformed inputs are kept at most. */
  private static final int MOST_TILES = 64;

  /**
   * Parts of the output channels, each of which transforms the inputs again: so few tiles are not
   * shared by more than two threads.
   */
  private static final int GROUPS = 2;

  private final int ins;
  private final int tilesInAll;
  private final WinogradInput input;
  private final WinogradOutput output;
  private final WinogradPanels transformed;
  private final Panels panels;

  /** The weights as they are, {@code [tap][in]} for each panel. */
  private final KernelPanels kernel;

  private final Panels kernelPanels;
  private final Taps taps;
  private final int groups;

  PanelWinogradConvolution(ConvShape shape, ConvAlgorithm algorithm, WinogradTransform transform) {
    super(shape, algorithm, PanelWinogradConvolution.class.getSimpleName());
    ins = transform.inputs();
    tilesInAll = WinogradInput.tiles(shape, transform);
    int block = Math.min(BLOCK, tilesInAll);
    input = new WinogradInput(shape, transform, block, shape.inChannels(), tilesInAll);
    output = new WinogradOutput(shape, transform, tilesInAll);
    transformed =
        new WinogradPanels(shape.inChannels(), shape.outChannels(), ins, transform.weights());
    panels = transformed.panels();
    kernelPanels = new Panels(shape.depth(), shape.outChannels());
    kernel = KernelPanels.of(shape, kernelPanels);
    taps = Taps.run(shape.inChannels());
    groups = Math.min(GROUPS, panels.count());
  }

  /**
   * Whether all transformed weights would not stay near, for neither too few tiles nor many, half
   * of whose outputs at least are wanted.
   */
  static boolean pays(ConvShape shape, WinogradTransform transform) {
    long elements = (long) transform.inputs() * transform.inputs();
    int tiles = WinogradInput.tiles(shape, transform);
    long pixels = (long) shape.batch() * shape.outHeight() * shape.outWidth();
    return WinogradConvolution.supports(shape)
        && 2 * pixels >= (long) tiles * transform.outputs() * transform.outputs()
        && elements * shape.inChannels() * shape.outChannels() > CACHED_FLOATS
        && tiles >= LEAST_TILES
        && tiles <= MOST_TILES;
  }

  /** Distance between the transformed weights of neighbouring elements. */
  private int matrixStep() {
    return WinogradInput.spread(shape().inChannels() * panels.panelColumns());
  }

  /** Distance between the transformed inputs of neighbouring rows of elements. */
  private int inputRowStep() {
    return ins * input.transformedStep();
  }

  private int channels() {
    return Math.min(panels.panelColumns(), shape().outChannels());
  }

  private int patchFloats() {
    return Math.max(input.patchFloats(), output.patchFloats(channels()));
  }

  @Override
  public long workspaceBytes() {
    return (long) Float.BYTES
        * (patchFloats()
            + input.stripFloats()
            + ins * (inputRowStep() + matrixStep())
            + output.productFloats(channels())
            + output.halfFloats(channels()));
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
  int tiles() {
    return groups;
  }

  /** All pixels of a group of output channels. */
  @Override
  void tile(int tile, float[] x, float[] w, Epilogue epilogue, float[] y, Scratch scratch) {
    float[] patch = scratch.floats(0, patchFloats());
    float[] strips = scratch.floats(1, input.stripFloats());
    float[] v = scratch.floats(2, ins * inputRowStep());
    float[] m = scratch.floats(3, output.productFloats(channels()));
    float[] half = scratch.floats(4, output.halfFloats(channels()));
    float[] u = scratch.floats(5, ins * matrixStep());
    for (int from = 0; from < tilesInAll; from += BLOCK) {
      int to = Math.min(tilesInAll, from + BLOCK);
      input.down(from, to, x, strips, patch);
      for (int row = 0; row < ins; row++) {
        int at = row * inputRowStep() + from * shape().inChannels();
        input.across(from, to, row, strips, v, at);
      }
    }
    int end = (tile + 1) * panels.count() / groups;
    for (int panel = tile * panels.count() / groups; panel < end; panel++) {
      int width = panels.width(panel);
      for (int row = 0; row < ins; row++) {
        transformed.transformRow(panel, row, w, kernelPanels.at(panel), u, matrixStep());
        multiply(panel, row, v, u, epilogue.bias(), m);
        output.across(tilesInAll, row, width, m, half);
      }
      output.down(0, tilesInAll, panels.column(panel), width, half, epilogue, y, patch);
    }
  }

  /** {@code m[element][tile][outChannel]}: a matrix product for each element of a row. */
  private void multiply(int panel, int row, float[] v, float[] u, float[] bias, float[] m) {
    int width = panels.width(panel);
    for (int column = 0; column < ins; column++) {
      boolean biased = row == 1 && column == 1;
      RegisterTiles.run(
          tilesInAll,
          v,
          row * inputRowStep() + column * input.transformedStep(),
          shape().inChannels(),
          taps,
          0,
          1,
          u,
          column * matrixStep(),
          m,
          column * output.productStep(width),
          width,
          width,
          biased ? bias : null,
          panels.column(panel),
          null,
          false);
    }
  }
}
