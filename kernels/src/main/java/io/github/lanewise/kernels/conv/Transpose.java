package io.github.lanewise.kernels.conv;

import io.github.lanewise.kernels.lanes.Pool;
import io.github.lanewise.kernels.lanes.Scratch;
import io.github.lanewise.kernels.lanes.Workers;
import io.github.lanewise.kernels.shape.Checks;

/**
 * The transpose of a convolution, checked and shared out to threads: {@link ConvolutionGradient}
 * needs it as a gradient, {@link TransposedConvolution} as a layer of its own.
 */
final class Transpose {
  /** Multiply-adds from which a second thread pays, as in {@link Convolution}. */
  private static final long SHARED_FROM = 500_000;

  private final InputGradient way;
  private final ConvShape shape;
  private final PackedWeights.Format format;
  private final Pool<Call> calls = new Pool<>(Call::new);
  private final Packer packer;

  Transpose(InputGradient way) {
    this.way = way;
    this.shape = way.shape();
    this.format = PackedWeights.Format.transposed(way);
    this.packer = new Packer(way::pack);
  }

  ConvAlgorithm algorithm() {
    return way.algorithm();
  }

  long workspaceBytes() {
    return way.workspaceBytes();
  }

  PackedWeights pack(float[] weights) {
    long floats = way.packedFloats();
    if (floats > Integer.MAX_VALUE) {
      throw new IllegalArgumentException(
          "the weights packed for the gradient by "
              + way.algorithm()
              + " would have "
              + floats
              + " elements, more than the 2147483647 of a Java array; use fewer channels");
    }
    PackedWeights packed = new PackedWeights(format, new float[(int) floats]);
    pack(weights, packed, Workers.serial());
    return packed;
  }

  void pack(float[] weights, PackedWeights packed, Workers workers) {
    Checks.length(
        "weights",
        weights,
        shape.weightCount(),
        "[kernelHeight][kernelWidth][inChannels / groups][outChannels]");
    packed.check(format);
    packer.run(way.packParts(), weights, packed.values(), workers);
  }

  /** Computes {@code dx = relu(Jᵀ dy + bias + residual)}; the names are for messages. */
  void run(
      String dyName,
      float[] dy,
      PackedWeights weights,
      Epilogue epilogue,
      String dxName,
      float[] dx,
      Workers workers) {
    check(dyName, dy, weights, epilogue, dxName, dx);
    Call call = calls.take();
    call.dy = dy;
    call.weights = weights.values();
    call.epilogue = epilogue;
    call.dx = dx;
    try {
      Workers used = shape.multiplyAdds() < SHARED_FROM ? Workers.serial() : workers;
      used.run(way.tiles(), call);
    } finally {
      call.clear();
      calls.give(call);
    }
  }

  /** Refuses what {@link #run} cannot compute. */
  void check(
      String dyName,
      float[] dy,
      PackedWeights weights,
      Epilogue epilogue,
      String dxName,
      float[] dx) {
    Checks.length(dyName, dy, shape.outputLength(), "[batch][outHeight][outWidth][outChannels]");
    Checks.length(dxName, dx, shape.inputLength(), "[batch][inHeight][inWidth][inChannels]");
    Checks.distinct(dyName, dy, dxName, dx);
    if (epilogue.bias() != null) {
      Checks.length("bias", epilogue.bias(), shape.inChannels(), "[inChannels]");
      Checks.distinct("bias", epilogue.bias(), dxName, dx);
    }
    if (epilogue.residual() != null) {
      Checks.length(
          "residual",
          epilogue.residual(),
          shape.inputLength(),
          "[batch][inHeight][inWidth][inChannels]");
      Checks.distinct("residual", epilogue.residual(), dxName, dx);
    }
    weights.check(format);
  }

  /** The arguments of a call in progress; reused, so that calls allocate nothing. */
  private final class Call implements Workers.Task {
    private float[] dy;
    private float[] weights;
    private Epilogue epilogue;
    private float[] dx;

    @Override
    public void run(int tile, Scratch scratch) {
      way.tile(tile, dy, weights, epilogue, dx, scratch);
    }

    /** Lets go of the caller's arrays. */
    void clear() {
      dy = null;
      weights = null;
      epilogue = null;
      dx = null;
    }
  }
}
