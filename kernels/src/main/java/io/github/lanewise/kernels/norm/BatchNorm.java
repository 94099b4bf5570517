package io.github.lanewise.kernels.norm;

import io.github.lanewise.kernels.lanes.Lanes;
import io.github.lanewise.kernels.lanes.Pool;
import io.github.lanewise.kernels.lanes.Scratch;
import io.github.lanewise.kernels.lanes.Workers;
import io.github.lanewise.kernels.shape.Checks;
import io.github.lanewise.kernels.simd.ChannelRuns;
import java.util.Arrays;

/**
 * Batch normalisation (Ioffe, Szegedy 2015): each channel is shifted and scaled to mean 0 and
 * variance 1 over all pixels of a batch, then to a learned mean {@code beta} and deviation {@code
 * gamma}. Rows are pixels: {@code [rows][channels]}.
 *
 * <p>The variance is that of the differences from the mean, in a second pass, so that a mean much
 * larger than the deviation costs no digits. Sums are float over some hundred rows and double above
 * that, in an order that is fixed by the sizes: the same bits come out for any number of threads.
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
  private final int blockRows;
  private final int rowsPerTile;
  private final int tiles;
  private final Pool<Call> calls = new Pool<>(Call::new);

  private BatchNorm(int rows, int channels, double epsilon) {
    this.rows = Checks.atLeast(1, "rows", rows);
    this.channels = Checks.atLeast(1, "channels", channels);
    Checks.elements("the array", rows, channels);
    if (!(epsilon >= 0)) {
      throw new IllegalArgumentException("epsilon is " + epsilon + ", expected at least 0");
    }
    this.epsilon = epsilon;
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
    return new BatchNorm(rows, channels, epsilon);
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
      call.means(x, mean, workers);
      call.products(x, mean, x, mean, variance, workers);
    } finally {
      give(call);
    }
  }

  /**
   * Computes {@code y = (x − mean) / √(variance + epsilon) · gamma + beta}: with the statistics of
   * the batch in training, with those kept from training afterwards.
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
      float[] dx,
      float[] dGamma,
      float[] dBeta,
      Workers workers) {
    check("dx", dx, "dGamma", dGamma);
    Checks.length("dBeta", dBeta, channels, "[channels]");
    Call call = calls.take();
    try {
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
   * Computes the tangent of {@code y}, the directional derivative. As the Jacobian is symmetric but
   * for {@code gamma}, the formula is that of the gradient.
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
    call.means(a, call.aMean, workers);
    Arrays.fill(call.zeros, 0);
    call.products(a, call.zeros, x, mean, call.covariance, workers);
    call.scales(variance, gamma);
    for (int c = 0; c < channels; c++) {
      call.slope[c] = (float) (call.covariance[c] / (variance[c] + epsilon));
    }
    call.a = a;
    call.aOffset = call.aMean;
    call.x = x;
    call.mean = mean;
    call.y = y;
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
    SUM,
    PRODUCTS,
    SCALE,
    PROJECT
  }

  /** The arguments of a call in progress and its sums; reused, so that calls allocate nothing. */
  private final class Call implements Workers.Task {
    private final double[] sums = new double[tiles * channels];
    private final float[] scale = new float[channels];
    private final float[] slope = new float[channels];
    private final float[] aMean = new float[channels];
    private final float[] covariance = new float[channels];
    private final float[] zeros = new float[channels];
    private Step step;
    private float[] a;
    private float[] aOffset;
    private float[] x;
    private float[] mean;
    private float[] shift;
    private float[] y;

    void run(Step step, Workers workers) {
      this.step = step;
      Workers used = rows * channels < SHARED_FROM ? Workers.serial() : workers;
      used.run(tiles, this);
    }

    /** The mean of each channel of {@code a}. */
    void means(float[] a, float[] means, Workers workers) {
      this.a = a;
      run(Step.SUM, workers);
      divide(means);
    }

    /** The mean of each channel's products, each factor less an offset. */
    void products(
        float[] a, float[] aOffset, float[] x, float[] mean, float[] means, Workers workers) {
      this.a = a;
      this.aOffset = aOffset;
      this.x = x;
      this.mean = mean;
      run(Step.PRODUCTS, workers);
      divide(means);
    }

    private void divide(float[] means) {
      for (int c = 0; c < channels; c++) {
        double sum = 0;
        for (int tile = 0; tile < tiles; tile++) {
          sum += sums[tile * channels + c];
        }
        means[c] = (float) (sum / rows);
      }
    }

    void scales(float[] variance, float[] gamma) {
      for (int c = 0; c < channels; c++) {
        scale[c] = (float) (gamma[c] * inverse(variance[c]));
      }
    }

    /** Some rows, block by block. */
    @Override
    public void run(int tile, Scratch scratch) {
      int end = Math.min(rows, (tile + 1) * rowsPerTile);
      boolean summing = step == Step.SUM || step == Step.PRODUCTS;
      if (summing) {
        Arrays.fill(sums, tile * channels, (tile + 1) * channels, 0);
      }
      for (int row = tile * rowsPerTile; row < end; row += blockRows) {
        int count = Math.min(blockRows, end - row);
        if (!Lanes.vectorised()) {
          reference(tile, row, count);
        } else if (summing) {
          float[] block = scratch.floats(0, channels);
          sum(row, count, block);
          for (int c = 0; c < channels; c++) {
            sums[tile * channels + c] += block[c];
          }
        } else {
          store(row, count);
        }
      }
    }

    private void sum(int row, int count, float[] block) {
      int at = row * channels;
      if (step == Step.SUM) {
        ChannelRuns.sum(count, channels, a, at, block);
      } else {
        ChannelRuns.products(count, channels, a, aOffset, x, mean, at, block);
      }
    }

    private void store(int row, int count) {
      int at = row * channels;
      if (step == Step.SCALE) {
        ChannelRuns.scale(count, channels, x, at, mean, scale, shift, y);
      } else {
        ChannelRuns.project(count, channels, a, aOffset, x, mean, at, slope, scale, y);
      }
    }

    /** The formulas as one writes them down: what runs without vectors. */
    private void reference(int tile, int row, int count) {
      for (int i = row * channels; i < (row + count) * channels; i++) {
        int c = i % channels;
        int sum = tile * channels + c;
        switch (step) {
          case SUM -> sums[sum] += a[i];
          case PRODUCTS -> sums[sum] += ((double) a[i] - aOffset[c]) * ((double) x[i] - mean[c]);
          case SCALE -> y[i] = (float) (((double) x[i] - mean[c]) * scale[c] + shift[c]);
          case PROJECT -> {
            double slopeX = ((double) x[i] - mean[c]) * slope[c];
            y[i] = (float) (((double) a[i] - aOffset[c] - slopeX) * scale[c]);
          }
        }
      }
    }

    /** Lets go of the caller's arrays. */
    void clear() {
      a = null;
      aOffset = null;
      x = null;
      mean = null;
      shift = null;
      y = null;
    }
  }
}
