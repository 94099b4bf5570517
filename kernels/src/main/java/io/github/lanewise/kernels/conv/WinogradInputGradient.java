package io.github.lanewise.kernels.conv;

import static io.github.lanewise.kernels.simd.Simd.L;

import io.github.lanewise.kernels.lanes.Scratch;
import io.github.lanewise.kernels.simd.ElementRuns;
import io.github.lanewise.kernels.simd.Panels;
import io.github.lanewise.kernels.simd.RegisterTiles;
import io.github.lanewise.kernels.simd.Taps;
import io.github.lanewise.kernels.simd.WeightTransform4;
import io.github.lanewise.kernels.simd.WinogradTransform4;

/**
 * The input gradient of 3×3 convolutions of stride 1 by Winograd's minimal filtering, transposed:
 * {@code dx = Σ B [(G g Gᵀ) ⊙ (A dy Aᵀ)] Bᵀ}, where the sum runs over the tiles of 4×4 outputs,
 * whose 6×6 inputs overlap by two pixels. {@link RotatedInputGradient} cuts the inputs into tiles
 * instead, and of pictures without padding, which have more inputs than outputs, these are more: 49
 * for 26×26 inputs, where the 24×24 outputs are 36.
 *
 * <p>Whole pictures at a time, a row of elements after the other; overlaps are added along the rows
 * in scratch memory, down the columns where the result goes.
 */
final class WinogradInputGradient extends InputGradient {
  /** Tiles of outputs that are transformed together at least, so that register tiles are full. */
  private static final int LEAST_TILES = 16;

  /** Tiles from which on more of them bring nothing, if so many fit. */
  private static final int ENOUGH_TILES = 64;

  /**
   * Tiles of a group times channels on both sides at most, so that what is transformed, some 24
   * floats for each, stays in an L2 cache of 1 MiB.
   */
  private static final int MOST_VALUES = 1 << 13;

  /** Groups of pictures that keep some threads busy. */
  private static final int LEAST_GROUPS = 8;

  private final WeightTransform4 transform = new WeightTransform4();
  private final int outs;
  private final int ins;
  private final int tilesDown;
  private final int tilesAcross;
  private final int picturesPerGroup;
  private final WinogradOutputGradient gradient;
  private final WinogradPanels weightPanels;
  private final Panels panels;
  private final Taps taps;

  /**
   * Whether the tiles' inputs are those of the picture, so that sums need no array of their own.
   */
  private final boolean exact;

  WinogradInputGradient(ConvShape shape) {
    super(shape);
    WinogradTransform4 points = new WinogradTransform4();
    outs = points.outputs();
    ins = points.inputs();
    tilesDown = Math.ceilDiv(shape.outHeight(), outs);
    tilesAcross = Math.ceilDiv(shape.outWidth(), outs);
    picturesPerGroup = picturesPerGroup(shape);
    gradient =
        new WinogradOutputGradient(shape, transform, outs, ins, mostTiles(), shape.outChannels());
    weightPanels = new WinogradPanels(shape.outChannels(), shape.inChannels(), ins, transform);
    panels = weightPanels.panels();
    taps = Taps.line(shape.outChannels(), WinogradOutputGradient.pixelStep(shape.outChannels()));
    exact = shape.inHeight() == sumHeight() && shape.inWidth() == sumWidth();
  }

  /**
   * Whether it takes at least an eighth fewer multiplications than to cut the inputs into tiles.
   *
   * @param rotated how that would be computed
   */
  static boolean pays(ConvShape shape, Convolution rotated) {
    return rotated instanceof WinogradConvolution
        && rotated.algorithm() == ConvAlgorithm.WINOGRAD_4X4
        && !Fetch.pays(rotated.packedFloats())
        && shape.inChannels() % L == 0
        && shape.outChannels() % L == 0
        && values(shape) <= MOST_VALUES
        && 8 * tiles(shape) <= 7 * tiles(rotated.shape())
        && shape.batch() >= LEAST_GROUPS * leastPictures(shape);
  }

  /** Tiles of a picture. */
  private static int tiles(ConvShape shape) {
    return Math.ceilDiv(shape.outHeight(), 4) * Math.ceilDiv(shape.outWidth(), 4);
  }

  private static long values(ConvShape shape) {
    long channels = (long) shape.inChannels() + shape.outChannels();
    return channels * leastPictures(shape) * tiles(shape);
  }

  private static int leastPictures(ConvShape shape) {
    return Math.ceilDiv(LEAST_TILES, tiles(shape));
  }

  /** More than the least, if they fit the cache and leave enough groups. */
  private static int picturesPerGroup(ConvShape shape) {
    int least = leastPictures(shape);
    long fit = (long) least * MOST_VALUES / values(shape);
    long most = Math.min(fit, shape.batch() / LEAST_GROUPS);
    return Math.clamp(most, least, Math.ceilDiv(ENOUGH_TILES, tiles(shape)));
  }

  /** Tiles of a group of pictures. */
  int mostTiles() {
    return picturesPerGroup * tilesDown * tilesAcross;
  }

  /** Rows of inputs under the tiles of a picture. */
  private int sumHeight() {
    return tilesDown * outs + ins - outs;
  }

  /** Columns of inputs under the tiles of a picture. */
  private int sumWidth() {
    return tilesAcross * outs + ins - outs;
  }

  /** Distance between neighbouring rows of such inputs. */
  private int sumStep() {
    return sumWidth() * shape().inChannels();
  }

  /** Floats of a picture's sums. */
  int sumFloats() {
    return exact ? 0 : sumHeight() * sumStep();
  }

  /** Distance between the products of neighbouring elements. */
  private int productStep() {
    return WinogradInput.spread(mostTiles() * shape().inChannels());
  }

  /** Distance between rows of elements that have been transformed along the rows. */
  private int halfStep() {
    return WinogradInput.spread(picturesPerGroup * tilesDown * sumStep());
  }

  @Override
  ConvAlgorithm algorithm() {
    return ConvAlgorithm.WINOGRAD_4X4;
  }

  @Override
  long workspaceBytes() {
    return (long) Float.BYTES
        * (gradient.patchFloats()
            + gradient.stripFloats()
            + gradient.transformedFloats()
            + productFloats()
            + halfFloats()
            + sumFloats());
  }

  @Override
  long packedFloats() {
    return weightPanels.floats();
  }

  @Override
  int packParts() {
    return panels.count();
  }

  @Override
  void pack(int part, float[] weights, float[] packed, Scratch scratch) {
    weightPanels.packExchanged(part, false, weights, packed);
  }

  @Override
  int tiles() {
    return Math.ceilDiv(shape().batch(), picturesPerGroup);
  }

  /** Some pictures. */
  @Override
  void tile(int tile, float[] dy, float[] weights, Epilogue epilogue, float[] dx, Scratch scratch) {
    int first = tile * picturesPerGroup;
    int pictures = Math.min(picturesPerGroup, shape().batch() - first);
    int perPicture = tilesDown * tilesAcross;
    int channels = shape().outChannels();
    float[] patch = scratch.floats(0, gradient.patchFloats());
    float[] strips = scratch.floats(1, gradient.stripFloats());
    float[] d = scratch.floats(2, gradient.transformedFloats());
    float[] m = scratch.floats(3, productFloats());
    float[] half = scratch.floats(4, halfFloats());
    float[] sums = scratch.floats(5, sumFloats());
    int from = first * perPicture;
    int count = pictures * perPicture;
    gradient.down(from, from + count, 0, channels, dy, strips, patch);
    for (int row = 0; row < ins; row++) {
      gradient.across(count, row, channels, strips, d);
      row(pictures, row, d, weights, m, half);
    }
    end(first, pictures, half, sums, epilogue, dx);
  }

  /** The output gradients as they are transformed. */
  WinogradOutputGradient gradient() {
    return gradient;
  }

  /** Elements along one side of a tile. */
  int elements() {
    return ins;
  }

  /** Pictures of a tile of the work. */
  int picturesPerGroup() {
    return picturesPerGroup;
  }

  /** Floats of a row's products. */
  int productFloats() {
    return ins * productStep();
  }

  /** Floats of what has been transformed along the rows. */
  int halfFloats() {
    return ins * halfStep();
  }

  /**
   * A row of elements of some pictures: products, transformed along the rows.
   *
   * @param d output gradients, transformed
   * @param m products; scratch memory
   * @param half overwritten in this row
   */
  void row(int pictures, int row, float[] d, float[] weights, float[] m, float[] half) {
    multiply(pictures * tilesDown * tilesAcross, row, d, weights, m);
    across(pictures * tilesDown, row, m, half);
  }

  /** The inputs' gradients, when all rows are there. */
  void end(int first, int pictures, float[] half, float[] sums, Epilogue epilogue, float[] dx) {
    for (int picture = 0; picture < pictures; picture++) {
      int dxAt = (first + picture) * shape().inHeight() * shape().inWidth() * shape().inChannels();
      if (exact) {
        down(picture, half, dx, dxAt);
      } else {
        down(picture, half, sums, 0);
        copy(sums, dx, dxAt);
      }
      finish(epilogue, dx, dxAt);
    }
  }

  /** {@code m[element][tile][inChannel]}: a matrix product for each element of a row. */
  private void multiply(int tiles, int row, float[] d, float[] w, float[] m) {
    int channels = shape().outChannels();
    for (int column = 0; column < ins; column++) {
      int wAt = (row * ins + column) * (int) weightPanels.step();
      for (int panel = 0; panel < panels.count(); panel++) {
        RegisterTiles.run(
            tiles,
            d,
            column * gradient.transformedStep(channels),
            WinogradOutputGradient.pixelStep(channels),
            taps,
            0,
            1,
            w,
            wAt + panels.at(panel),
            m,
            column * productStep() + panels.column(panel),
            shape().inChannels(),
            panels.width(panel),
            null,
            0,
            null,
            false);
      }
    }
  }

  /** {@code half[row][line of tiles][column][inChannel] = m Bᵀ}, neighbours' overlaps added. */
  private void across(int lines, int row, float[] m, float[] half) {
    int channels = shape().inChannels();
    int at = 0;
    for (int line = 0; line < lines; line++) {
      int to = row * halfStep() + line * sumStep();
      for (int t = 0; t < tilesAcross; t++) {
        transform.inputGradient(m, at, productStep(), half, to, channels, channels, t > 0);
        at += channels;
        to += outs * channels;
      }
    }
  }

  /** {@code sums = B half}, the overlaps of neighbouring lines of tiles added. */
  private void down(int picture, float[] half, float[] sums, int at) {
    for (int line = 0; line < tilesDown; line++) {
      int from = (picture * tilesDown + line) * sumStep();
      int to = at + line * outs * sumStep();
      transform.inputGradient(half, from, halfStep(), sums, to, sumStep(), sumStep(), line > 0);
    }
  }

  /** What lies on the picture, without its padding. */
  private void copy(float[] sums, float[] dx, int dxAt) {
    ConvShape s = shape();
    int run = s.inWidth() * s.inChannels();
    int at = s.height().padBefore() * sumStep() + s.width().padBefore() * s.inChannels();
    for (int row = 0; row < s.inHeight(); row++) {
      System.arraycopy(sums, at + row * sumStep(), dx, dxAt + row * run, run);
    }
  }

  private void finish(Epilogue epilogue, float[] dx, int dxAt) {
    ConvShape s = shape();
    int pixels = s.inHeight() * s.inWidth();
    int channels = s.inChannels();
    if (epilogue.bias() != null) {
      for (int pixel = 0; pixel < pixels; pixel++) {
        int at = dxAt + pixel * channels;
        ElementRuns.add(channels, dx, at, epilogue.bias(), 0, dx, at);
      }
    }
    if (epilogue.residual() != null) {
      ElementRuns.add(pixels * channels, dx, dxAt, epilogue.residual(), dxAt, dx, dxAt);
    }
    if (epilogue.relu()) {
      ElementRuns.relu(pixels * channels, dx, dxAt, dx, dxAt);
    }
  }
}
