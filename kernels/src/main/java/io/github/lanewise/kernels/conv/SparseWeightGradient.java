package io.github.lanewise.kernels.conv;

import io.github.lanewise.kernels.lanes.Lanes;
import io.github.lanewise.kernels.lanes.Pool;
import io.github.lanewise.kernels.lanes.Scratch;
import io.github.lanewise.kernels.lanes.Workers;
import io.github.lanewise.kernels.shape.Checks;
import io.github.lanewise.kernels.shape.Window;
import io.github.lanewise.kernels.simd.ElementRuns;
import io.github.lanewise.kernels.simd.PlaceGradientTiles;
import java.util.Arrays;

/**
 * The gradients with respect to the weights and the bias of a convolution whose output gradients
 * are zero but at few places, as behind a max pooling, which sends them to its maxima alone: of 2×2
 * windows three in four are multiplications by zero, which {@link
 * ConvolutionGradient#backwardWeights} would make.
 *
 * <p>Immutable and free of buffers that a caller sees, as {@link ConvolutionGradient} is, and with
 * the same bits for any number of threads.
 */
public final class SparseWeightGradient {
  /** Multiply-adds from which a second thread pays, as in {@link Convolution}. */
  private static final long SHARED_FROM = 500_000;

  /** Chunks of the pictures at most: they keep some threads busy. */
  private static final int MOST_CHUNKS = 8;

  /** Outputs of a channel for each gradient at least, so that enough of the work is left out. */
  private static final int LEAST_ZEROS = 4;

  /** Floats under a kernel row at most: with more, tiles of the usual gradient are well filled. */
  private static final int MOST_ROW_FLOATS = 32;

  /** Floats of a picture's copied windows at most: half of an L2 cache. */
  private static final int MOST_WINDOW_FLOATS = 1 << 17;

  /** Outputs of a picture at most: pixels are found by floats. */
  private static final int MOST_OUTPUTS = 1 << 20;

  private final ConvShape shape;
  private final int perPicture;
  private final int rowFloats;
  private final int inRows;
  private final PaddedRows padded;
  private final PlaceGradientTiles tiles;
  private final int chunks;
  private final Pool<Call> calls = new Pool<>(Call::new);

  private SparseWeightGradient(ConvShape shape, int gradients) {
    this.shape = shape;
    perPicture = gradients;
    rowFloats = shape.kernelWidth() * shape.inChannels();
    inRows = shape.outHeight() + shape.kernelHeight() - 1;
    padded = new PaddedRows(shape);
    tiles = PlaceGradientTiles.of(shape.kernelHeight(), rowFloats, shape.outWidth());
    chunks = Math.min(MOST_CHUNKS, shape.batch());
  }

  /**
   * Whether this is faster than {@link ConvolutionGradient#backwardWeights}, for layers of few
   * input channels.
   *
   * @param shape the shape of the convolution
   * @param gradients gradients of each picture, the same number for each channel
   * @return false without the Vector API
   */
  public static boolean pays(ConvShape shape, int gradients) {
    int rowFloats = shape.kernelWidth() * shape.inChannels();
    long outputs = (long) shape.outHeight() * shape.outWidth() * shape.outChannels();
    return Lanes.vectorised()
        && shape.groups() == 1
        && unitSteps(shape.height())
        && unitSteps(shape.width())
        && gradients >= 0
        && gradients % shape.outChannels() == 0
        && (long) LEAST_ZEROS * gradients <= outputs
        && outputs <= MOST_OUTPUTS
        && rowFloats <= MOST_ROW_FLOATS
        && PlaceGradientTiles.fit(rowFloats)
        && PaddedRows.fit(shape)
        && windowFloats(shape) <= MOST_WINDOW_FLOATS;
  }

  private static boolean unitSteps(Window window) {
    return window.stride() == 1 && window.dilation() == 1;
  }

  private static long windowFloats(ConvShape shape) {
    long rows = (long) shape.outHeight() + shape.kernelHeight();
    long row = (long) shape.kernelWidth() * shape.inChannels() + Lanes.floats();
    return rows * shape.outWidth() * row;
  }

  /**
   * The gradients of a convolution.
   *
   * @param shape the shape of the convolution
   * @param gradients gradients of each picture, the same number for each channel
   * @return the gradients
   * @throws IllegalArgumentException if this does not {@link #pays pay}
   */
  public static SparseWeightGradient of(ConvShape shape, int gradients) {
    if (!pays(shape, gradients)) {
      throw new IllegalArgumentException(
          "%d gradients for each picture of %s do not pay; ask pays() first, or take ConvolutionGradient"
              .formatted(gradients, shape));
    }
    return new SparseWeightGradient(shape, gradients);
  }

  /**
   * Computes the gradients with respect to the weights and the bias.
   *
   * <p>As in {@link ConvolutionGradient#backwardWeights}, an infinity or NaN may make NaN of other
   * gradients of the same output channel: values without a place are multiplied as zeros.
   *
   * @param x the input that the convolution had {@code [batch][inHeight][inWidth][inChannels]}
   * @param dy gradients {@code [batch][…][outChannels]}
   * @param places index of each gradient's place in the convolution's output {@code
   *     [batch][outHeight][outWidth][outChannels]}, of the same picture and channel, which is not
   *     checked; negative for those that go nowhere
   * @param dWeights {@code [kernelHeight][kernelWidth][inChannels][outChannels]}; overwritten
   * @param dBias {@code [outChannels]}, or null if there is no bias; overwritten
   * @param workers threads to compute on
   * @throws IllegalArgumentException if an array has another length or an output is also an input
   */
  public void run(
      float[] x, float[] dy, int[] places, float[] dWeights, float[] dBias, Workers workers) {
    Checks.length("x", x, shape.inputLength(), "[batch][inHeight][inWidth][inChannels]");
    Checks.length("dy", dy, shape.batch() * perPicture, "[batch][gradients]");
    if (places.length != dy.length) {
      throw new IllegalArgumentException(
          "places has %d ints, expected %d, one for each gradient"
              .formatted(places.length, dy.length));
    }
    Checks.length(
        "dWeights",
        dWeights,
        shape.weightCount(),
        "[kernelHeight][kernelWidth][inChannels][outChannels]");
    Checks.distinct("x", x, "dWeights", dWeights);
    Checks.distinct("dy", dy, "dWeights", dWeights);
    if (dBias != null) {
      Checks.length("dBias", dBias, shape.outChannels(), "[outChannels]");
      Checks.distinct("x", x, "dBias", dBias);
      Checks.distinct("dy", dy, "dBias", dBias);
      Checks.distinct("dWeights", dWeights, "dBias", dBias);
    }
    Call call = calls.take();
    call.x = x;
    call.dy = dy;
    call.places = places;
    try {
      long work = (long) dy.length * shape.depth();
      (work < SHARED_FROM ? Workers.serial() : workers).run(chunks, call);
      call.store(dWeights, dBias);
    } finally {
      call.clear();
      calls.give(call);
    }
  }

  private int sumFloats() {
    return shape.outChannels() * (shape.kernelHeight() * tiles.step() + 1);
  }

  /** The arguments of a call in progress; reused, so that calls allocate nothing. */
  private final class Call implements Workers.Task {
    private float[] x;
    private float[] dy;
    private int[] places;

    /** Of each chunk: for each output channel its sums, then those of the gradients. */
    private final float[] sums = new float[chunks * sumFloats()];

    /** Some pictures. */
    @Override
    public void run(int chunk, Scratch scratch) {
      int sumsAt = chunk * sumFloats();
      Arrays.fill(sums, sumsAt, sumsAt + sumFloats(), 0);
      int end = WeightGradient.share(shape.batch(), chunk + 1, chunks);
      for (int n = WeightGradient.share(shape.batch(), chunk, chunks); n < end; n++) {
        add(n, sumsAt, scratch);
      }
    }

    private void add(int n, int sumsAt, Scratch scratch) {
      int channels = shape.outChannels();
      float[] windows = scratch.floats(0, tiles.windowFloats(inRows, shape.outWidth()));
      float[] values = scratch.floats(1, perPicture);
      int[] at = scratch.ints(perPicture);
      tiles.copy(
          inRows,
          shape.outWidth(),
          rowFloats,
          shape.inChannels(),
          padded.of(n, 0, shape.outHeight(), x, scratch, 2),
          padded.at(n, 0, 0),
          padded.rowFloats(),
          windows);
      int first = n * shape.outHeight() * shape.outWidth() * channels;
      tiles.find(perPicture, channels, places, dy, n * perPicture, first, at, values);
      int perChannel = shape.kernelHeight() * tiles.step();
      int biasAt = sumsAt + channels * perChannel;
      for (int c = 0; c < channels; c++) {
        int to = sumsAt + c * perChannel;
        sums[biasAt + c] +=
            tiles.run(perPicture / channels, at, values, c, channels, windows, sums, to);
      }
    }

    /** Adds the chunks, in order, and puts the sums of each weight where it lies. */
    void store(float[] dWeights, float[] dBias) {
      for (int chunk = 1; chunk < chunks; chunk++) {
        ElementRuns.add(sumFloats(), sums, 0, sums, chunk * sumFloats(), sums, 0);
      }
      int channels = shape.outChannels();
      int step = tiles.step();
      for (int kh = 0; kh < shape.kernelHeight(); kh++) {
        for (int i = 0; i < rowFloats; i++) {
          for (int c = 0; c < channels; c++) {
            dWeights[(kh * rowFloats + i) * channels + c] =
                sums[(c * shape.kernelHeight() + kh) * step + i];
          }
        }
      }
      if (dBias != null) {
        System.arraycopy(sums, channels * shape.kernelHeight() * step, dBias, 0, channels);
      }
    }

    /** Lets go of the caller's arrays. */
    void clear() {
      x = null;
      dy = null;
      places = null;
    }
  }
}
