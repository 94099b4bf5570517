package io.github.lanewise.kernels.norm;

import io.github.lanewise.kernels.lanes.Lanes;
import io.github.lanewise.kernels.lanes.Pool;
import io.github.lanewise.kernels.lanes.Scratch;
import io.github.lanewise.kernels.lanes.Workers;
import io.github.lanewise.kernels.shape.Checks;
import io.github.lanewise.kernels.simd.ChannelRuns;
import java.util.Arrays;

/**
 * Group normalisation (Wu, He 2018): in each example the values of a group of channels, over all
 * pixels, are shifted and scaled to mean 0 and variance 1, then each channel by learned {@code
 * gamma} and {@code beta}. Examples are {@code [pixels][channels]}.
 *
 * <p>Two well-known normalisations are cases of it: with as many groups as channels it is instance
 * normalisation (Ulyanov, Vedaldi, Lempitsky 2016); with one group, and rows of a matrix as
 * examples of one pixel, layer normalisation (Ba, Kiros, Hinton 2016).
 *
 * <p>Immutable: one instance serves any number of threads, and calls allocate nothing once warm.
 */
public final class GroupNorm {
  /** Floats of a block, whose sums are float: 32 KiB. */
  private static final int BLOCK_FLOATS = 1 << 13;

  /** Tiles at most, each with sums of its own. */
  private static final int MOST_TILES = 16;

  /** Floats from which a second thread pays. */
  private static final int SHARED_FROM = 1 << 16;

  private final int batch;
  private final int pixels;
  private final int channels;
  private final int groups;
  private final double epsilon;
  private final int length;
  private final int examplesPerTile;
  private final int tiles;
  private final Pool<Call> calls = new Pool<>(Call::new);

  private GroupNorm(int batch, int pixels, int channels, int groups, double epsilon) {
    this.batch = Checks.atLeast(1, "batch", batch);
    this.pixels = Checks.atLeast(1, "pixels", pixels);
    this.channels = Checks.atLeast(1, "channels", channels);
    this.groups = Checks.atLeast(1, "groups", groups);
    if (channels % groups != 0) {
      throw new IllegalArgumentException(
          "channels is " + channels + ", expected a multiple of groups = " + groups);
    }
    if (!(epsilon >= 0)) {
      throw new IllegalArgumentException("epsilon is " + epsilon + ", expected at least 0");
    }
    this.epsilon = epsilon;
    this.length = Checks.elements("the array", batch, pixels, channels);
    int rowsPerTile = Math.ceilDiv(BLOCK_FLOATS, pixels * channels);
    examplesPerTile = Math.max(rowsPerTile, Math.ceilDiv(batch, MOST_TILES));
    tiles = Math.ceilDiv(batch, examplesPerTile);
  }

  /**
   * A normalisation of one size.
   *
   * @param batch examples, at least 1
   * @param pixels pixels of each, at least 1
   * @param channels channels of each pixel, at least 1
   * @param groups groups of channels, which divide them
   * @param epsilon added to the variance; PyTorch's default is 1e-5
   * @return the normalisation
   * @throws IllegalArgumentException if a size is below 1, the groups do not divide the channels,
   *     {@code epsilon} is negative, or the array would be longer than Java allows
   */
  public static GroupNorm of(int batch, int pixels, int channels, int groups, double epsilon) {
    return new GroupNorm(batch, pixels, channels, groups, epsilon);
  }

  /**
   * Computes {@code y = (x − mean) / √(variance + epsilon) · gamma + beta}, and keeps the
   * statistics for the other passes.
   *
   * @param x {@code [batch][pixels][channels]}
   * @param gamma {@code [channels]}
   * @param beta {@code [channels]}
   * @param y {@code [batch][pixels][channels]}, may be {@code x}; overwritten
   * @param mean {@code [batch][groups]}; overwritten
   * @param variance {@code [batch][groups]}; overwritten
   * @param workers threads to compute on
   * @throws IllegalArgumentException if an array has another length
   */
  public void forward(
      float[] x,
      float[] gamma,
      float[] beta,
      float[] y,
      float[] mean,
      float[] variance,
      Workers workers) {
    check(x, gamma, mean, variance);
    Checks.length("beta", beta, channels, "[channels]");
    Checks.length("y", y, length, "[batch][pixels][channels]");
    Call call = calls.take();
    call.set(Pass.FORWARD, x, x, gamma, y, mean, variance);
    call.beta = beta;
    call.run(workers);
  }

  /**
   * Computes the gradients.
   *
   * @param x the input of the forward pass
   * @param dy gradient with respect to the output {@code [batch][pixels][channels]}
   * @param gamma {@code [channels]}
   * @param mean what the forward pass found
   * @param variance what the forward pass found
   * @param dx {@code [batch][pixels][channels]}, may be {@code dy}; overwritten
   * @param dGamma {@code [channels]}; overwritten
   * @param dBeta {@code [channels]}; overwritten
   * @param workers threads to compute on
   * @throws IllegalArgumentException if an array has another length, or {@code dx} is {@code x}
   */
  public void backward(
      float[] x,
      float[] dy,
      float[] gamma,
      float[] mean,
      float[] variance,
      float[] dx,
      float[] dGamma,
      float[] dBeta,
      Workers workers) {
    check(x, gamma, mean, variance);
    Checks.length("dy", dy, length, "[batch][pixels][channels]");
    Checks.length("dx", dx, length, "[batch][pixels][channels]");
    Checks.distinct("x", x, "dx", dx);
    Checks.length("dGamma", dGamma, channels, "[channels]");
    Checks.length("dBeta", dBeta, channels, "[channels]");
    Call call = calls.take();
    call.set(Pass.BACKWARD, x, dy, gamma, dx, mean, variance);
    call.sumsOfChannels();
    call.dGamma = dGamma;
    call.dBeta = dBeta;
    call.run(workers);
  }

  /**
   * Computes the tangent of {@code y}, with constant {@code gamma} and {@code beta}.
   *
   * @param x the input of the forward pass
   * @param tangentX tangent of the input {@code [batch][pixels][channels]}
   * @param gamma {@code [channels]}
   * @param mean what the forward pass found
   * @param variance what the forward pass found
   * @param tangentY {@code [batch][pixels][channels]}, may be {@code tangentX}; overwritten
   * @param workers threads to compute on
   * @throws IllegalArgumentException if an array has another length, or {@code tangentY} is {@code
   *     x}
   */
  public void tangent(
      float[] x,
      float[] tangentX,
      float[] gamma,
      float[] mean,
      float[] variance,
      float[] tangentY,
      Workers workers) {
    check(x, gamma, mean, variance);
    Checks.length("tangentX", tangentX, length, "[batch][pixels][channels]");
    Checks.length("tangentY", tangentY, length, "[batch][pixels][channels]");
    Checks.distinct("x", x, "tangentY", tangentY);
    Call call = calls.take();
    call.set(Pass.TANGENT, x, tangentX, gamma, tangentY, mean, variance);
    call.run(workers);
  }

  private void check(float[] x, float[] gamma, float[] mean, float[] variance) {
    Checks.length("x", x, length, "[batch][pixels][channels]");
    Checks.length("gamma", gamma, channels, "[channels]");
    Checks.length("mean", mean, batch * groups, "[batch][groups]");
    Checks.length("variance", variance, batch * groups, "[batch][groups]");
  }

  private enum Pass {
    FORWARD,
    BACKWARD,
    TANGENT
  }

  /** The arguments of a call in progress and its sums; reused, so that calls allocate nothing. */
  private final class Call implements Workers.Task {
    // Arrays of a thread's scratch memory, one value for each channel.
    private static final int BLOCK = 0;
    private static final int MEANS = 1;
    private static final int SCALE = 2;
    private static final int SHIFT = 3;
    private static final int SLOPE = 4;
    private static final int ZEROS = 5;
    private static final int ONES = 6;

    private final ReferenceGroupNorm reference =
        new ReferenceGroupNorm(pixels, channels, groups, epsilon);
    private final int blockRows = Math.max(1, BLOCK_FLOATS / channels);
    private final int groupSize = channels / groups;
    private final double count = (double) pixels * groupSize;

    /** Sums of a tile's example in progress, {@code [tiles][groups]}. */
    private final double[] sums = new double[tiles * groups];

    private final double[] products = new double[tiles * groups];

    /** Sums over a tile's examples, {@code [tiles][channels]}; made by the first backward pass. */
    private double[] dBetas;

    private double[] dGammas;

    private Pass pass;
    private float[] x;
    private float[] a;
    private float[] gamma;
    private float[] beta;
    private float[] y;
    private float[] mean;
    private float[] variance;
    private float[] dGamma;
    private float[] dBeta;

    void set(
        Pass pass, float[] x, float[] a, float[] gamma, float[] y, float[] mean, float[] variance) {
      this.pass = pass;
      this.x = x;
      this.a = a;
      this.gamma = gamma;
      this.y = y;
      this.mean = mean;
      this.variance = variance;
    }

    void sumsOfChannels() {
      if (dBetas == null) {
        dBetas = new double[tiles * channels];
        dGammas = new double[tiles * channels];
      }
      Arrays.fill(dBetas, 0);
      Arrays.fill(dGammas, 0);
    }

    /** Computes all tiles, adds up what they have in common, and gives this call back. */
    void run(Workers workers) {
      try {
        (length < SHARED_FROM ? Workers.serial() : workers).run(tiles, this);
        if (pass == Pass.BACKWARD) {
          total(dBetas, dBeta);
          total(dGammas, dGamma);
        }
      } finally {
        set(null, null, null, null, null, null, null);
        beta = null;
        dGamma = null;
        dBeta = null;
        calls.give(this);
      }
    }

    private void total(double[] ofTiles, float[] to) {
      for (int c = 0; c < channels; c++) {
        double sum = 0;
        for (int tile = 0; tile < tiles; tile++) {
          sum += ofTiles[tile * channels + c];
        }
        to[c] = (float) sum;
      }
    }

    @Override
    public void run(int tile, Scratch scratch) {
      int end = Math.min(batch, (tile + 1) * examplesPerTile);
      if (Lanes.vectorised()) {
        Arrays.fill(scratch.floats(ZEROS, channels), 0, channels, 0);
        Arrays.fill(scratch.floats(ONES, channels), 0, channels, 1);
      }
      for (int example = tile * examplesPerTile; example < end; example++) {
        if (!Lanes.vectorised()) {
          reference(tile, example);
        } else {
          switch (pass) {
            case FORWARD -> forward(tile, example, scratch);
            case BACKWARD -> backward(tile, example, scratch);
            case TANGENT -> tangent(tile, example, scratch);
          }
        }
      }
    }

    private void reference(int tile, int example) {
      switch (pass) {
        case FORWARD -> reference.forward(example, x, gamma, beta, y, mean, variance);
        case BACKWARD ->
            reference.backward(
                example, x, a, gamma, mean, variance, y, dGammas, dBetas, tile * channels);
        case TANGENT -> reference.tangent(example, x, a, gamma, mean, variance, y);
      }
    }

    private void forward(int tile, int example, Scratch scratch) {
      float[] scale = scratch.floats(SCALE, channels);
      sum(tile, example, scratch);
      for (int g = 0; g < groups; g++) {
        mean[example * groups + g] = (float) (sums[tile * groups + g] / count);
      }
      float[] means = means(example, scratch);
      products(tile, example, means, scratch);
      for (int g = 0; g < groups; g++) {
        variance[example * groups + g] = (float) (products[tile * groups + g] / count);
      }
      for (int c = 0; c < channels; c++) {
        scale[c] = (float) (gamma[c] * inverse(example, c));
      }
      ChannelRuns.scale(pixels, channels, x, at(example), means, scale, beta, false, y);
    }

    /**
     * {@code dx = (gamma · dy − mean(gamma · dy) − x̂ · mean(gamma · dy · x̂)) / σ}, in two steps.
     */
    private void backward(int tile, int example, Scratch scratch) {
      float[] scale = scratch.floats(SCALE, channels);
      float[] shift = scratch.floats(SHIFT, channels);
      float[] slope = scratch.floats(SLOPE, channels);
      float[] zeros = scratch.floats(ZEROS, channels);
      float[] means = means(example, scratch);
      sum(tile, example, scratch);
      products(tile, example, zeros, scratch);
      for (int c = 0; c < channels; c++) {
        double inverse = inverse(example, c);
        int g = tile * groups + c / groupSize;
        scale[c] = (float) (gamma[c] * inverse);
        shift[c] = (float) (-inverse * sums[g] / count);
        slope[c] = (float) (inverse * inverse * inverse * products[g] / count);
      }
      int at = at(example);
      float[] ones = scratch.floats(ONES, channels);
      ChannelRuns.scale(pixels, channels, a, at, zeros, scale, shift, false, y);
      ChannelRuns.project(pixels, channels, y, zeros, x, at, means, slope, ones, null, false, y);
    }

    private void tangent(int tile, int example, Scratch scratch) {
      float[] scale = scratch.floats(SCALE, channels);
      float[] shift = scratch.floats(SHIFT, channels);
      float[] slope = scratch.floats(SLOPE, channels);
      float[] means = means(example, scratch);
      sum(tile, example, scratch);
      products(tile, example, scratch.floats(ZEROS, channels), scratch);
      for (int c = 0; c < channels; c++) {
        double inverse = inverse(example, c);
        int g = tile * groups + c / groupSize;
        scale[c] = (float) (gamma[c] * inverse);
        shift[c] = (float) (sums[g] / count);
        slope[c] = (float) (inverse * inverse * products[g] / count);
      }
      ChannelRuns.project(
          pixels, channels, a, shift, x, at(example), means, slope, scale, null, false, y);
    }

    private int at(int example) {
      return example * pixels * channels;
    }

    private double inverse(int example, int channel) {
      return 1 / Math.sqrt(variance[example * groups + channel / groupSize] + epsilon);
    }

    /** Each channel's mean. */
    private float[] means(int example, Scratch scratch) {
      float[] means = scratch.floats(MEANS, channels);
      for (int c = 0; c < channels; c++) {
        means[c] = mean[example * groups + c / groupSize];
      }
      return means;
    }

    /** Sums of {@code a} over each group; of {@code gamma · a} in a backward pass. */
    private void sum(int tile, int example, Scratch scratch) {
      float[] block = scratch.floats(BLOCK, channels);
      Arrays.fill(sums, tile * groups, (tile + 1) * groups, 0);
      for (int row = 0; row < pixels; row += blockRows) {
        int rows = Math.min(blockRows, pixels - row);
        ChannelRuns.sum(rows, channels, a, at(example) + row * channels, block);
        for (int c = 0; c < channels; c++) {
          sums[tile * groups + c / groupSize] += weight(c) * block[c];
          if (pass == Pass.BACKWARD) {
            dBetas[tile * channels + c] += block[c];
          }
        }
      }
    }

    /** Sums of {@code (a − aMeans) · (x − mean)}, weighted likewise. */
    private void products(int tile, int example, float[] aMeans, Scratch scratch) {
      float[] block = scratch.floats(BLOCK, channels);
      float[] means = scratch.floats(MEANS, channels);
      Arrays.fill(products, tile * groups, (tile + 1) * groups, 0);
      for (int row = 0; row < pixels; row += blockRows) {
        int rows = Math.min(blockRows, pixels - row);
        int at = at(example) + row * channels;
        ChannelRuns.products(rows, channels, a, aMeans, x, means, at, block);
        for (int c = 0; c < channels; c++) {
          products[tile * groups + c / groupSize] += weight(c) * block[c];
          if (pass == Pass.BACKWARD) {
            dGammas[tile * channels + c] += inverse(example, c) * block[c];
          }
        }
      }
    }

    private double weight(int channel) {
      return pass == Pass.BACKWARD ? gamma[channel] : 1;
    }
  }
}
