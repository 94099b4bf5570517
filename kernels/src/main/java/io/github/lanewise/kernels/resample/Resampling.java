package io.github.lanewise.kernels.resample;

import io.github.lanewise.kernels.lanes.Pool;
import io.github.lanewise.kernels.lanes.Scratch;
import io.github.lanewise.kernels.lanes.Workers;
import io.github.lanewise.kernels.shape.Checks;
import java.util.Arrays;

/**
 * A picture of other size, each pixel a weighted sum of pixels, channel by channel, with weights
 * that are products of those of {@link AxisTaps} for row and column. Linear, so that the tangent is
 * the forward pass of the tangent.
 *
 * <p>The inner loops run over the channels of a pixel and are such that the compiler turns them
 * into vectors itself. Immutable: one instance serves any number of threads, and calls allocate
 * nothing once warm.
 */
public final class Resampling {
  /** Floats from which a second thread pays. */
  private static final int SHARED_FROM = 1 << 14;

  private final int batch;
  private final int channels;
  private final AxisTaps rows;
  private final AxisTaps columns;
  private final int inputLength;
  private final int outputLength;
  private final Pool<Call> calls = new Pool<>(Call::new);

  private Resampling(int batch, int channels, AxisTaps rows, AxisTaps columns) {
    this.batch = Checks.atLeast(1, "batch", batch);
    this.channels = Checks.atLeast(1, "channels", channels);
    this.rows = rows;
    this.columns = columns;
    this.inputLength = Checks.elements("the input", batch, rows.input(), columns.input(), channels);
    this.outputLength =
        Checks.elements("the output", batch, rows.output(), columns.output(), channels);
  }

  /**
   * A resampling of one size.
   *
   * @param batch pictures, at least 1
   * @param channels channels of a pixel, at least 1
   * @param rows taps down the picture
   * @param columns taps across the picture
   * @return the resampling
   * @throws IllegalArgumentException if a size is below 1, or an array would be longer than Java
   *     allows
   */
  public static Resampling of(int batch, int channels, AxisTaps rows, AxisTaps columns) {
    return new Resampling(batch, channels, rows, columns);
  }

  /**
   * Computes the new pictures.
   *
   * @param x {@code [batch][height][width][channels]}
   * @param y {@code [batch][outHeight][outWidth][channels]}; overwritten
   * @param workers threads to compute on
   * @throws IllegalArgumentException if an array has another length or {@code x} is {@code y}
   */
  public void forward(float[] x, float[] y, Workers workers) {
    Checks.length("x", x, inputLength, "[batch][height][width][channels]");
    Checks.length("y", y, outputLength, "[batch][outHeight][outWidth][channels]");
    Checks.distinct("x", x, "y", y);
    run(false, x, y, batch * rows.output(), workers);
  }

  /**
   * Computes the gradient with respect to the input.
   *
   * @param dy gradient with respect to the output {@code [batch][outHeight][outWidth][channels]}
   * @param dx {@code [batch][height][width][channels]}; overwritten
   * @param workers threads to compute on
   * @throws IllegalArgumentException if an array has another length or {@code dy} is {@code dx}
   */
  public void backward(float[] dy, float[] dx, Workers workers) {
    Checks.length("dy", dy, outputLength, "[batch][outHeight][outWidth][channels]");
    Checks.length("dx", dx, inputLength, "[batch][height][width][channels]");
    Checks.distinct("dy", dy, "dx", dx);
    run(true, dx, dy, batch, workers);
  }

  private void run(boolean backward, float[] x, float[] y, int tiles, Workers workers) {
    Call call = calls.take();
    try {
      call.backward = backward;
      call.x = x;
      call.y = y;
      (outputLength < SHARED_FROM ? Workers.serial() : workers).run(tiles, call);
    } finally {
      call.x = null;
      call.y = null;
      calls.give(call);
    }
  }

  /** The arguments of a call in progress; reused, so that calls allocate nothing. */
  private final class Call implements Workers.Task {
    private boolean backward;
    private float[] x;
    private float[] y;

    /** A row of the output, or, on the way back, a whole picture: what no other tile writes. */
    @Override
    public void run(int tile, Scratch scratch) {
      if (backward) {
        int length = inputLength / batch;
        Arrays.fill(x, tile * length, (tile + 1) * length, 0);
        for (int row = 0; row < rows.output(); row++) {
          row(tile, row);
        }
      } else {
        int length = columns.output() * channels;
        Arrays.fill(y, tile * length, (tile + 1) * length, 0);
        row(tile / rows.output(), tile % rows.output());
      }
    }

    private void row(int picture, int row) {
      for (int r = rows.starts[row]; r < rows.starts[row + 1]; r++) {
        int from = (picture * rows.input() + rows.positions[r]) * columns.input();
        int to = (picture * rows.output() + row) * columns.output();
        for (int column = 0; column < columns.output(); column++) {
          for (int c = columns.starts[column]; c < columns.starts[column + 1]; c++) {
            float weight = rows.weights[r] * columns.weights[c];
            int i = (from + columns.positions[c]) * channels;
            int o = (to + column) * channels;
            if (backward) {
              add(weight, y, o, x, i);
            } else {
              add(weight, x, i, y, o);
            }
          }
        }
      }
    }

    private void add(float weight, float[] a, int from, float[] sum, int to) {
      for (int c = 0; c < channels; c++) {
        sum[to + c] += weight * a[from + c];
      }
    }
  }
}
