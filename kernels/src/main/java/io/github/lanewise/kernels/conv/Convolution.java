package io.github.lanewise.kernels.conv;

import io.github.lanewise.kernels.lanes.Lanes;
import io.github.lanewise.kernels.lanes.Pool;
import io.github.lanewise.kernels.lanes.Scratch;
import io.github.lanewise.kernels.lanes.Workers;
import io.github.lanewise.kernels.shape.Checks;
import io.github.lanewise.kernels.simd.PlainWarmUp;
import io.github.lanewise.kernels.simd.WinogradTransform2;
import io.github.lanewise.kernels.simd.WinogradTransform4;
import java.nio.FloatBuffer;

/**
 * A convolution of one shape by one algorithm.
 *
 * <p>Immutable and free of buffers: one instance serves any number of threads. Calls allocate
 * nothing once warm; scratch memory belongs to the {@link Workers}.
 *
 * {@snippet :
 * ConvShape shape = ConvShape.builder().input(28, 28, 1).outChannels(6).kernel(5).padding(2).build();
 * Convolution conv = Convolution.of(shape);
 * PackedWeights packed = conv.pack(weights);
 * conv.forward(x, packed, Epilogue.NONE.withBias(bias).withRelu(), y, Workers.serial());
 * }
 */
public abstract class Convolution {
  private final ConvShape shape;
  private final ConvAlgorithm algorithm;
  private final PackedWeights.Format format;
  private final Pool<Call> calls = new Pool<>(Call::new);
  private final Packer packer = new Packer(this::pack);

  Convolution(ConvShape shape, ConvAlgorithm algorithm) {
    this(shape, algorithm, "");
  }

  /**
   * A convolution whose algorithm packs weights in several orders.
   *
   * @param order what distinguishes this one's
   */
  Convolution(ConvShape shape, ConvAlgorithm algorithm, String order) {
    this.shape = shape;
    this.algorithm = algorithm;
    this.format = PackedWeights.Format.of(algorithm, shape, order);
  }

  /**
   * A convolution by the algorithm that {@link ConvAlgorithm#choose} chooses.
   *
   * @param shape the shape
   * @return the convolution
   */
  public static Convolution of(ConvShape shape) {
    return of(shape, ConvAlgorithm.choose(shape));
  }

  /**
   * A convolution that runs between the other layers of a network: by the algorithm that {@link
   * ConvAlgorithm#choose} chooses. Until the next call the caches of the cores have been filled by
   * others, so larger weights are read ahead, and the lines of outputs by layers that do little
   * with each; where one layer runs over and over again that only costs time. The bits are those of
   * {@link #of(ConvShape)}.
   *
   * @param shape the shape
   * @return the convolution
   */
  public static Convolution inNetwork(ConvShape shape) {
    return of(shape, ConvAlgorithm.choose(shape), true);
  }

  /**
   * A convolution whose weights change with every call, as in training: by the algorithm that
   * {@link ConvAlgorithm#choose} chooses, unless it transforms the weights of a deep 3×3 layer:
   * these are then transformed panel by panel where few tiles use them, and not at all where too
   * few do to make up for that (docs/design-notes.md).
   *
   * @param shape the shape
   * @return the convolution
   */
  public static Convolution forTraining(ConvShape shape) {
    return TrainingChoice.of(shape);
  }

  /**
   * A convolution by a given algorithm; without the Vector API, by the reference.
   *
   * @param shape the shape
   * @param algorithm the algorithm
   * @return the convolution
   * @throws IllegalArgumentException if the algorithm does not support the shape
   */
  public static Convolution of(ConvShape shape, ConvAlgorithm algorithm) {
    return of(shape, algorithm, false);
  }

  private static Convolution of(ConvShape shape, ConvAlgorithm algorithm, boolean inNetwork) {
    if (!algorithm.supports(shape)) {
      throw new IllegalArgumentException(
          algorithm
              + " does not support "
              + shape
              + "; ConvAlgorithm.choose gives "
              + ConvAlgorithm.choose(shape));
    }
    if (!Lanes.vectorised()) {
      return new ReferenceConvolution(shape);
    }
    return switch (algorithm) {
      case REFERENCE -> new ReferenceConvolution(shape);
      case PLAIN ->
          PlainTileConvolution.supports(shape)
              ? new PlainTileConvolution(shape)
              : new PlainConvolution(shape);
      case IM2COL -> new Im2colConvolution(shape);
      case DIRECT -> new DirectConvolution(shape, inNetwork);
      case FEW_CHANNELS -> new FewChannelsConvolution(shape);
      case WIDE_PIXELS -> new WidePixelsConvolution(shape);
      case SINGLE_CHANNEL -> new SingleChannelConvolution(shape);
      case SINGLE_INPUT -> new SingleInputConvolution(shape);
      case DEPTHWISE ->
          SlicedDepthwiseConvolution.supports(shape)
              ? new SlicedDepthwiseConvolution(shape)
              : Depthwise3x3Convolution.supports(shape)
                  ? new Depthwise3x3Convolution(shape, inNetwork)
                  : new DepthwiseConvolution(shape);
      case WINOGRAD_2X2 ->
          new WinogradConvolution(shape, algorithm, new WinogradTransform2(), inNetwork);
      case WINOGRAD_4X4 ->
          new WinogradConvolution(shape, algorithm, new WinogradTransform4(), inNetwork);
      case WINOGRAD_4X1 -> new ColumnWinogradConvolution(shape);
      case STRASSEN -> new StrassenConvolution(shape);
    };
  }

  /**
   * Has the JVM compile the loops of {@link ConvAlgorithm#PLAIN}, on the calling thread, while
   * another one loads what is to be computed. Returns when that is done, in some 0.1 s, or was done
   * before, or does not get done. Results do not depend on it.
   */
  public static void warmUpPlain() {
    if (Lanes.vectorised()) {
      PlainWarmUp.run();
    }
  }

  /**
   * The shape.
   *
   * @return the shape
   */
  public final ConvShape shape() {
    return shape;
  }

  /**
   * The algorithm that runs; {@link ConvAlgorithm#REFERENCE} without the Vector API.
   *
   * @return the algorithm
   */
  public final ConvAlgorithm algorithm() {
    return algorithm;
  }

  /**
   * Scratch memory that a call uses in each thread that takes part.
   *
   * @return bytes
   */
  public long workspaceBytes() {
    return 0;
  }

  /**
   * Packs weights for this convolution.
   *
   * @param weights {@code [kernelHeight][kernelWidth][inChannels / groups][outChannels]}
   * @return new packed weights
   * @throws IllegalArgumentException if the array has another length
   */
  public final PackedWeights pack(float[] weights) {
    long floats = packedFloats();
    if (floats > Integer.MAX_VALUE) {
      throw new IllegalArgumentException(
          "the weights packed for "
              + algorithm
              + " would have "
              + floats
              + " elements, more than the 2147483647 of a Java array; use DIRECT or REFERENCE");
    }
    PackedWeights packed = new PackedWeights(format, new float[(int) floats]);
    pack(weights, packed);
    return packed;
  }

  /**
   * Packs weights that come from PyTorch or ONNX.
   *
   * @param oihw {@code [outChannels][inChannels / groups][kernelHeight][kernelWidth]}
   * @return new packed weights
   * @throws IllegalArgumentException if the array has another length
   */
  public final PackedWeights packOihw(float[] oihw) {
    Checks.length("oihw", oihw, shape.weightCount(), Layouts.WEIGHTS);
    return packOihw(FloatBuffer.wrap(oihw), null);
  }

  /**
   * Packs weights that come from PyTorch or ONNX and may still be the bytes of a file, each output
   * channel times a factor, such as that of a batch norm.
   *
   * @param oihw {@code [outChannels][inChannels / groups][kernelHeight][kernelWidth]}, from the
   *     buffer's position to its limit; its position stays
   * @param factors a factor for each output channel; null for 1
   * @return new packed weights
   * @throws IllegalArgumentException if the buffer or the array has another length
   */
  public final PackedWeights packOihw(FloatBuffer oihw, float[] factors) {
    float[] hwio = new float[shape.weightCount()];
    Layouts.oihwToHwio(
        shape.outChannels(),
        shape.groupInChannels(),
        shape.kernelHeight(),
        shape.kernelWidth(),
        oihw,
        factors,
        hwio);
    return packOwn(hwio);
  }

  /**
   * Packs weights as {@link #packOihw(FloatBuffer, float[])} does, into memory that is used again
   * for other weights: those packed here are good until then.
   *
   * @param oihw {@code [outChannels][inChannels / groups][kernelHeight][kernelWidth]}, from the
   *     buffer's position to its limit; its position stays
   * @param factors a factor for each output channel; null for 1
   * @param into at least {@link #packedLength()} floats; overwritten
   * @param workers threads to work on
   * @return the packed weights
   * @throws IllegalArgumentException if a buffer or an array has another length
   */
  public final PackedWeights packOihw(
      FloatBuffer oihw, float[] factors, float[] into, Workers workers) {
    if (oihw.remaining() != shape.weightCount() || into.length < packedFloats()) {
      throw new IllegalArgumentException(
          "oihw has %d floats and into %d, expected %d %s and at least %d"
              .formatted(
                  oihw.remaining(),
                  into.length,
                  shape.weightCount(),
                  Layouts.WEIGHTS,
                  packedFloats()));
    }
    if (factors != null) {
      Checks.length("factors", factors, shape.outChannels(), "[outChannels]");
    }
    packOihwInto(oihw, factors, into, workers);
    return new PackedWeights(format, into);
  }

  /** Packs checked weights. */
  void packOihwInto(FloatBuffer oihw, float[] factors, float[] into, Workers workers) {
    float[] hwio = new float[shape.weightCount()];
    turn(oihw, factors, hwio, shape.outChannels(), workers);
    packer.run(packParts(), hwio, into, workers);
  }

  /** Brings weights into the order HWIO, the channels of an input {@code step} floats apart. */
  final void turn(FloatBuffer oihw, float[] factors, float[] hwio, int step, Workers workers) {
    int taps = shape.kernelHeight() * shape.kernelWidth();
    int out = shape.outChannels();
    Layouts.turn(out, shape.groupInChannels(), taps, oihw, factors, hwio, step, workers);
  }

  /** Packs weights in an array that nobody else has, so that it may become the packed one. */
  PackedWeights packOwn(float[] weights) {
    return pack(weights);
  }

  /** Weights that are in the order in which this algorithm reads them. */
  final PackedWeights packed(float[] values) {
    return new PackedWeights(format, values);
  }

  /**
   * Packs weights into an object that has been used before, on the calling thread; allocates
   * nothing.
   *
   * @param weights {@code [kernelHeight][kernelWidth][inChannels / groups][outChannels]}
   * @param packed made by this or a like convolution; overwritten
   * @throws IllegalArgumentException if the array has another length or the object another format
   */
  public final void pack(float[] weights, PackedWeights packed) {
    pack(weights, packed, Workers.serial());
  }

  /**
   * Packs weights into an object that has been used before; allocates nothing once warm.
   *
   * @param weights {@code [kernelHeight][kernelWidth][inChannels / groups][outChannels]}
   * @param packed made by this or a like convolution; overwritten
   * @param workers threads to work on
   * @throws IllegalArgumentException if the array has another length or the object another format
   */
  public final void pack(float[] weights, PackedWeights packed, Workers workers) {
    Checks.length(
        "weights",
        weights,
        shape.weightCount(),
        "[kernelHeight][kernelWidth][inChannels / groups][outChannels]");
    packed.check(format);
    packer.run(packParts(), weights, packed.values(), workers);
  }

  /**
   * Computes {@code y} on the calling thread, without bias or activation.
   *
   * @param x input {@code [batch][inHeight][inWidth][inChannels]}
   * @param weights packed by this or a like convolution
   * @param y output {@code [batch][outHeight][outWidth][outChannels]}; overwritten
   * @throws IllegalArgumentException if an array has another length or {@code x} is {@code y}
   */
  public final void forward(float[] x, PackedWeights weights, float[] y) {
    forward(x, weights, Epilogue.NONE, y, Workers.serial());
  }

  /**
   * Computes {@code y}. The same bits come out for any number of threads.
   *
   * @param x input {@code [batch][inHeight][inWidth][inChannels]}
   * @param weights packed by this or a like convolution
   * @param epilogue bias, residual and ReLU
   * @param y output {@code [batch][outHeight][outWidth][outChannels]}; overwritten
   * @param workers threads to compute on
   * @throws IllegalArgumentException if an array has another length, weights are packed for another
   *     algorithm or kernel, or {@code y} is also an input
   */
  public final void forward(
      float[] x, PackedWeights weights, Epilogue epilogue, float[] y, Workers workers) {
    Checks.length("x", x, shape.inputLength(), "[batch][inHeight][inWidth][inChannels]");
    Checks.length("y", y, shape.outputLength(), "[batch][outHeight][outWidth][outChannels]");
    Checks.distinct("x", x, "y", y);
    if (epilogue.bias() != null) {
      Checks.length("bias", epilogue.bias(), shape.outChannels(), "[outChannels]");
      Checks.distinct("bias", epilogue.bias(), "y", y);
    }
    if (epilogue.residual() != null) {
      Checks.length(
          "residual",
          epilogue.residual(),
          shape.outputLength(),
          "[batch][outHeight][outWidth][outChannels]");
      Checks.distinct("residual", epilogue.residual(), "y", y);
    }
    weights.check(format);
    Workers used = shape.multiplyAdds() < sharedFrom() ? Workers.serial() : workers;
    Call call = calls.take();
    call.x = x;
    call.weights = weights.values();
    call.epilogue = epilogue;
    call.y = y;
    try {
      used.run(tiles(), call);
    } finally {
      call.clear();
      calls.give(call);
    }
  }

  /**
   * Multiply-adds from which a second thread pays: about 4 µs of work at the FMA peak, twice what
   * it takes to hand it a tile.
   */
  private static final long SHARED_FROM = 500_000;

  /** The same for layers of which loads and stores, not multiply-adds, take the time. */
  private static final long DEPTHWISE_SHARED_FROM = 150_000;

  private long sharedFrom() {
    return algorithm == ConvAlgorithm.DEPTHWISE ? DEPTHWISE_SHARED_FROM : SHARED_FROM;
  }

  /** What distinguishes the order of packed weights from others of the same algorithm. */
  final String order() {
    return format.order();
  }

  /**
   * Length of the packed weights.
   *
   * @return floats, which may be more than an array of Java has
   */
  public final long packedLength() {
    return packedFloats();
  }

  /** Floats of the packed weights. */
  abstract long packedFloats();

  /** Parts that packing is shared out in, by shape alone. */
  int packParts() {
    return 1;
  }

  /** Packs a part of checked weights. */
  abstract void pack(int part, float[] weights, float[] packed, Scratch scratch);

  /**
   * Packs a part of the weights of the convolution that this one is the transpose of: rotated by
   * 180°, with input and output channels exchanged. What is here serves algorithms that pack in one
   * part.
   *
   * @param weights {@code [kernelHeight][kernelWidth][outChannels / groups][inChannels]}
   */
  void packRotated(int part, float[] weights, float[] packed, Scratch scratch) {
    float[] rotated = Rotation.exchanged(shape, weights, scratch);
    pack(part, rotated, packed, scratch);
  }

  /** Tiles that the work is cut into, by shape alone. */
  abstract int tiles();

  /** Computes one tile of checked arrays. */
  abstract void tile(
      int tile, float[] x, float[] weights, Epilogue epilogue, float[] y, Scratch scratch);

  /**
   * The arguments of a call in progress: an object that is reused, so that calls allocate nothing.
   */
  private final class Call implements Workers.Task {
    private float[] x;
    private float[] weights;
    private Epilogue epilogue;
    private float[] y;

    @Override
    public void run(int tile, Scratch scratch) {
      tile(tile, x, weights, epilogue, y, scratch);
    }

    /** Lets go of the caller's arrays. */
    void clear() {
      x = null;
      weights = null;
      epilogue = null;
      y = null;
    }
  }
}
