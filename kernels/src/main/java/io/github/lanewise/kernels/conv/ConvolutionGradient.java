package io.github.lanewise.kernels.conv;

import io.github.lanewise.kernels.lanes.Lanes;
import io.github.lanewise.kernels.lanes.Pool;
import io.github.lanewise.kernels.lanes.Scratch;
import io.github.lanewise.kernels.lanes.Workers;
import io.github.lanewise.kernels.shape.Checks;
import io.github.lanewise.kernels.simd.ElementRuns;

/**
 * The backward passes of a convolution of one shape: the gradients of a loss with respect to input,
 * weights and bias, given that with respect to the output (Goodfellow, Bengio, Courville: Deep
 * Learning, section 9.5).
 *
 * <p>Immutable and free of buffers that a caller sees: one instance serves any number of threads.
 * Calls allocate nothing once warm. The same bits come out for any number of threads.
 *
 * {@snippet :
 * ConvolutionGradient gradient = ConvolutionGradient.of(shape);
 * gradient.backwardWeights(x, dy, dWeights, dBias, workers);
 * gradient.backwardInput(dy, gradient.pack(weights), dx, workers);
 * }
 */
public final class ConvolutionGradient {
  /** Multiply-adds from which a second thread pays, as in {@link Convolution}. */
  private static final long SHARED_FROM = 500_000;

  /** Weights whose sums are added up at a time, for all chunks: they stay in the L1 cache. */
  private static final int STRETCH = 2048;

  private final ConvShape shape;
  private final Transpose transpose;
  private final WeightGradient weightGradient;

  /** Both at once; null where they share nothing. */
  private final WinogradGradients together;

  private final Pool<Call> calls = new Pool<>(Call::new);

  private ConvolutionGradient(
      ConvShape shape, InputGradient inputGradient, WeightGradient weightGradient) {
    this.shape = shape;
    this.transpose = new Transpose(inputGradient);
    this.weightGradient = weightGradient;
    this.together = WinogradGradients.of(inputGradient, weightGradient);
  }

  /**
   * The gradients of a convolution.
   *
   * @param shape the shape of the convolution
   * @return the gradients
   */
  public static ConvolutionGradient of(ConvShape shape) {
    return Lanes.vectorised()
        ? new ConvolutionGradient(shape, InputGradient.of(shape, true), WeightGradient.of(shape))
        : reference(shape);
  }

  /** The naive loops. */
  static ConvolutionGradient reference(ConvShape shape) {
    return new ConvolutionGradient(
        shape, new ReferenceInputGradient(shape), new ReferenceWeightGradient(shape));
  }

  /**
   * The shape of the convolution.
   *
   * @return the shape
   */
  public ConvShape shape() {
    return shape;
  }

  /**
   * How {@link #backwardInput} computes.
   *
   * @return the algorithm; {@link ConvAlgorithm#REFERENCE} without the Vector API
   */
  public ConvAlgorithm inputAlgorithm() {
    return transpose.algorithm();
  }

  /**
   * How {@link #backwardWeights} computes.
   *
   * @return the algorithm of a convolution that it is the counterpart of; {@link
   *     ConvAlgorithm#REFERENCE} without the Vector API
   */
  public ConvAlgorithm weightAlgorithm() {
    return weightGradient.algorithm();
  }

  /**
   * Scratch memory that a call uses in each thread that takes part.
   *
   * @return bytes; bounded whatever the batch, and the same for all batches but where arrays of few
   *     pixels, or those that no longer fit the caches, are computed in another way
   */
  public long workspaceBytes() {
    long apart = Math.max(transpose.workspaceBytes(), weightGradient.workspaceBytes());
    return together == null ? apart : Math.max(apart, together.workspaceBytes());
  }

  /**
   * Packs weights for {@link #backwardInput}.
   *
   * @param weights {@code [kernelHeight][kernelWidth][inChannels / groups][outChannels]}
   * @return new packed weights
   * @throws IllegalArgumentException if the array has another length
   */
  public PackedWeights pack(float[] weights) {
    return transpose.pack(weights);
  }

  /**
   * Packs weights for {@link #backwardInput} into an object that has been used before, on the
   * calling thread; allocates nothing once warm.
   *
   * @param weights {@code [kernelHeight][kernelWidth][inChannels / groups][outChannels]}
   * @param packed made by this or like gradients; overwritten
   * @throws IllegalArgumentException if the array has another length or the object another format
   */
  public void pack(float[] weights, PackedWeights packed) {
    pack(weights, packed, Workers.serial());
  }

  /**
   * Packs weights for {@link #backwardInput} into an object that has been used before; allocates
   * nothing once warm.
   *
   * @param weights {@code [kernelHeight][kernelWidth][inChannels / groups][outChannels]}
   * @param packed made by this or like gradients; overwritten
   * @param workers threads to work on
   * @throws IllegalArgumentException if the array has another length or the object another format
   */
  public void pack(float[] weights, PackedWeights packed, Workers workers) {
    transpose.pack(weights, packed, workers);
  }

  /**
   * Computes the gradient with respect to the input.
   *
   * @param dy gradient with respect to the output {@code [batch][outHeight][outWidth][outChannels]}
   * @param weights packed by this or like gradients
   * @param dx {@code [batch][inHeight][inWidth][inChannels]}; overwritten
   * @param workers threads to compute on
   * @throws IllegalArgumentException if an array has another length, both are the same, or weights
   *     are packed for another pass, algorithm or kernel
   */
  public void backwardInput(float[] dy, PackedWeights weights, float[] dx, Workers workers) {
    backwardInput(dy, weights, Epilogue.NONE, dx, workers);
  }

  /**
   * Computes the gradient with respect to the input and what the epilogue adds to it, such as that
   * of others who read the same input.
   *
   * @param dy gradient with respect to the output {@code [batch][outHeight][outWidth][outChannels]}
   * @param weights packed by this or like gradients
   * @param epilogue bias {@code [inChannels]}, residual laid out as {@code dx}, and ReLU
   * @param dx {@code [batch][inHeight][inWidth][inChannels]}; overwritten
   * @param workers threads to compute on
   * @throws IllegalArgumentException if an array has another length, weights are packed for another
   *     pass, algorithm or kernel, or {@code dx} is also an input
   */
  public void backwardInput(
      float[] dy, PackedWeights weights, Epilogue epilogue, float[] dx, Workers workers) {
    transpose.run("dy", dy, weights, epilogue, "dx", dx, workers);
  }

  /**
   * Computes the gradients with respect to the weights and the bias.
   *
   * <p>An infinity or NaN in {@code dy} reaches all gradients that it belongs to, and may make NaN
   * of others of the same output channel: sums take in zeros for the padding, and 0 · ∞ is NaN.
   *
   * @param x the input that the convolution had {@code [batch][inHeight][inWidth][inChannels]}
   * @param dy gradient with respect to the output {@code [batch][outHeight][outWidth][outChannels]}
   * @param dWeights {@code [kernelHeight][kernelWidth][inChannels / groups][outChannels]};
   *     overwritten
   * @param dBias {@code [outChannels]}, or null if there is no bias; overwritten
   * @param workers threads to compute on
   * @throws IllegalArgumentException if an array has another length or an output is also an input
   */
  public void backwardWeights(
      float[] x, float[] dy, float[] dWeights, float[] dBias, Workers workers) {
    check(x, dy, dWeights, dBias);
    Call call = calls.take();
    call.x = x;
    call.dy = dy;
    call.dWeights = dWeights;
    call.dBias = dBias;
    try {
      Workers used = used(workers);
      used.run(weightGradient.chunks() * weightGradient.tiles(), call);
      addChunks(call, used);
    } finally {
      call.clear();
      calls.give(call);
    }
  }

  private void check(float[] x, float[] dy, float[] dWeights, float[] dBias) {
    Checks.length("x", x, shape.inputLength(), "[batch][inHeight][inWidth][inChannels]");
    Checks.length("dy", dy, shape.outputLength(), "[batch][outHeight][outWidth][outChannels]");
    Checks.length(
        "dWeights",
        dWeights,
        shape.weightCount(),
        "[kernelHeight][kernelWidth][inChannels / groups][outChannels]");
    Checks.distinct("x", x, "dWeights", dWeights);
    Checks.distinct("dy", dy, "dWeights", dWeights);
    if (dBias != null) {
      Checks.length("dBias", dBias, shape.outChannels(), "[outChannels]");
      Checks.distinct("x", x, "dBias", dBias);
      Checks.distinct("dy", dy, "dBias", dBias);
      Checks.distinct("dWeights", dWeights, "dBias", dBias);
    }
  }

  private Workers used(Workers workers) {
    return shape.multiplyAdds() < SHARED_FROM ? Workers.serial() : workers;
  }

  private void addChunks(Call call, Workers workers) {
    if (weightGradient.chunks() > 1) {
      workers.run(Math.ceilDiv(shape.weightCount(), STRETCH), call.addition);
    }
  }

  /**
   * Computes both: {@link #backwardInput} and {@link #backwardWeights} in one. Faster where the two
   * have steps in common; results may differ from theirs by rounding.
   *
   * @param x the input that the convolution had {@code [batch][inHeight][inWidth][inChannels]}
   * @param dy gradient with respect to the output {@code [batch][outHeight][outWidth][outChannels]}
   * @param weights packed by this or like gradients
   * @param epilogue bias {@code [inChannels]}, residual laid out as {@code dx}, and ReLU, for
   *     {@code dx} alone
   * @param dx {@code [batch][inHeight][inWidth][inChannels]}; overwritten
   * @param dWeights {@code [kernelHeight][kernelWidth][inChannels / groups][outChannels]};
   *     overwritten
   * @param dBias {@code [outChannels]}, or null if there is no bias; overwritten
   * @param workers threads to compute on
   * @throws IllegalArgumentException if an array has another length, weights are packed for another
   *     pass, algorithm or kernel, or an output is also an input or another output
   */
  public void backward(
      float[] x,
      float[] dy,
      PackedWeights weights,
      Epilogue epilogue,
      float[] dx,
      float[] dWeights,
      float[] dBias,
      Workers workers) {
    check(x, dy, dWeights, dBias);
    transpose.check("dy", dy, weights, epilogue, "dx", dx);
    Checks.distinct("x", x, "dx", dx);
    Checks.distinct("dWeights", dWeights, "dx", dx);
    Checks.distinct("residual", epilogue.residual(), "dWeights", dWeights);
    Checks.distinct("bias", epilogue.bias(), "dWeights", dWeights);
    if (dBias != null) {
      Checks.distinct("dBias", dBias, "dx", dx);
      Checks.distinct("residual", epilogue.residual(), "dBias", dBias);
      Checks.distinct("bias", epilogue.bias(), "dBias", dBias);
    }
    if (together == null) {
      backwardWeights(x, dy, dWeights, dBias, workers);
      backwardInput(dy, weights, epilogue, dx, workers);
      return;
    }
    Call call = calls.take();
    call.x = x;
    call.dy = dy;
    call.dWeights = dWeights;
    call.dBias = dBias;
    call.weights = weights.values();
    call.epilogue = epilogue;
    call.dx = dx;
    try {
      Workers used = used(workers);
      used.run(weightGradient.chunks(), call.both);
      addChunks(call, used);
    } finally {
      call.clear();
      calls.give(call);
    }
  }

  /** The arguments of a call in progress; reused, so that calls allocate nothing. */
  private final class Call implements Workers.Task {
    private float[] x;
    private float[] dy;
    private float[] dWeights;
    private float[] dBias;
    private float[] weights;
    private Epilogue epilogue;
    private float[] dx;

    /** The sums of every chunk but the first, which goes where the result does. */
    private final float[] weightChunks =
        new float[(weightGradient.chunks() - 1) * shape.weightCount()];

    private final float[] biasChunks =
        new float[(weightGradient.chunks() - 1) * shape.outChannels()];

    private final Workers.Task addition = this::add;

    private final Workers.Task both = this::both;

    /** Some weights, summed over a chunk of the pixels. */
    @Override
    public void run(int tile, Scratch scratch) {
      int chunk = tile / weightGradient.tiles();
      weightGradient.tile(
          tile % weightGradient.tiles(),
          chunk,
          x,
          dy,
          weightSums(chunk),
          before(chunk) * shape.weightCount(),
          biasSums(chunk),
          before(chunk) * shape.outChannels(),
          scratch);
    }

    /** All weights, summed over a chunk of the pixels, and {@code dx} of these. */
    private void both(int chunk, Scratch scratch) {
      together.tile(
          chunk,
          x,
          dy,
          weights,
          epilogue,
          dx,
          weightSums(chunk),
          before(chunk) * shape.weightCount(),
          biasSums(chunk),
          before(chunk) * shape.outChannels(),
          scratch);
    }

    private float[] weightSums(int chunk) {
      return chunk == 0 ? dWeights : weightChunks;
    }

    private float[] biasSums(int chunk) {
      return dBias == null ? null : chunk == 0 ? dBias : biasChunks;
    }

    /** Chunks before this one that have sums of their own. */
    private static int before(int chunk) {
      return Math.max(0, chunk - 1);
    }

    /** Adds the chunks' sums for some of the weights, the first time also those for the bias. */
    private void add(int tile, Scratch scratch) {
      int from = tile * STRETCH;
      add(weightChunks, dWeights, from, Math.min(STRETCH, dWeights.length - from));
      if (dBias != null && tile == 0) {
        add(biasChunks, dBias, 0, dBias.length);
      }
    }

    private static void add(float[] chunks, float[] sums, int from, int count) {
      for (int at = from; at < chunks.length; at += sums.length) {
        ElementRuns.add(count, sums, from, chunks, at, sums, from);
      }
    }

    /** Lets go of the caller's arrays. */
    void clear() {
      x = null;
      dy = null;
      dWeights = null;
      dBias = null;
      weights = null;
      epilogue = null;
      dx = null;
    }
  }
}
