package io.github.lanewise.kernels.conv;

import io.github.lanewise.kernels.lanes.Lanes;
import io.github.lanewise.kernels.simd.Taps;

/** Ways to compute a convolution. */
public enum ConvAlgorithm {
  /** Naive loops with double sums: the oracle, and what runs without the Vector API. */
  REFERENCE,

  /**
   * One register tile and a few loops for all shapes: for the first call in a JVM, which has not
   * yet compiled anything better. Never chosen.
   */
  PLAIN,

  /** Windows copied into the rows of a matrix, panel by panel, then a matrix product. */
  IM2COL,

  /** A sliding window over the input as it lies, tiles of output in registers. */
  DIRECT,

  /**
   * Few input channels, as in a first layer: rows copied with their padding, a flat list of taps.
   */
  FEW_CHANNELS,

  /**
   * Few output channels: some neighbouring outputs of a row as the channels of one pixel, by a
   * kernel that is filled up with zeros. So what is infinite, or no number, in the input makes no
   * numbers of the outputs beside those that it belongs to.
   */
  WIDE_PIXELS,

  /** One input and one output channel, stride 1 along the width: the lanes run along the width. */
  SINGLE_CHANNEL,

  /**
   * One input channel and at most as many output channels as lanes, stride 1 along the width: the
   * lanes run along the width.
   */
  SINGLE_INPUT,

  /** Each channel by itself, at least as many as lanes: the lanes run along the channels. */
  DEPTHWISE,

  /** 3×3 at stride 1 by minimal filtering F(2×2, 3×3): 2.25 times fewer multiplications. */
  WINOGRAD_2X2,

  /** 3×3 at stride 1 by minimal filtering F(4×4, 3×3): 4 times fewer multiplications. */
  WINOGRAD_4X4,

  /**
   * Two to five kernel rows in each phase of the stride, without dilation, rows of at most 1 MiB
   * when transformed: minimal filtering down the columns, F(4×1, r×1), with about half as many
   * multiplications.
   */
  WINOGRAD_4X1,

  /**
   * 1×1 at stride 1 without padding and groups, an even number of input channels, and output
   * channels that fill two panels of weights or a multiple of them: Strassen's algorithm once, 7/8
   * of the multiplications (Strassen 1969, in Winograd's form). Pixels far from each other are
   * added and taken off again, so that what is infinite, or no number, makes no numbers of other
   * outputs of its picture, and rounding is relative to the largest of them.
   */
  STRASSEN;

  /** Channels from which the multiplications saved outweigh the transforms. */
  private static final int WINOGRAD_CHANNELS = 32;

  /** 4×4 tiles from which weights that come from memory are used often enough. */
  private static final int WINOGRAD_TILES = 32;

  /** Outputs of a row for which register tiles of one row are too short. */
  private static final int SHORT_ROW = 4;

  /** Outputs from which on it pays to copy what such rows read. */
  private static final int SHORT_ROW_PIXELS = 64;

  /**
   * Whether the system property {@code lanewise.strict} is {@code true}: chosen are then algorithms
   * that add the products themselves, without transforms that round more, and none but those, as
   * products with zeros that fill up a kernel are not numbers where the input is infinite.
   */
  static final boolean STRICT = Boolean.getBoolean("lanewise.strict");

  /**
   * The fastest algorithm for a shape; with {@code -Dlanewise.strict=true} the fastest that adds
   * the products themselves.
   *
   * @param shape the shape
   * @return an algorithm that {@link #supports} the shape
   */
  public static ConvAlgorithm choose(ConvShape shape) {
    return choose(shape, STRICT);
  }

  /**
   * The fastest algorithm for a shape. A pure function of its arguments and the lanes; each
   * threshold is backed by a measurement in docs/design-notes.md.
   *
   * @param shape the shape
   * @param strict whether Winograd's and Strassen's sums, which round more, and {@link
   *     #WIDE_PIXELS} are left out
   * @return an algorithm that {@link #supports} the shape
   */
  public static ConvAlgorithm choose(ConvShape shape, boolean strict) {
    if (!Lanes.vectorised()) {
      return REFERENCE;
    }
    if (SINGLE_CHANNEL.supports(shape)) {
      return SINGLE_CHANNEL;
    }
    if (SingleInputConvolution.pays(shape)) {
      return SINGLE_INPUT;
    }
    boolean columns =
        !strict && WINOGRAD_4X1.supports(shape) && ColumnWinogradConvolution.pays(shape);
    if (!strict && !columns && WidePixelsConvolution.pays(shape)) {
      return WIDE_PIXELS;
    }
    if (SINGLE_INPUT.supports(shape) && shape.outChannels() < Lanes.floats()) {
      return SINGLE_INPUT;
    }
    if (DEPTHWISE.supports(shape)) {
      return DEPTHWISE;
    }
    if (!strict && deepSquares(shape)) {
      return squares(shape);
    }
    if (columns) {
      return WINOGRAD_4X1;
    }
    if (!strict && STRASSEN.supports(shape) && StrassenConvolution.pays(shape)) {
      return STRASSEN;
    }
    if (shortRows(shape)) {
      return IM2COL;
    }
    return flat(shape) && FEW_CHANNELS.supports(shape) ? FEW_CHANNELS : DIRECT;
  }

  /**
   * Whether strides leave so few outputs of a row that a copy, whose tiles know no rows, pays, for
   * more than one picture.
   */
  static boolean shortRows(ConvShape shape) {
    return shape.width().stride() > 1
        && shape.outWidth() <= SHORT_ROW
        && shape.groups() == 1
        && shape.inChannels() >= Lanes.floats()
        && shape.batch() * shape.outHeight() * shape.outWidth() >= SHORT_ROW_PIXELS;
  }

  /** Whether taps are better taken one by one: their runs are short, or the whole sum is. */
  private static boolean flat(ConvShape shape) {
    boolean contiguous = shape.groups() == 1 && shape.width().dilation() == 1;
    int length = shape.groupInChannels() * (contiguous ? shape.kernelWidth() : 1);
    return Taps.flatPays(length, shape.depth());
  }

  /** Whether a layer of 3×3 taps has the channels for Winograd's in both dimensions. */
  static boolean deepSquares(ConvShape shape) {
    return WINOGRAD_4X4.supports(shape)
        && shape.inChannels() >= WINOGRAD_CHANNELS
        && shape.outChannels() >= WINOGRAD_CHANNELS;
  }

  /** Among those for 3×3 taps: by how often weights are used that come from memory. */
  private static ConvAlgorithm squares(ConvShape shape) {
    boolean cached = !Fetch.pays(36L * shape.inChannels() * shape.outChannels());
    int pixels = shape.batch() * shape.outHeight() * shape.outWidth();
    if (cached || pixels >= 16 * WINOGRAD_TILES) {
      return WINOGRAD_4X4;
    }
    boolean columns = WINOGRAD_4X1.supports(shape) && ColumnWinogradConvolution.paysForFew(shape);
    return columns ? WINOGRAD_4X1 : WINOGRAD_2X2;
  }

  /**
   * Whether this is one of those that need fewer multiplications than there are products, and round
   * more: Winograd's and Strassen's.
   *
   * @return true if it is
   */
  public boolean savesMultiplications() {
    return switch (this) {
      case WINOGRAD_2X2, WINOGRAD_4X4, WINOGRAD_4X1, STRASSEN -> true;
      default -> false;
    };
  }

  /**
   * Whether this algorithm can compute a shape.
   *
   * @param shape the shape
   * @return true if it can
   */
  public boolean supports(ConvShape shape) {
    return switch (this) {
      case REFERENCE, PLAIN, IM2COL, DIRECT -> true;
      case FEW_CHANNELS -> PaddedRows.fit(shape);
      case WIDE_PIXELS -> WidePixelsConvolution.supports(shape);
      case SINGLE_CHANNEL ->
          shape.inChannels() == 1 && shape.outChannels() == 1 && shape.width().stride() == 1;
      case SINGLE_INPUT -> SingleInputConvolution.supports(shape);
      case DEPTHWISE -> shape.depthwise() && shape.outChannels() >= Lanes.floats();
      case WINOGRAD_2X2, WINOGRAD_4X4 -> WinogradConvolution.supports(shape);
      case WINOGRAD_4X1 -> ColumnWinogradConvolution.supports(shape);
      case STRASSEN -> StrassenConvolution.supports(shape);
    };
  }
}
