package io.github.lanewise.kernels.conv;

import io.github.lanewise.kernels.lanes.Lanes;
import io.github.lanewise.kernels.lanes.Scratch;
import io.github.lanewise.kernels.shape.Window;
import io.github.lanewise.kernels.simd.RegisterTiles;
import java.util.Arrays;

/**
 * So few output channels that they fill no two vectors: some neighbouring outputs of a row are
 * computed as the channels of one wide pixel, which lie in the same order. Its kernel spans the
 * windows of all of them, with zeros where an output has no tap.
 */
final class WidePixelsConvolution extends Convolution {
  private static final int BIAS = 1;
  private static final int WEIGHTS = 2;

  /** Vectors of a wide pixel at most, where that is no less than two outputs. */
  private static final int MOST_VECTORS = 2;

  /** Wide pixels of a row from which they fill a register tile. */
  private static final int TILE_PIXELS = 7;

  /** How much better registers have to be used to make up for what surrounds the tile. */
  private static final double GAIN = 1.15;

  private final int outputs;
  private final FewChannelsConvolution wide;

  WidePixelsConvolution(ConvShape shape) {
    super(
        shape,
        ConvAlgorithm.WIDE_PIXELS,
        outputs(shape) + " outputs " + shape.width().stride() + " apart");
    outputs = outputs(shape);
    wide = new FewChannelsConvolution(widened(shape, outputs));
  }

  static boolean supports(ConvShape shape) {
    return shape.groups() == 1
        && shape.width().dilation() == 1
        && outputs(shape) > 1
        && PaddedRows.fit(shape);
  }

  /** Whether a shape is supported and computed faster than output by output. */
  static boolean pays(ConvShape shape) {
    return RegisterTiles.wide()
        && supports(shape)
        && outputs(shape) * shape.outChannels() <= MOST_VECTORS * Lanes.floats()
        && shape.outWidth() / outputs(shape) >= TILE_PIXELS
        && use(shape, outputs(shape)) >= GAIN * use(shape, 1);
  }

  /** Outputs of a row that are best computed together, 1 if they cannot be. */
  static int outputs(ConvShape shape) {
    int best = 1;
    int most = Math.max(2, MOST_VECTORS * Lanes.floats() / shape.outChannels());
    for (int some = 2; some <= most; some++) {
      if (shape.outWidth() % some == 0 && (best == 1 || use(shape, some) > use(shape, best))) {
        best = some;
      }
    }
    return best;
  }

  /** The same of the number of outputs that are best computed together. */
  static double use(ConvShape shape) {
    return use(shape, outputs(shape));
  }

  /**
   * How much of the peak goes into products that count: a tile of one vector waits for its loads,
   * lanes may be left over, and the kernel is filled up with zeros.
   */
  private static double use(ConvShape shape, int outputs) {
    int channels = outputs * shape.outChannels();
    int vectors = (channels + Lanes.floats() - 1) / Lanes.floats();
    double lanes = (double) channels / (vectors * Lanes.floats());
    double taps = (double) shape.kernelWidth() / widened(shape.width(), outputs).kernel();
    return (vectors == 1 ? 0.65 : 0.95) * lanes * taps;
  }

  private static ConvShape widened(ConvShape shape, int outputs) {
    return new ConvShape(
        shape.batch(),
        shape.height(),
        widened(shape.width(), outputs),
        shape.inChannels(),
        outputs * shape.outChannels(),
        1);
  }

  private static Window widened(Window width, int outputs) {
    return new Window(
        width.input(),
        width.kernel() + (outputs - 1) * width.stride(),
        outputs * width.stride(),
        1,
        width.padBefore(),
        width.padAfter());
  }

  @Override
  public long workspaceBytes() {
    return wide.workspaceBytes() + (long) Float.BYTES * biasFloats();
  }

  /** Whole vectors, so that register tiles read no bias beyond the end of its array. */
  private int biasFloats() {
    return Math.ceilDiv(wide.shape().outChannels(), Lanes.floats()) * Lanes.floats();
  }

  @Override
  long packedFloats() {
    return wide.packedFloats();
  }

  @Override
  void pack(int part, float[] weights, float[] packed, Scratch scratch) {
    ConvShape s = shape();
    int all = wide.shape().weightCount();
    float[] widened = scratch.floats(WEIGHTS, all);
    Arrays.fill(widened, 0, all, 0);
    int channels = s.outChannels();
    int wideChannels = outputs * channels;
    int row = s.kernelWidth() * s.inChannels();
    int wideRow = wide.shape().kernelWidth() * s.inChannels();
    for (int output = 0; output < outputs; output++) {
      int first = output * s.width().stride() * s.inChannels();
      for (int i = 0; i < s.kernelHeight() * row; i++) {
        int to = (i / row * wideRow + first + i % row) * wideChannels + output * channels;
        System.arraycopy(weights, i * channels, widened, to, channels);
      }
    }
    for (int i = 0; i < wide.packParts(); i++) {
      wide.pack(i, widened, packed, scratch);
    }
  }

  @Override
  int tiles() {
    return wide.tiles();
  }

  @Override
  void tile(int tile, float[] x, float[] w, Epilogue epilogue, float[] y, Scratch scratch) {
    float[] bias = epilogue.bias();
    if (bias != null) {
      bias = scratch.floats(BIAS, biasFloats());
      for (int output = 0; output < outputs; output++) {
        int channels = shape().outChannels();
        System.arraycopy(epilogue.bias(), 0, bias, output * channels, channels);
      }
    }
    wide.tile(tile, x, w, bias, epilogue.residual(), epilogue.relu(), y, scratch);
  }
}
