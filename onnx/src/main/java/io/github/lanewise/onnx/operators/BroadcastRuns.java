package io.github.lanewise.onnx.operators;

import io.github.lanewise.kernels.lanes.Scratch;
import java.util.Arrays;

/**
 * A function of two floats with broadcasting, by runs: neighbouring elements of the output, in
 * which each input either goes along or stays where it is.
 */
final class BroadcastRuns {
  /**
   * Elements computed at once, in blocks in the L1 cache, to which what stays is repeated and what
   * goes along is copied: C2 makes vectors of loops whose arrays all have one index.
   */
  private static final int BLOCK = 1 << 10;

  /** Elements of a run below which copying them to a block takes longer than computing them. */
  private static final int SHORT = 16;

  private final Binary.Kind kind;
  private final int length;
  private final boolean firstMoves;
  private final boolean secondMoves;

  /** Where the inputs of each run begin. */
  private final int[] first;

  private final int[] second;

  BroadcastRuns(Binary.Kind kind, int[] a, int[] b, int[] to) {
    this.kind = kind;
    int outer = to.length;
    int run = 1;
    boolean[] moves = null;
    for (int d = to.length - 1; d >= 0; d--) {
      boolean[] here = {size(a, to, d) > 1, size(b, to, d) > 1};
      if (to[d] != 1) {
        if (moves != null && !Arrays.equals(here, moves)) {
          break;
        }
        moves = here;
      }
      outer = d;
      run *= to[d];
    }
    length = run;
    firstMoves = moves != null && moves[0];
    secondMoves = moves != null && moves[1];
    first = starts(a, to, outer);
    second = starts(b, to, outer);
  }

  /** Size of an input along a dimension of the output. */
  private static int size(int[] dims, int[] to, int d) {
    int own = d - (to.length - dims.length);
    return own < 0 ? 1 : dims[own];
  }

  /**
   * Where an input is at the start of each run, of which there is one for some first dimensions.
   */
  private static int[] starts(int[] dims, int[] to, int outer) {
    int[][] at = new int[outer][];
    int stride = 1;
    for (int d = to.length - 1; d >= 0; d--) {
      int size = size(dims, to, d);
      if (d < outer) {
        at[d] = Indexed.steps(to[d], size > 1 ? stride : 0);
      }
      stride *= size;
    }
    return Indexed.table(Arrays.copyOf(to, outer), at);
  }

  Kernel kernel() {
    return (in, out) -> {
      float[] a = in[0].floats();
      float[] b = in[1].floats();
      float[] y = out[0].floats();
      if (length < SHORT) {
        return Ranges.step(first.length, length, (from, to, _) -> runs(from, to, a, b, y));
      }
      int blocks = Math.ceilDiv(length, BLOCK);
      return Ranges.step(
          first.length * blocks,
          Math.min(length, BLOCK),
          (from, to, scratch) -> {
            for (int i = from; i < to; i++) {
              block(i / blocks, i % blocks * BLOCK, a, b, y, scratch);
            }
          });
    };
  }

  private void runs(int from, int to, float[] a, float[] b, float[] y) {
    int firstStep = firstMoves ? 1 : 0;
    int secondStep = secondMoves ? 1 : 0;
    for (int run = from; run < to; run++) {
      for (int i = 0; i < length; i++) {
        float left = a[first[run] + i * firstStep];
        y[run * length + i] = kind.apply(left, b[second[run] + i * secondStep]);
      }
    }
  }

  private void block(int run, int from, float[] a, float[] b, float[] y, Scratch scratch) {
    int count = Math.min(BLOCK, length - from);
    float[] left = scratch.floats(0, BLOCK);
    float[] right = scratch.floats(1, BLOCK);
    float[] result = scratch.floats(2, BLOCK);
    fetch(a, first[run], firstMoves, from, count, left);
    fetch(b, second[run], secondMoves, from, count, right);
    apply(kind, count, left, right, result);
    System.arraycopy(result, 0, y, run * length + from, count);
  }

  private static void fetch(
      float[] x, int start, boolean moves, int from, int count, float[] block) {
    if (moves) {
      System.arraycopy(x, start + from, block, 0, count);
    } else {
      Arrays.fill(block, 0, count, x[start]);
    }
  }

  /** A loop for each function, which the compiler turns into vectors. */
  private static void apply(Binary.Kind kind, int count, float[] a, float[] b, float[] y) {
    switch (kind) {
      case ADD -> {
        for (int i = 0; i < count; i++) {
          y[i] = a[i] + b[i];
        }
      }
      case SUB -> {
        for (int i = 0; i < count; i++) {
          y[i] = a[i] - b[i];
        }
      }
      case MUL -> {
        for (int i = 0; i < count; i++) {
          y[i] = a[i] * b[i];
        }
      }
      case DIV -> {
        for (int i = 0; i < count; i++) {
          y[i] = a[i] / b[i];
        }
      }
      case MIN -> {
        for (int i = 0; i < count; i++) {
          y[i] = Math.min(a[i], b[i]);
        }
      }
      case MAX -> {
        for (int i = 0; i < count; i++) {
          y[i] = Math.max(a[i], b[i]);
        }
      }
      default -> {
        for (int i = 0; i < count; i++) {
          y[i] = kind.apply(a[i], b[i]);
        }
      }
    }
  }
}
