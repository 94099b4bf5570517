package io.github.lanewise.kernels.conv;

import static io.github.lanewise.kernels.simd.Simd.L;

import io.github.lanewise.kernels.lanes.Scratch;
import io.github.lanewise.kernels.shape.Window;
import io.github.lanewise.kernels.simd.ElementRuns;
import io.github.lanewise.kernels.simd.Simd;

/**
 * The transpose of {@link Im2colConvolution}, for inputs of so few channels that they would leave
 * most lanes empty, and for strided layers whose rows are too short for register tiles: pixels of
 * {@code dy} times all weights give what each pixel's window gets, and the windows are added up.
 *
 * <p>Here are small pictures: a tile computes the windows of all pixels, and then adds for each row
 * of {@code dx} those that reach it. For large ones there is {@link SlidingInputGradient}.
 *
 * <p>Zeros fill the rows of a window up to whole vectors. They add nothing, unless {@code dy} holds
 * infinities or NaN: those then reach a pixel beside the window, too.
 */
final class ScatterInputGradient extends InputGradient {
  /** Floats of all windows of a tile's pictures at most: 1 MiB. */
  private static final int MOST_FLOATS = 1 << 18;

  /** Pixels that a tile computes, if it can, for which weights are read once. */
  private static final int LEAST_PIXELS = 64;

  /** Output channels from which on adding windows up is little beside computing them. */
  private static final int MANY_CHANNELS = 64;

  /** Rows of a picture that is not small at least, in kernel spans. */
  private static final int LARGE_SPANS = 8;

  /** Columns of a window's row: whole vectors, filled up with zeros. */
  private final int rowColumns;

  private final int rowFloats;
  private final WindowProducts products;
  private final int picturesPerTile;

  ScatterInputGradient(ConvShape shape) {
    super(shape);
    rowColumns = rowColumns(shape);
    rowFloats = WindowProducts.rowFloats(shape);
    products = new WindowProducts(shape, rowColumns);
    int perPicture = shape.outHeight() * shape.outWidth();
    int most = MOST_FLOATS / (perPicture * products.columns());
    picturesPerTile = Math.clamp(LEAST_PIXELS / perPicture, 1, most);
  }

  /** Whether lanes or register tiles are better filled than by {@link DirectInputGradient}. */
  static boolean pays(ConvShape shape) {
    return small(shape)
        && (SlidingInputGradient.fewChannels(shape)
            || (shape.groups() == 1
                && shape.width().dilation() == 1
                && ConvAlgorithm.shortRows(shape)
                && shape.outChannels() >= MANY_CHANNELS));
  }

  /** Whether a picture's windows stay in a cache, and its rows would make few tiles. */
  static boolean small(ConvShape shape) {
    long columns = (long) shape.kernelHeight() * rowColumns(shape);
    return columns * shape.outHeight() * shape.outWidth() <= MOST_FLOATS
        && shape.inHeight() < (long) LARGE_SPANS * shape.height().span();
  }

  private static int rowColumns(ConvShape shape) {
    return Simd.vectors(WindowProducts.rowFloats(shape)) * L;
  }

  @Override
  ConvAlgorithm algorithm() {
    return ConvAlgorithm.IM2COL;
  }

  @Override
  long workspaceBytes() {
    return (long) Float.BYTES * windowFloats();
  }

  private int windowFloats() {
    return picturesPerTile * shape().outHeight() * shape().outWidth() * products.columns();
  }

  @Override
  long packedFloats() {
    return products.packedFloats();
  }

  @Override
  int packParts() {
    return products.packParts();
  }

  @Override
  void pack(int part, float[] weights, float[] packed, Scratch scratch) {
    products.pack(part, weights, packed, scratch);
  }

  @Override
  int tiles() {
    return Math.ceilDiv(shape().batch(), picturesPerTile);
  }

  /** Some pictures. */
  @Override
  void tile(int tile, float[] dy, float[] weights, Epilogue epilogue, float[] dx, Scratch scratch) {
    ConvShape s = shape();
    float[] windows = scratch.floats(0, windowFloats());
    int from = tile * picturesPerTile;
    int to = Math.min(s.batch(), from + picturesPerTile);
    int perPicture = s.outHeight() * s.outWidth();
    int row = s.inWidth() * s.inChannels();
    int at = from * s.inHeight() * row;
    int end = to * s.inHeight() * row;
    epilogue.start(at, end, dx);
    products.multiply(
        from * perPicture, (to - from) * perPicture, 0, s.kernelHeight(), dy, weights, windows);
    for (int n = from; n < to; n++) {
      for (int ih = 0; ih < s.inHeight(); ih++) {
        gather(ih, (n - from) * perPicture, windows, dx, (n * s.inHeight() + ih) * row);
      }
    }
    if (epilogue.relu()) {
      ElementRuns.relu(end - at, dx, at, dx, at);
    }
  }

  /** Adds to a row of {@code dx} what reaches it of the windows of a picture. */
  private void gather(int ih, int pixel, float[] windows, float[] dx, int row) {
    Window height = shape().height();
    int at = 0; // where the windows are of the first kernel row that leads to an output row
    int step = 0; // from there to those of the next, always the same
    int terms = 0;
    for (int kh = 0; kh < height.kernel(); kh++) {
      int from = ih + height.padBefore() - kh * height.dilation();
      int oh = from / height.stride();
      if (from >= 0 && from % height.stride() == 0 && oh < height.output()) {
        int here = (pixel + oh * shape().outWidth()) * products.columns() + kh * rowColumns;
        step = terms == 1 ? here - at : step;
        at = terms == 0 ? here : at;
        terms++;
      }
    }
    Window width = shape().width();
    int channels = shape().inChannels();
    int rowEnd = row + shape().inWidth() * channels;
    for (int ow = 0; terms > 0 && ow < shape().outWidth(); ow++) {
      int tap = width.firstTap(ow);
      int count = Math.max(0, width.endTap(ow) - tap) * channels;
      int to = row + (width.start(ow) + tap) * channels;
      boolean whole = count == rowFloats && to + rowColumns <= rowEnd;
      int from = at + ow * products.columns() + tap * channels;
      ElementRuns.addSums(whole ? rowColumns : count, terms, windows, from, step, dx, to);
    }
  }
}
