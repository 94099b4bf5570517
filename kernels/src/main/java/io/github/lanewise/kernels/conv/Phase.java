package io.github.lanewise.kernels.conv;

import io.github.lanewise.kernels.shape.Window;

/**
 * One axis of a transposed convolution, seen from every {@code stride}-th position of the input:
 * positions {@code first, first + stride, …} see the same taps of the kernel, at neighbouring
 * positions of the output. So each phase is a convolution of stride 1 over the output, with some of
 * the taps.
 *
 * <p>Position {@code first + j · stride} of the input went into position {@code j + offset(i)} of
 * the output through the phase's {@code i}-th tap. Taps are in descending order, so that offsets
 * ascend.
 */
final class Phase {
  private final int first;
  private final int positions;
  private final int output;
  private final int[] taps;
  private final int[] offsets;

  /**
   * A phase of a window.
   *
   * @param first its first position, less than the stride
   */
  Phase(Window window, int first) {
    this.first = first;
    this.positions = (window.input() - first + window.stride() - 1) / window.stride();
    this.output = window.output();
    int[] found = new int[window.kernel()];
    int count = 0;
    for (int tap = window.kernel() - 1; tap >= 0; tap--) {
      if ((first - window.start(0) - tap * window.dilation()) % window.stride() == 0) {
        found[count++] = tap;
      }
    }
    taps = new int[count];
    offsets = new int[count];
    for (int i = 0; i < count; i++) {
      taps[i] = found[i];
      offsets[i] = (first - window.start(0) - taps[i] * window.dilation()) / window.stride();
    }
  }

  /** Every phase of a window; fewer than the stride where the input is shorter. */
  static Phase[] of(Window window) {
    Phase[] phases = new Phase[Math.min(window.stride(), window.input())];
    for (int first = 0; first < phases.length; first++) {
      phases[first] = new Phase(window, first);
    }
    return phases;
  }

  /** The first position of the input. */
  int first() {
    return first;
  }

  /** Positions of the input. */
  int positions() {
    return positions;
  }

  /** Number of taps; 0 if the input between two windows goes nowhere. */
  int count() {
    return taps.length;
  }

  /** The kernel's number of a tap. */
  int tap(int i) {
    return taps[i];
  }

  /** Distance from position {@code j} to that in the output. */
  int offset(int i) {
    return offsets[i];
  }

  /** First tap of position {@code j} that leads into the output. */
  int from(int j) {
    int i = 0;
    while (i < taps.length && j + offsets[i] < 0) {
      i++;
    }
    return i;
  }

  /** One past the last tap of position {@code j} that leads into the output. */
  int to(int j) {
    int i = taps.length;
    while (i > 0 && j + offsets[i - 1] >= output) {
      i--;
    }
    return i;
  }

  /** First position all of whose taps lead into the output. */
  int interiorFrom() {
    return taps.length == 0 ? 0 : Math.clamp(-offsets[0], 0, positions);
  }

  /** One past the last position all of whose taps lead into the output. */
  int interiorTo() {
    return taps.length == 0
        ? positions
        : Math.clamp(output - offsets[taps.length - 1], interiorFrom(), positions);
  }

  /** Positions some of whose taps do not. */
  int borders() {
    return interiorFrom() + positions - interiorTo();
  }

  /** One of those positions: those before the interior, then those after it. */
  int border(int i) {
    return i < interiorFrom() ? i : i - interiorFrom() + interiorTo();
  }
}
