package io.github.lanewise.kernels.conv;

import io.github.lanewise.kernels.lanes.Lanes;
import io.github.lanewise.kernels.lanes.Scratch;
import io.github.lanewise.kernels.simd.Finish;
import io.github.lanewise.kernels.simd.Panels;
import io.github.lanewise.kernels.simd.RegisterTiles;
import io.github.lanewise.kernels.simd.StrassenSums;
import io.github.lanewise.kernels.simd.SumTiles;
import io.github.lanewise.kernels.simd.Taps;

/**
 * 1×1 convolutions of stride 1 by one level of Strassen's algorithm (Strassen 1969), seven products
 * of half the size in each dimension instead of eight, in the form of Winograd with 15 sums (Higham
 * 2002, "Accuracy and Stability of Numerical Algorithms", section 23.2).
 *
 * <p>The matrix of pixels by input channels is cut into bands of pixels of one picture, so that
 * what is no number, or so large that others vanish beside it, stays in its picture. Of an odd
 * number of pixels the lower half begins with the last one of the upper half, which is computed
 * twice. The sums of a band's inputs are made once for each thread, those of weights for each pair
 * of panels, which brings them into the L2 cache at the same time, so that weights are packed as
 * for {@link DirectConvolution} and read once. Products are added up by register tiles that start
 * from the sum so far (Huang, Smith, Henry, van de Geijn 2016, "Strassen's algorithm reloaded",
 * fuse additions and products likewise), in scratch memory for the pixels of a band and a panel.
 *
 * <p>Fewer multiplications, at the price of rounding, as with {@link WinogradConvolution}.
 */
final class StrassenConvolution extends KernelPanelsConvolution {
  /** Vectors of a panel with many registers. */
  private static final int WIDEST_PANEL = 4;

  /** Pixels of a band at least, so that making the sums of weights takes little beside products. */
  private static final int BAND_PIXELS = 192;

  /** Inputs of a band of more: with their sums as large as a 1 MiB L2 cache. */
  private static final int BAND_FLOATS = 1 << 17;

  /** Tiles that leave some threads with work, each of which makes the sums of a band once. */
  private static final int ENOUGH_TILES = 4;

  /** Channels, in and out, from which the products saved outweigh the sums. */
  private static final int LEAST_CHANNELS = 256;

  /** Input channels for which a band's inputs, with their sums, leave the L2 cache. */
  private static final int MOST_CHANNELS = 512;

  /**
   * Inputs and outputs that stay near, 4 MiB; of more, two threads wait for memory rather than for
   * multiplications.
   */
  private static final int MOST_FLOATS = 1 << 20;

  /** Products of less: two threads gain nothing, as both make the sums. */
  private static final long LEAST_PRODUCTS = 20_000_000;

  private final int in;
  private final int half;
  private final int pixels;
  private final Taps taps;
  private final SumTiles plain;
  private final SumTiles rectified;

  /** Panels of one half of the outputs, each of which has a partner in the other half. */
  private final int pairs;

  private final int bands;
  private final int pairsPerTile;

  StrassenConvolution(ConvShape shape) {
    super(
        shape,
        ConvAlgorithm.STRASSEN,
        new Panels(shape.inChannels(), shape.outChannels(), vectors()));
    in = shape.inChannels();
    half = in / 2;
    pixels = shape.batch() * picturePixels(shape);
    taps = Taps.line(half, in);
    plain = SumTiles.of(vectors(), in, false);
    rectified = SumTiles.of(vectors(), in, true);
    pairs = panels.count() / 2;
    int most = Math.max(BAND_PIXELS, BAND_FLOATS / in);
    // A multiple of the batch, so that no band has pixels of two pictures.
    int bandsNow = shape.batch() * Math.ceilDiv(picturePixels(shape), most);
    while (bandsNow < ENOUGH_TILES && 2 * bandsNow * BAND_PIXELS <= pixels) {
      bandsNow *= 2;
    }
    int pairsNow = pairs;
    while (pairsNow > 1 && bandsNow * Math.ceilDiv(pairs, pairsNow) < ENOUGH_TILES) {
      pairsNow = Math.ceilDiv(pairsNow, 2);
    }
    bands = bandsNow;
    pairsPerTile = pairsNow;
  }

  private static int picturePixels(ConvShape shape) {
    return shape.outHeight() * shape.outWidth();
  }

  /** Vectors of a panel. */
  private static int vectors() {
    return RegisterTiles.wide() ? WIDEST_PANEL : 2;
  }

  /**
   * Whether the shape is a matrix product whose factors have halves, those of weights in panels.
   */
  static boolean supports(ConvShape shape) {
    return shape.pointwise()
        && shape.groups() == 1
        && shape.inChannels() % 2 == 0
        && shape.outChannels() % (2 * WIDEST_PANEL * Lanes.floats()) == 0;
  }

  /** Whether it is faster than adding the products themselves; measured with 512-bit lanes. */
  static boolean pays(ConvShape shape) {
    return Lanes.floats() == 16
        && picturePixels(shape) >= BAND_PIXELS
        && shape.inChannels() >= LEAST_CHANNELS
        && shape.inChannels() <= MOST_CHANNELS
        && shape.outChannels() >= LEAST_CHANNELS
        && shape.multiplyAdds() >= LEAST_PRODUCTS
        && (long) shape.inputLength() + shape.outputLength() <= MOST_FLOATS;
  }

  /** Pixels of a half band at most. */
  private int mostRows() {
    return Math.ceilDiv(Math.ceilDiv(pixels, bands), 2);
  }

  @Override
  public long workspaceBytes() {
    int width = panels.panelColumns();
    return (long) Float.BYTES * (2 * mostRows() * in + 2 * in * width + 3 * mostRows() * width);
  }

  @Override
  int tiles() {
    return bands * Math.ceilDiv(pairs, pairsPerTile);
  }

  /**
   * Some pairs of panels for a band of pixels. Neighbouring tiles are of one band, so that a thread
   * makes the sums of its inputs once; which tile makes them changes no bit.
   */
  @Override
  void tile(int tile, float[] x, float[] w, Epilogue epilogue, float[] y, Scratch scratch) {
    int tilesPerBand = Math.ceilDiv(pairs, pairsPerTile);
    int band = tile / tilesPerBand;
    int from = (int) ((long) pixels * band / bands);
    int to = (int) ((long) pixels * (band + 1) / bands);
    int rows = (to - from + 1) / 2;
    float[] sums = scratch.floats(0, 2 * mostRows() * in);
    if (!scratch.holds(band)) {
      StrassenSums.left(x, from * in, (to - rows) * in, in, rows, half, sums);
    }
    int first = tile % tilesPerBand * pairsPerTile;
    for (int pair = first; pair < Math.min(pairs, first + pairsPerTile); pair++) {
      multiply(pair, from, to - rows, rows, x, sums, w, epilogue, y, scratch);
    }
  }

  /**
   * The seven products of a pair of panels, in the terms of Higham: the inputs' quadrants A11 to
   * A22 and their sums S1 to S4, those of the weights B11 to B22 and T1 to −T4.
   *
   * @param upper first pixel of the upper half band
   * @param lower first pixel of the lower half band
   * @param rows pixels of each
   * @param s S1 and S2 side by side, S3 and S4 below
   */
  private void multiply(
      int pair,
      int upper,
      int lower,
      int rows,
      float[] x,
      float[] s,
      float[] w,
      Epilogue epilogue,
      float[] y,
      Scratch scratch) {
    int width = panels.panelColumns();
    int step = half * width;
    float[] t = scratch.floats(1, 4 * step);
    float[] p = scratch.floats(2, mostRows() * width);
    float[] u = scratch.floats(3, mostRows() * width);
    float[] v = scratch.floats(4, mostRows() * width);
    int b11 = panels.at(pair);
    int b12 = panels.at(pair + pairs);
    int b21 = b11 + step;
    int b22 = b12 + step;
    int a11 = upper * in;
    int a22 = lower * in + half;
    int s3 = rows * in;
    int out = shape().outChannels();
    int left = panels.column(pair);
    int right = panels.column(pair + pairs);
    int c11 = upper * out + left;
    int c12 = upper * out + right;
    int c21 = lower * out + left;
    int c22 = lower * out + right;
    float[] bias = epilogue.bias();
    boolean relu = epilogue.relu() && epilogue.residual() == null;
    SumTiles last = relu ? rectified : plain;
    StrassenSums.right(w, b11, b12, b21, b22, step, t);
    // P1 = A11 B11, C11 = P1 + A12 B21
    product(rows, x, a11, w, b11, p);
    last.run(rows, x, a11 + half, in, half, w, b21, bias, left, p, 0, width, y, c11, out);
    // U2 = P1 + S2 T2, U4 = U2 + S1 T1, C12 = U4 + S4 B22
    plain.run(rows, s, half, in, half, t, step, null, 0, p, 0, width, u, 0, width);
    plain.run(rows, s, 0, in, half, t, 0, bias, right, u, 0, width, v, 0, width);
    last.run(rows, s, s3 + half, in, half, w, b22, null, 0, v, 0, width, y, c12, out);
    // P7 = S3 T3, C22 = U4 + P7, U3 = U2 + P7
    product(rows, s, s3, t, 2 * step, p);
    StrassenSums.both(rows, width, p, v, u, bias, left, relu, y, c22, out);
    // C21 = U3 − A22 T4. Its first pixel may be the last of C11, whose bits are then these.
    last.run(rows, x, a22, in, half, t, 3 * step, null, 0, u, 0, width, y, c21, out);
    finish(rows, lower - upper, epilogue, y, c11, c21);
    finish(rows, lower - upper, epilogue, y, c12, c22);
  }

  /** A product by itself. */
  private void product(int rows, float[] a, int aAt, float[] b, int bAt, float[] p) {
    int width = panels.panelColumns();
    RegisterTiles.run(
        rows, a, aAt, in, taps, 0, 1, b, bAt, p, 0, width, width, null, 0, null, false);
  }

  /** Adds the residual to both halves of a panel, to a pixel that they share once. */
  private void finish(int rows, int upper, Epilogue epilogue, float[] y, int at, int lowerAt) {
    if (epilogue.residual() != null) {
      int width = panels.panelColumns();
      int out = shape().outChannels();
      Finish.run(y, at, out, upper, width, epilogue.residual(), epilogue.relu());
      Finish.run(y, lowerAt, out, rows, width, epilogue.residual(), epilogue.relu());
    }
  }
}
