package io.github.lanewise.kernels.norm;

import io.github.lanewise.kernels.lanes.Lanes;
import io.github.lanewise.kernels.lanes.Pool;
import io.github.lanewise.kernels.lanes.Scratch;
import io.github.lanewise.kernels.lanes.Workers;
import io.github.lanewise.kernels.shape.Checks;
import io.github.lanewise.kernels.simd.ChannelRuns;
import io.github.lanewise.kernels.simd.MomentRuns;
import java.util.Arrays;

/**
 * Batch normalisation (Ioffe, Szegedy 2015): each channel is shifted and scaled to mean 0 and
 * variance 1 over all pixels of a batch, then to a learned mean {@code beta} and deviation {@code
 * gamma}. Rows are pixels: {@code [rows][channels]}.
 *
 * <p>Mean and variance come of one pass over memory, from differences to a pivot, the mean of the
 * first of the rows that a thread takes at a time, so that a mean much larger than the deviation
 * costs no digits (Chan, Golub, LeVeque 1983, "Algorithms for computing the sample variance"). Sums
 * are float over some hundred rows and double above that, in an order that is fixed by the sizes:
 * the same bits come out for any number of threads.
 *
 * <p>{@link #thenRelu} is followed by a ReLU, which then costs no pass of its own.
 *
 * <p>Immutable: one instance serves any number of threads, and calls allocate nothing once warm.
 */
public final class BatchNorm {
  /** Floats of a block, whose sums are float: 32 KiB. */
  private static final int BLOCK_FLOATS = 1 << 13;

  /** Tiles at most, each with sums of its own. */
  private static final int MOST_TILES = 16;

  /** Floats from which a second thread pays. */
  private static final int SHARED_FROM = 1 << 16;

  private final int rows;
  private final int channels;
  private final double epsilon;
  private final boolean relu;
  private final int blockRows;
  private final int rowsPerTile;
  private final int tiles;
  private final Pool<Call> calls = new Pool<>(Call::new);

  private BatchNorm(int rows, int channels, double epsilon, boolean relu) {
    this.rows = Checks.atLeast(1, "rows", rows);
    this.channels = Checks.atLeast(1, "channels", channels);
    Checks.elements("the array", rows, channels);
    if (!(epsilon >= 0)) {
      throw new IllegalArgumentException("epsilon is " + epsilon + ", expected at least 0");
    }
    this.epsilon = epsilon;
    this.relu = relu;
    blockRows = Math.max(1, BLOCK_FLOATS / channels);
    int blocks = Math.ceilDiv(rows, blockRows);
    rowsPerTile = blockRows * Math.ceilDiv(blocks, MOST_TILES);
    tiles = Math.ceilDiv(rows, rowsPerTile);
  }

  /**
   * A normalisation of one size.
   *
   * @param rows pixels of all pictures, at least 1
   * @param channels channels of each, at least 1
   * @param epsilon added to the variance; PyTorch's default is 1e-5
   * @return the normalisation
   * @throws IllegalArgumentException if a size is below 1, {@code epsilon} is negative, or the
   *     array would be longer than Java allows
   */
  public static BatchNorm of(int rows, int channels, double epsilon) {
    return new BatchNorm(rows, channels, epsilon, false);
  }

  /**
   * The same followed by a ReLU: {@link #forward} gives {@code y < 0 ? 0 : y}, and {@link
   * #backward} takes the gradient with respect to that. The bits are those of {@link
   * io.github.lanewise.kernels.activation.Relu} by itself.
   *
   * @return the normalisation with its ReLU
   */
  public BatchNorm thenRelu() {
    return new BatchNorm(rows, channels, epsilon, true);
  }

  /**
   * Computes mean and variance of each channel; the variance is that of the rows themselves,
   * divided by their number. For a running estimate it is multiplied by {@code rows / (rows − 1)}.
   *
   * @param x {@code [rows][channels]}
   * @param mean {@code [channels]}; overwritten
   * @param variance {@code [channels]}; overwritten
   * @param workers threads to compute on
   * @throws IllegalArgumentException if an array has another length
   */
  public void statistics(float[] x, float[] mean, float[] variance, Workers workers) {
    check("x", x, "mean", mean);
    Checks.length("variance", variance, channels, "[channels]");
    Call call = calls.take();
    try {
      call.x = x;
      call.run(Step.MOMENTS, workers);
      call.moments(mean, variance);
    } finally {
      give(call);
    }
  }

  /**
   * Computes {@code y = (x − mean) / √(variance + epsilon) · gamma + beta}, with a ReLU 0 where
   * that is negative: with the statistics of the batch in training, with those kept from training
   * afterwards.
   *
   * @param x {@code [rows][channels]}
   * @param mean {@code [channels]}
   * @param variance {@code [channels]}
   * @param gamma {@code [channels]}
   * @param beta {@code [channels]}
   * @param y {@code [rows][channels]}, may be {@code x}; overwritten
   * @param workers threads to compute on
   * @throws IllegalArgumentException if an array has another length
   */
  public void forward(
      float[] x,
      float[] mean,
      float[] variance,
      float[] gamma,
      float[] beta,
      float[] y,
      Workers workers) {
    check("x", x, "mean", mean);
    check("y", y, "beta", beta);
    checkStatistics(variance, gamma);
    Call call = calls.take();
    try {
      call.scales(variance, gamma);
      call.x = x;
      call.mean = mean;
      call.shift = beta;
      call.relu = relu;
      call.y = y;
      call.run(Step.SCALE, workers);
    } finally {
      give(call);
    }
  }

  /**
   * Computes the gradients, with the batch's own statistics depending on {@code x}, too.
   *
   * @param x the input
   * @param dy gradient with respect to the output {@code [rows][channels]}
   * @param mean what {@link #statistics} found
   * @param variance what {@link #statistics} found
   * @param gamma {@code [channels]}
   * @param beta {@code [channels]}; which outputs are above 0 depends on it
   * @param dx {@code [rows][channels]}, may be {@code dy}; overwritten
   * @param dGamma {@code [channels]}; overwritten
   * @param dBeta {@code [channels]}; overwritten
   * @param workers threads to compute on
   * @throws IllegalArgumentException if an array has another length
   */
  public void backward(
      float[] x,
      float[] dy,
      float[] mean,
      float[] variance,
      float[] gamma,
      float[] beta,
      float[] dx,
      float[] dGamma,
      float[] dBeta,
      Workers workers) {
    check("dx", dx, "dGamma", dGamma);
    Checks.length("dBeta", dBeta, channels, "[channels]");
    Checks.length("beta", beta, channels, "[channels]");
    Call call = calls.take();
    try {
      call.relu = relu;
      call.shift = beta;
      derivative(call, x, dy, "dy", mean, variance, gamma, dx, workers);
      for (int c = 0; c < channels; c++) {
        dBeta[c] = (float) ((double) call.aMean[c] * rows);
        dGamma[c] = (float) ((double) call.covariance[c] * rows * inverse(variance[c]));
      }
    } finally {
      give(call);
    }
  }

  /**
   * Computes the tangent of {@code y} before any ReLU, the directional derivative. As the Jacobian
   * is symmetric but for {@code gamma}, the formula is that of the gradient.
   *
   * @param x the input
   * @param tangentX tangent of the input {@code [rows][channels]}
   * @param mean what {@link #statistics} found
   * @param variance what {@link #statistics} found
   * @param gamma {@code [channels]}
   * @param tangentY {@code [rows][channels]}, may be {@code tangentX}; overwritten
   * @param workers threads to compute on
   * @throws IllegalArgumentException if an array has another length
   */
  public void tangent(
      float[] x,
      float[] tangentX,
      float[] mean,
      float[] variance,
      float[] gamma,
      float[] tangentY,
      Workers workers) {
    Checks.length("tangentY", tangentY, rows * channels, "[rows][channels]");
    Call call = calls.take();
    try {
      derivative(call, x, tangentX, "tangentX", mean, variance, gamma, tangentY, workers);
    } finally {
      give(call);
    }
  }

  /**
   * {@code y = gamma / σ · (a − mean(a) − x̂ · mean(a · x̂))}; leaves the two means, the second as
   * a covariance, in the call.
   */
  private void derivative(
      Call call,
      float[] x,
      float[] a,
      String aName,
      float[] mean,
      float[] variance,
      float[] gamma,
      float[] y,
      Workers workers) {
    check("x", x, "mean", mean);
    Checks.length(aName, a, rows * channels, "[rows][channels]");
    checkStatistics(variance, gamma);
    call.scales(variance, gamma);
    call.a = a;
    call.x = x;
    call.mean = mean;
    call.y = y;
    call.run(Step.PRODUCTS, workers);
    call.products();
    for (int c = 0; c < channels; c++) {
      call.slope[c] = (float) (call.covariance[c] / (variance[c] + epsilon));
    }
    call.run(Step.PROJECT, workers);
  }

  private double inverse(float variance) {
    return 1 / Math.sqrt(variance + epsilon);
  }

  private void check(String name, float[] array, String channelName, float[] ofChannels) {
    Checks.length(name, array, rows * channels, "[rows][channels]");
    Checks.length(channelName, ofChannels, channels, "[channels]");
  }

  private void checkStatistics(float[] variance, float[] gamma) {
    Checks.length("variance", variance, channels, "[channels]");
    Checks.length("gamma", gamma, channels, "[channels]");
  }

  private void give(Call call) {
    call.clear();
    calls.give(call);
  }

  /** A pass over all rows. */
  private enum Step {
    MOMENTS,
    PRODUCTS,
    SCALE,
    PROJECT
  }

  /** The arguments of a call in progress and its sums; reused, so that calls allocate nothing. */
  private final class Call implements Workers.Task {
    /** For each tile two sums of each channel. */
    private final double[] sums = new double[tiles * 2 * channels];

    /** For each tile what it subtracts before it adds up squares. */
    private final float[] pivots = new float[tiles * channels];

    private final float[] scale = new float[channels];
    private final float[] slope = new float[channels];
    private final float[] aMean = new float[channels];
    private final float[] covariance = new float[channels];
    private Step step;
    private float[] a;
    private float[] x;
    private float[] mean;
    private float[] shift;
    private boolean relu;
    private float[] y;

    void run(Step step, Workers workers) {
      this.step = step;
      Workers used = rows * channels < SHARED_FROM ? Workers.serial() : workers;
      used.run(tiles, this);
    }

    /** Mean and variance of each channel, from the sums of all tiles. */
    void moments(float[] mean, float[] variance) {
      for (int c = 0; c < channels; c++) {
        double sum = 0;
        for (int tile = 0; tile < tiles; tile++) {
          sum +=
              sums[2 * tile * channels + c] + (double) rowsOf(tile) * pivots[tile * channels + c];
        }
        double all = sum / rows;
        double squares = 0;
        for (int tile = 0; tile < tiles; tile++) {
          int at = 2 * tile * channels + c;
          double off = all - pivots[tile * channels + c];
          squares += sums[at + channels] - off * (2 * sums[at] - rowsOf(tile) * off);
        }
        mean[c] = (float) all;
        variance[c] = (float) Math.max(0, squares / rows);
      }
    }

    /** The means of {@code a} and of its products with {@code x − mean}. */
    void products() {
      for (int c = 0; c < channels; c++) {
        double sum = 0;
        double products = 0;
        for (int at = c; at < sums.length; at += 2 * channels) {
          sum += sums[at];
          products += sums[at + channels];
        }
        aMean[c] = (float) (sum / rows);
        covariance[c] = (float) (products / rows);
      }
    }

    void scales(float[] variance, float[] gamma) {
      for (int c = 0; c < channels; c++) {
        scale[c] = (float) (gamma[c] * inverse(variance[c]));
      }
    }

    private int rowsOf(int tile) {
      return Math.min(rows - tile * rowsPerTile, rowsPerTile);
    }

    /** Some rows, block by block. */
    @Override
    public void run(int tile, Scratch scratch) {
      boolean summing = step == Step.MOMENTS || step == Step.PRODUCTS;
      int begin = tile * rowsPerTile;
      int end = begin + rowsOf(tile);
      float[] block = scratch.floats(0, 2 * channels);
      float[] pivot = scratch.floats(1, channels);
      if (step == Step.MOMENTS) {
        pivot(begin, Math.min(blockRows, end - begin), pivot);
        System.arraycopy(pivot, 0, pivots, tile * channels, channels);
      }
      if (summing) {
        Arrays.fill(sums, 2 * tile * channels, 2 * (tile + 1) * channels, 0);
      }
      for (int row = begin; row < end; row += blockRows) {
        int count = Math.min(blockRows, end - row);
        if (!Lanes.vectorised()) {
          reference(row * channels, count, pivot, 2 * tile * channels);
          continue;
        }
        block(row * channels, count, pivot, block);
        for (int i = 0; summing && i < 2 * channels; i++) {
          sums[2 * tile * channels + i] += block[i];
        }
      }
    }

    /** The mean of each channel in some rows, as far as floats tell. */
    private void pivot(int row, int count, float[] pivot) {
      Arrays.fill(pivot, 0, channels, 0);
      for (int r = row; r < row + count; r++) {
        for (int c = 0; c < channels; c++) {
          pivot[c] += x[r * channels + c];
        }
      }
      for (int c = 0; c < channels; c++) {
        pivot[c] /= count;
      }
    }

    private void block(int at, int count, float[] pivot, float[] block) {
      switch (step) {
        case MOMENTS -> MomentRuns.moments(count, channels, x, at, pivot, block);
        case PRODUCTS ->
            MomentRuns.products(count, channels, a, x, at, mean, scale, shift, relu, block);
        case SCALE -> ChannelRuns.scale(count, channels, x, at, mean, scale, shift, relu, y);
        case PROJECT ->
            ChannelRuns.project(
                count, channels, a, aMean, x, at, mean, slope, scale, shift, relu, y);
      }
    }

    /** The formulas as one writes them down: what runs without vectors. */
    private void reference(int at, int count, float[] pivot, int sumsAt) {
      for (int c = 0; c < channels; c++) {
        double sum = 0;
        double products = 0;
        for (int i = at + c; i < at + count * channels; i += channels) {
          switch (step) {
            case MOMENTS -> {
              double off = (double) x[i] - pivot[c];
              sum += off;
              products += off * off;
            }
            case PRODUCTS -> {
              double passed = passed(i, c);
              sum += passed;
              products += passed * ((double) x[i] - mean[c]);
            }
            case SCALE -> y[i] = (float) (relu && scaled(i, c) < 0 ? 0 : scaled(i, c));
            case PROJECT -> {
              double slopeX = ((double) x[i] - mean[c]) * slope[c];
              y[i] = (float) ((passed(i, c) - aMean[c] - slopeX) * scale[c]);
            }
          }
        }
        sums[sumsAt + c] += sum;
        sums[sumsAt + channels + c] += products;
      }
    }

    private double scaled(int i, int c) {
      return ((double) x[i] - mean[c]) * scale[c] + shift[c];
    }

    /** What a ReLU lets pass. */
    private double passed(int i, int c) {
      return relu && scaled(i, c) <= 0 ? 0 : a[i];
    }

    /** Lets go of the caller's arrays. */
    void clear() {
      a = null;
      x = null;
      mean = null;
      shift = null;
      relu = false;
      y = null;
    }
  }
}
