package io.github.lanewise.kernels.conv;

import io.github.lanewise.kernels.lanes.Pool;
import io.github.lanewise.kernels.lanes.Scratch;
import io.github.lanewise.kernels.lanes.Workers;

/** Shares the packing of weights out to threads, in parts that are cut by shape alone. */
final class Packer {
  /** Weights from which a second thread pays: about 10 µs of copying. */
  private static final int SHARED_FROM = 1 << 15;

  /** How a part is packed. */
  @FunctionalInterface
  interface Part {
    /**
     * Packs a part of checked weights.
     *
     * @param part its number
     */
    void pack(int part, float[] weights, float[] packed, Scratch scratch);
  }

  private final Part way;
  private final Pool<Call> calls = new Pool<>(Call::new);

  Packer(Part way) {
    this.way = way;
  }

  void run(int parts, float[] weights, float[] packed, Workers workers) {
    Call call = calls.take();
    call.weights = weights;
    call.packed = packed;
    try {
      Workers used = weights.length < SHARED_FROM ? Workers.serial() : workers;
      used.run(parts, call);
    } finally {
      call.clear();
      calls.give(call);
    }
  }

  /** The arguments of a call in progress; reused, so that calls allocate nothing. */
  private final class Call implements Workers.Task {
    private float[] weights;
    private float[] packed;

    @Override
    public void run(int tile, Scratch scratch) {
      way.pack(tile, weights, packed, scratch);
    }

    /** Lets go of the caller's arrays. */
    void clear() {
      weights = null;
      packed = null;
    }
  }
}
