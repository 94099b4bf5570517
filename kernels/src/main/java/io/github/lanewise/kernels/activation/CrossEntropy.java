package io.github.lanewise.kernels.activation;

import io.github.lanewise.kernels.lanes.Lanes;
import io.github.lanewise.kernels.lanes.Pool;
import io.github.lanewise.kernels.lanes.Scratch;
import io.github.lanewise.kernels.lanes.Workers;
import io.github.lanewise.kernels.shape.Checks;
import io.github.lanewise.kernels.simd.SoftmaxRow;

/**
 * Softmax and cross-entropy in one: the mean over examples of {@code −Σ q[c] · log softmax(x)[c]},
 * and its gradient {@code (softmax(x) − q) / rows}, from one pass of exponentials. The targets
 * {@code q} are one class each or distributions, smoothed if asked: {@code (1 − smoothing)} of them
 * and {@code smoothing} spread evenly over all classes (Szegedy et al. 2016). Meanings are those of
 * PyTorch's {@code CrossEntropyLoss}.
 *
 * <p>Immutable: one instance serves any number of threads, and calls allocate nothing once warm.
 * Losses are added in the order of the rows: the same bits come out for any number of threads.
 */
public final class CrossEntropy {
  /** Floats of a tile: about 4 µs of exponentials. */
  private static final int TILE_FLOATS = 1 << 13;

  /** Floats from which a second thread pays: two tiles. */
  private static final int SHARED_FROM = 2 * TILE_FLOATS;

  private final int rows;
  private final int classes;
  private final double smoothing;
  private final int tileRows;
  private final Pool<Call> calls = new Pool<>(Call::new);

  private CrossEntropy(int rows, int classes, double smoothing) {
    this.rows = Checks.atLeast(1, "rows", rows);
    this.classes = Checks.atLeast(1, "classes", classes);
    Checks.elements("the array", rows, classes);
    if (!(smoothing >= 0 && smoothing <= 1)) {
      throw new IllegalArgumentException("smoothing is " + smoothing + ", expected 0 to 1");
    }
    this.smoothing = smoothing;
    this.tileRows = Math.max(1, TILE_FLOATS / classes);
  }

  /**
   * A loss of one size.
   *
   * @param rows examples, at least 1
   * @param classes values of each, at least 1
   * @param smoothing how much of each target is spread over all classes, 0 to 1
   * @return the loss
   * @throws IllegalArgumentException if a size is below 1, {@code smoothing} is out of range, or
   *     the array would be longer than Java allows
   */
  public static CrossEntropy of(int rows, int classes, double smoothing) {
    return new CrossEntropy(rows, classes, smoothing);
  }

  /**
   * Computes the loss and its gradient.
   *
   * @param x values before the softmax {@code [rows][classes]}
   * @param targets the class of each row, 0 to {@code classes − 1}
   * @param dx gradient {@code [rows][classes]}, may be {@code x}; overwritten
   * @param workers threads to compute on
   * @return the mean loss of the rows
   * @throws IllegalArgumentException if an array has another length or a target is no class
   */
  public double gradient(float[] x, int[] targets, float[] dx, Workers workers) {
    Checks.length("x", x, rows * classes, "[rows][classes]");
    Checks.length("dx", dx, rows * classes, "[rows][classes]");
    check(targets);
    Call call = calls.take();
    call.targets = targets;
    return call.gradient(x, dx, workers);
  }

  /**
   * Computes the loss and its gradient for targets that are distributions.
   *
   * @param x values before the softmax {@code [rows][classes]}
   * @param targets probability of each class {@code [rows][classes]}, 1 in all for each row
   * @param dx gradient {@code [rows][classes]}, may be {@code x}; overwritten
   * @param workers threads to compute on
   * @return the mean loss of the rows
   * @throws IllegalArgumentException if an array has another length or {@code dx} is {@code
   *     targets}
   */
  public double gradient(float[] x, float[] targets, float[] dx, Workers workers) {
    Checks.length("x", x, rows * classes, "[rows][classes]");
    Checks.length("targets", targets, rows * classes, "[rows][classes]");
    Checks.length("dx", dx, rows * classes, "[rows][classes]");
    Checks.distinct("targets", targets, "dx", dx);
    Call call = calls.take();
    call.distributions = targets;
    return call.gradient(x, dx, workers);
  }

  private void check(int[] targets) {
    if (targets == null || targets.length != rows) {
      throw new IllegalArgumentException(
          "targets "
              + (targets == null ? "is null" : "has " + targets.length + " ints")
              + ", expected "
              + rows
              + " [rows]");
    }
    for (int row = 0; row < rows; row++) {
      if (targets[row] < 0 || targets[row] >= classes) {
        throw new IllegalArgumentException(
            "targets["
                + row
                + "] is "
                + targets[row]
                + ", expected a class from 0 to "
                + (classes - 1));
      }
    }
  }

  /** The arguments of a call in progress; reused, so that calls allocate nothing. */
  private final class Call implements Workers.Task {
    private final double[] losses = new double[rows];
    private float[] x;
    private int[] targets;
    private float[] distributions;
    private float[] dx;

    /** Computes all rows and gives this call back. */
    double gradient(float[] x, float[] dx, Workers workers) {
      this.x = x;
      this.dx = dx;
      try {
        Workers used = x.length < SHARED_FROM ? Workers.serial() : workers;
        used.run(Math.ceilDiv(rows, tileRows), this);
        double sum = 0;
        for (int row = 0; row < rows; row++) {
          sum += losses[row];
        }
        return sum / rows;
      } finally {
        clear();
        calls.give(this);
      }
    }

    /** Some rows. */
    @Override
    public void run(int tile, Scratch scratch) {
      int end = Math.min(rows, (tile + 1) * tileRows);
      for (int row = tile * tileRows; row < end; row++) {
        if (targets == null) {
          distribution(row, scratch);
        } else {
          row(row, scratch);
        }
      }
    }

    /** Leaves the softmax of a row in {@code dx}. */
    private double logSum(int at, Scratch scratch) {
      if (!Lanes.vectorised()) {
        return ReferenceSoftmax.row(false, x, dx, at, classes);
      }
      float[] lanes = scratch.floats(0, 5 * Lanes.floats());
      float[] work = scratch.floats(1, SoftmaxRow.workFloats(classes));
      return SoftmaxRow.logSum(SoftmaxRow.run(x, dx, at, 1, classes, lanes, work), lanes);
    }

    private void distribution(int row, Scratch scratch) {
      int at = row * classes;
      float keep = (float) (1 - smoothing);
      float spread = (float) (smoothing / classes);
      double expected = 0;
      double all = 0;
      for (int c = at; c < at + classes; c++) {
        float target = keep * distributions[c] + spread;
        if (target != 0) { // −∞ counts only where something else was expected
          expected += (double) target * x[c];
          all += target;
        }
      }
      losses[row] = all * logSum(at, scratch) - expected;
      float share = 1f / rows;
      for (int c = at; c < at + classes; c++) {
        dx[c] = (dx[c] - (keep * distributions[c] + spread)) * share;
      }
    }

    private void row(int row, Scratch scratch) {
      int at = row * classes;
      double target = x[at + targets[row]];
      double mean = 0;
      for (int c = at; smoothing > 0 && c < at + classes; c++) {
        mean += (double) x[c] / classes;
      }
      double logSum = logSum(at, scratch);
      losses[row] = (1 - smoothing) * (logSum - target);
      losses[row] += smoothing > 0 ? smoothing * (logSum - mean) : 0;
      float spread = (float) (smoothing / classes);
      float share = 1f / rows;
      for (int c = at; c < at + classes; c++) {
        dx[c] = (dx[c] - spread) * share;
      }
      dx[at + targets[row]] -= (float) (1 - smoothing) * share;
    }

    /** Lets go of the caller's arrays. */
    void clear() {
      x = null;
      targets = null;
      distributions = null;
      dx = null;
    }
  }
}
