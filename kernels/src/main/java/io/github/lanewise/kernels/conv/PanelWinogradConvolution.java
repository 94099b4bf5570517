package io.github.lanewise.kernels.conv;

import static io.github.lanewise.kernels.simd.Simd.L;

import io.github.lanewise.kernels.lanes.Scratch;
import io.github.lanewise.kernels.simd.Panels;
import io.github.lanewise.kernels.simd.RegisterTiles;
import io.github.lanewise.kernels.simd.Taps;
import io.github.lanewise.kernels.simd.WeightTransform4;
import io.github.lanewise.kernels.simd.WinogradTransform;
import io.github.lanewise.kernels.simd.WinogradTransform4;

/**
 * {@link WinogradConvolution} of F(4×4, 3×3) the other way round, for many weights that change with
 * every call and few pixels: the inputs of all tiles are transformed first and kept, then one panel
 * of weights after the other is transformed, a row of elements at a time, and multiplied. So the
 * transformed weights, four times as many, are not written to memory and read back. The bits are
 * the same.
 */
final class PanelWinogradConvolution extends KernelPanelsConvolution {
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
  private final WeightTransform4 weightTransform = new WeightTransform4();

  /** The transformed weights of an element. */
  private final Panels transformed;

  private final Taps taps;
  private final int groups;

  PanelWinogradConvolution(ConvShape shape) {
    super(
        shape,
        ConvAlgorithm.WINOGRAD_4X4,
        PanelWinogradConvolution.class.getSimpleName(),
        new Panels(shape.depth(), shape.outChannels()));
    WinogradTransform transform = new WinogradTransform4();
    ins = transform.inputs();
    tilesInAll = WinogradInput.tiles(shape, transform);
    int block = Math.min(BLOCK, tilesInAll);
    input = new WinogradInput(shape, transform, block, shape.inChannels(), tilesInAll);
    output = new WinogradOutput(shape, transform, tilesInAll);
    transformed = new Panels(shape.inChannels(), shape.outChannels());
    taps = Taps.run(shape.inChannels());
    groups = Math.min(GROUPS, transformed.count());
  }

  /**
   * Whether all transformed weights would not stay near, for neither too few tiles nor many, half
   * of whose outputs at least are wanted.
   */
  static boolean pays(ConvShape shape) {
    WinogradTransform transform = new WinogradTransform4();
    long elements = (long) transform.inputs() * transform.inputs();
    int tiles = WinogradInput.tiles(shape, transform);
    long pixels = (long) shape.batch() * shape.outHeight() * shape.outWidth();
    return WinogradConvolution.supports(shape)
        && 2 * pixels >= (long) tiles * transform.outputs() * transform.outputs()
        && elements * shape.inChannels() * shape.outChannels() > TrainingChoice.CACHED_FLOATS
        && tiles >= LEAST_TILES
        && tiles <= MOST_TILES;
  }

  /** Distance between the transformed weights of neighbouring elements. */
  private int matrixStep() {
    return WinogradInput.spread(shape().inChannels() * transformed.panelColumns());
  }

  /** Distance between the transformed inputs of neighbouring rows of elements. */
  private int inputRowStep() {
    return ins * input.transformedStep();
  }

  private int channels() {
    return Math.min(transformed.panelColumns(), shape().outChannels());
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
    int end = (tile + 1) * transformed.count() / groups;
    for (int panel = tile * transformed.count() / groups; panel < end; panel++) {
      int width = transformed.width(panel);
      for (int row = 0; row < ins; row++) {
        transformWeights(panel, row, w, u);
        multiply(panel, row, v, u, epilogue.bias(), m);
        output.across(tilesInAll, row, width, m, half);
      }
      output.down(0, tilesInAll, transformed.column(panel), width, half, epilogue, y, patch);
    }
  }

  /** A panel's weights for a row of elements, {@code u[element][in][whole vectors]}. */
  private void transformWeights(int panel, int row, float[] w, float[] u) {
    int run = shape().inChannels() * transformed.vectors(panel) * L;
    int from = panels.at(panel);
    weightTransform.weightsRow(row, w, from, 3 * run, run, u, 0, matrixStep(), run);
  }

  /** {@code m[element][tile][outChannel]}: a matrix product for each element of a row. */
  private void multiply(int panel, int row, float[] v, float[] u, float[] bias, float[] m) {
    int width = transformed.width(panel);
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
          transformed.column(panel),
          null,
          false);
    }
  }
}
