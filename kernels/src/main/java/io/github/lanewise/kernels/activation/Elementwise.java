package io.github.lanewise.kernels.activation;

import io.github.lanewise.kernels.lanes.Lanes;
import io.github.lanewise.kernels.lanes.Pool;
import io.github.lanewise.kernels.lanes.Scratch;
import io.github.lanewise.kernels.lanes.Workers;
import io.github.lanewise.kernels.shape.Checks;
import io.github.lanewise.kernels.simd.ElementRuns;

/**
 * Arithmetic on arrays, element by element. An output may be one of the inputs; calls allocate
 * nothing once warm. All of it is bound by the bandwidth of the memory that the arrays lie in.
 */
public final class Elementwise {
  /** Floats of a tile: 128 KiB of each array. */
  private static final int TILE_FLOATS = 1 << 15;

  /** Floats from which a second thread pays: about 4 µs of work, twice the hand-over. */
  private static final int SHARED_FROM = 1 << 17;

  /** Vectors of a row from which on it is worth a loop of its own. */
  private static final int LONG_ROW_VECTORS = 16;

  /** Vectors that shorter rows make together, with the bias repeated for each. */
  private static final int RUN_VECTORS = 64;

  private static final Pool<Call> CALLS = new Pool<>(Call::new);

  private Elementwise() {}

  /** What is done to each element. */
  enum Operation {
    ADD,
    ADD_RELU,
    MULTIPLY,
    SCALE,
    RELU,
    RELU_GRADIENT,
    ADD_BIAS
  }

  /**
   * Computes {@code y[i] = a[i] + b[i]}.
   *
   * @param a any length
   * @param b as long as {@code a}
   * @param y as long as {@code a}; overwritten
   * @param workers threads to compute on
   * @throws IllegalArgumentException if the lengths differ
   */
  public static void add(float[] a, float[] b, float[] y, Workers workers) {
    checkTwo("a", a, "b", b, "as a has");
    run(Operation.ADD, a, b, 0, y, workers);
  }

  /**
   * Computes {@code y[i] = a[i] · b[i]}.
   *
   * @param a any length
   * @param b as long as {@code a}
   * @param y as long as {@code a}; overwritten
   * @param workers threads to compute on
   * @throws IllegalArgumentException if the lengths differ
   */
  public static void multiply(float[] a, float[] b, float[] y, Workers workers) {
    checkTwo("a", a, "b", b, "as a has");
    run(Operation.MULTIPLY, a, b, 0, y, workers);
  }

  /**
   * Computes {@code y[i] = factor · x[i]}.
   *
   * @param factor what each element is multiplied by
   * @param x any length
   * @param y as long as {@code x}; overwritten
   * @param workers threads to compute on
   * @throws IllegalArgumentException if the lengths differ
   */
  public static void scale(float factor, float[] x, float[] y, Workers workers) {
    run(Operation.SCALE, x, null, factor, y, workers);
  }

  /**
   * Computes {@code y[row][c] = x[row][c] + bias[c]}: the bias of a dense layer or, with pixels as
   * rows, of a convolution.
   *
   * @param x {@code [rows][channels]}
   * @param bias {@code [channels]}, which gives the number of channels
   * @param y as long as {@code x}; overwritten
   * @param workers threads to compute on
   * @throws IllegalArgumentException if {@code x} is no whole number of rows, {@code y} has another
   *     length, or {@code bias} is empty or {@code y}
   */
  public static void addBias(float[] x, float[] bias, float[] y, Workers workers) {
    checkInput("x", x);
    checkInput("bias", bias);
    if (bias.length == 0 || x.length % bias.length != 0) {
      throw new IllegalArgumentException(
          "x has "
              + x.length
              + " floats, expected a multiple of the "
              + bias.length
              + " of bias: [rows][channels]");
    }
    Checks.distinct("bias", bias, "y", y);
    run(Operation.ADD_BIAS, x, bias, 0, y, workers);
  }

  private static void checkInput(String name, float[] array) {
    if (array == null) {
      throw new IllegalArgumentException(name + " is null, expected an array");
    }
  }

  static void checkTwo(String aName, float[] a, String bName, float[] b, String asLong) {
    checkInput(aName, a);
    Checks.length(bName, b, a.length, asLong);
  }

  /** Runs an operation on arrays of which {@code b} has been checked. */
  static void run(
      Operation operation, float[] a, float[] b, float factor, float[] y, Workers workers) {
    checkInput("x", a);
    Checks.length("y", y, a.length, "as the input has");
    Call call = CALLS.take();
    call.operation = operation;
    call.a = a;
    call.b = b;
    call.factor = factor;
    call.y = y;
    call.biasRun = operation == Operation.ADD_BIAS ? biasRun(b.length, a.length) : 1;
    call.tileFloats = call.biasRun * Math.max(1, TILE_FLOATS / call.biasRun);
    try {
      Workers used = a.length < SHARED_FROM ? Workers.serial() : workers;
      used.run((int) (((long) a.length + call.tileFloats - 1) / call.tileFloats), call);
    } finally {
      call.clear();
      CALLS.give(call);
    }
  }

  /**
   * Floats of a run: one row, or as many as fill {@link #RUN_VECTORS} and at last whole vectors.
   */
  private static int biasRun(int channels, int length) {
    int lanes = Lanes.floats();
    if (channels >= LONG_ROW_VECTORS * lanes) {
      return channels;
    }
    int rows = lanes * ((RUN_VECTORS + channels - 1) / channels);
    return channels * Math.clamp(length / channels, 1, rows);
  }

  /** The arguments of a call in progress; reused, so that calls allocate nothing. */
  private static final class Call implements Workers.Task {
    private Operation operation;
    private float[] a;
    private float[] b;
    private float factor;
    private float[] y;
    private int biasRun;
    private int tileFloats;

    @Override
    public void run(int tile, Scratch scratch) {
      int from = tile * tileFloats;
      int count = Math.min(tileFloats, a.length - from);
      if (!Lanes.vectorised()) {
        ReferenceElementwise.run(operation, from, count, a, b, factor, y);
        return;
      }
      switch (operation) {
        case ADD -> ElementRuns.add(count, a, from, b, from, y, from);
        case ADD_RELU -> ElementRuns.addRelu(count, a, from, b, from, y, from);
        case MULTIPLY -> ElementRuns.multiply(count, a, from, b, from, y, from);
        case SCALE -> ElementRuns.scale(count, factor, a, from, y, from);
        case RELU -> ElementRuns.relu(count, a, from, y, from);
        case RELU_GRADIENT -> ElementRuns.reluGradient(count, a, from, b, from, y, from);
        case ADD_BIAS -> addBias(from, from + count, scratch);
      }
    }

    /** Some whole rows. */
    private void addBias(int from, int to, Scratch scratch) {
      float[] biases = b;
      if (biasRun > b.length) {
        biases = scratch.floats(0, biasRun);
        for (int at = 0; at < biasRun; at += b.length) {
          System.arraycopy(b, 0, biases, at, b.length);
        }
      }
      for (int at = from; at < to; at += biasRun) {
        ElementRuns.add(Math.min(biasRun, to - at), a, at, biases, 0, y, at);
      }
    }

    /** Lets go of the caller's arrays. */
    void clear() {
      a = null;
      b = null;
      y = null;
    }
  }
}
