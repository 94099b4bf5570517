package io.github.lanewise.kernels.conv;

import io.github.lanewise.kernels.lanes.Scratch;
import io.github.lanewise.kernels.lanes.Workers;
import io.github.lanewise.kernels.shape.Checks;
import java.nio.FloatBuffer;

/**
 * Conversion between the layouts of this library, NHWC pictures and HWIO weights, and those of
 * PyTorch and ONNX, NCHW and OIHW: for the edges, where data and models come in and go out.
 */
public final class Layouts {
  /** Rows and columns of a block: its lines of both arrays fit the L1 cache. */
  private static final int BLOCK = 32;

  /** Floats of a cache line. */
  private static final int LINE = 16;

  /** How many weights there are. */
  static final String WEIGHTS = "out·in·height·width";

  private Layouts() {}

  /**
   * Pictures from NCHW to NHWC.
   *
   * @param batch pictures
   * @param channels channels
   * @param height pixels
   * @param width pixels
   * @param nchw {@code [batch][channels][height][width]}
   * @param nhwc {@code [batch][height][width][channels]}; overwritten
   * @throws IllegalArgumentException if a size is below 1, an array has another length, or both are
   *     the same
   */
  public static void nchwToNhwc(
      int batch, int channels, int height, int width, float[] nchw, float[] nhwc) {
    checkPictures(batch, channels, height, width, "nchw", nchw, "nhwc", nhwc);
    int pixels = height * width;
    for (int n = 0; n < batch; n++) {
      transpose(channels, pixels, nchw, n * channels * pixels, nhwc, n * channels * pixels);
    }
  }

  /**
   * Pictures from NHWC to NCHW.
   *
   * @param batch pictures
   * @param channels channels
   * @param height pixels
   * @param width pixels
   * @param nhwc {@code [batch][height][width][channels]}
   * @param nchw {@code [batch][channels][height][width]}; overwritten
   * @throws IllegalArgumentException if a size is below 1, an array has another length, or both are
   *     the same
   */
  public static void nhwcToNchw(
      int batch, int channels, int height, int width, float[] nhwc, float[] nchw) {
    checkPictures(batch, channels, height, width, "nhwc", nhwc, "nchw", nchw);
    int pixels = height * width;
    for (int n = 0; n < batch; n++) {
      transpose(pixels, channels, nhwc, n * channels * pixels, nchw, n * channels * pixels);
    }
  }

  /**
   * Weights from OIHW to HWIO. With groups, {@code in} is the input channels of one group.
   *
   * @param out output channels
   * @param in input channels that one output channel sees
   * @param height kernel rows
   * @param width kernel columns
   * @param oihw {@code [out][in][height][width]}
   * @param hwio {@code [height][width][in][out]}; overwritten
   * @throws IllegalArgumentException if a size is below 1, an array has another length, or both are
   *     the same
   */
  public static void oihwToHwio(
      int out, int in, int height, int width, float[] oihw, float[] hwio) {
    checkWeights(out, in, height, width, "oihw", oihw, "hwio", hwio);
    FloatBuffer view = FloatBuffer.wrap(oihw);
    turn(out, in, height * width, view, null, hwio, out, Workers.serial());
  }

  /**
   * Weights from OIHW to HWIO in one pass over memory that need not be an array, such as that of a
   * file, each output channel times a factor.
   *
   * @param out output channels
   * @param in input channels that one output channel sees
   * @param height kernel rows
   * @param width kernel columns
   * @param oihw {@code [out][in][height][width]}, from the buffer's position to its limit; its
   *     position stays
   * @param factors a factor for each output channel; null for 1
   * @param hwio {@code [height][width][in][out]}; overwritten
   * @throws IllegalArgumentException if a size is below 1 or an array or the buffer has another
   *     length
   */
  public static void oihwToHwio(
      int out, int in, int height, int width, FloatBuffer oihw, float[] factors, float[] hwio) {
    int length = weights(out, in, height, width);
    if (oihw == null || oihw.remaining() != length) {
      String is = oihw == null ? "is null" : "has " + oihw.remaining() + " floats";
      throw new IllegalArgumentException("oihw %s, expected %d %s".formatted(is, length, WEIGHTS));
    }
    Checks.length("hwio", hwio, length, WEIGHTS);
    if (factors != null) {
      Checks.length("factors", factors, out, "out");
    }
    turn(out, in, height * width, oihw, factors, hwio, out, Workers.serial());
  }

  /**
   * Some outputs at a time, as many as fill a line of the result, from a copy in a near cache.
   *
   * @param hwioStep floats from input to input in {@code hwio}, at least {@code out}
   */
  static void turn(
      int out,
      int in,
      int taps,
      FloatBuffer oihw,
      float[] factors,
      float[] hwio,
      int hwioStep,
      Workers workers) {
    Turn turn = new Turn(out, in, taps, oihw, factors, hwio, hwioStep);
    workers.run(Math.ceilDiv(out, LINE), turn);
  }

  /** A line of outputs for each tile. (A class, as lambdas are slow in a new JVM.) */
  @SuppressWarnings("ArrayRecordComponent") // never compared, written on purpose
  private record Turn(
      int out, int in, int taps, FloatBuffer oihw, float[] factors, float[] hwio, int hwioStep)
      implements Workers.Task {
    @Override
    public void run(int tile, Scratch scratch) {
      int from = tile * LINE;
      int to = Math.min(out, from + LINE);
      int length = in * taps;
      int step = length + LINE; // so that not all rows lie in the same places of a cache
      float[] rows = scratch.floats(0, (to - from) * step);
      for (int o = from; o < to; o++) {
        oihw.get(oihw.position() + o * length, rows, (o - from) * step, length);
        if (factors != null) {
          scale(rows, (o - from) * step, length, factors[o]);
        }
      }
      for (int tap = 0; tap < taps; tap++) {
        for (int i = 0; i < in; i++) {
          gather(rows, i * taps + tap, step, hwio, (tap * in + i) * hwioStep + from, to - from);
        }
      }
    }
  }

  private static void scale(float[] values, int from, int count, float factor) {
    for (int i = from; i < from + count; i++) {
      values[i] *= factor;
    }
  }

  /** Writes one line of outputs, the values of which are read along as many streams. */
  private static void gather(float[] rows, int at, int step, float[] hwio, int to, int count) {
    for (int o = 0; o < count; o++) {
      hwio[to + o] = rows[at + o * step];
    }
  }

  /**
   * Weights from HWIO to OIHW. With groups, {@code in} is the input channels of one group.
   *
   * @param out output channels
   * @param in input channels that one output channel sees
   * @param height kernel rows
   * @param width kernel columns
   * @param hwio {@code [height][width][in][out]}
   * @param oihw {@code [out][in][height][width]}; overwritten
   * @throws IllegalArgumentException if a size is below 1, an array has another length, or both are
   *     the same
   */
  public static void hwioToOihw(
      int out, int in, int height, int width, float[] hwio, float[] oihw) {
    checkWeights(out, in, height, width, "hwio", hwio, "oihw", oihw);
    int taps = height * width;
    for (int o = 0; o < out; o++) {
      for (int i = 0; i < in; i++) {
        for (int tap = 0; tap < taps; tap++) {
          oihw[(o * in + i) * taps + tap] = hwio[(tap * in + i) * out + o];
        }
      }
    }
  }

  private static void checkPictures(
      int batch,
      int channels,
      int height,
      int width,
      String fromName,
      float[] from,
      String toName,
      float[] to) {
    Checks.atLeast(1, "batch", batch);
    Checks.atLeast(1, "channels", channels);
    Checks.atLeast(1, "height", height);
    Checks.atLeast(1, "width", width);
    int length = elements("the pictures", batch, channels, height, width);
    checkArrays(length, "batch·channels·height·width", fromName, from, toName, to);
  }

  private static void checkWeights(
      int out,
      int in,
      int height,
      int width,
      String fromName,
      float[] from,
      String toName,
      float[] to) {
    checkArrays(weights(out, in, height, width), WEIGHTS, fromName, from, toName, to);
  }

  private static int weights(int out, int in, int height, int width) {
    Checks.atLeast(1, "out", out);
    Checks.atLeast(1, "in", in);
    Checks.atLeast(1, "height", height);
    Checks.atLeast(1, "width", width);
    return elements("the weights", out, in, height, width);
  }

  /** The product; only one that is too large is told by a call that allocates its arguments. */
  private static int elements(String what, int a, int b, int c, int d) {
    long ab = (long) a * b;
    long cd = (long) c * d;
    boolean fits = ab <= Integer.MAX_VALUE && cd <= Integer.MAX_VALUE;
    return fits && ab * cd <= Integer.MAX_VALUE
        ? (int) (ab * cd)
        : Checks.elements(what, a, b, c, d);
  }

  private static void checkArrays(
      int length, String product, String fromName, float[] from, String toName, float[] to) {
    Checks.length(fromName, from, length, product);
    Checks.length(toName, to, length, product);
    Checks.distinct(fromName, from, toName, to);
  }

  /** {@code to[j][i] = from[i][j]}, block by block, so that neither side strides through memory. */
  private static void transpose(
      int rows, int columns, float[] from, int fromAt, float[] to, int toAt) {
    for (int i0 = 0; i0 < rows; i0 += BLOCK) {
      int i1 = Math.min(rows, i0 + BLOCK);
      for (int j0 = 0; j0 < columns; j0 += BLOCK) {
        int j1 = Math.min(columns, j0 + BLOCK);
        for (int j = j0; j < j1; j++) {
          for (int i = i0; i < i1; i++) {
            to[toAt + j * rows + i] = from[fromAt + i * columns + j];
          }
        }
      }
    }
  }
}
