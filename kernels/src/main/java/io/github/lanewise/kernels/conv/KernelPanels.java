package io.github.lanewise.kernels.conv;

import io.github.lanewise.kernels.lanes.Scratch;
import io.github.lanewise.kernels.simd.Panels;
import io.github.lanewise.kernels.simd.Transposition;
import java.util.Arrays;

/**
 * The weights of a convolution as {@link Panels}: for each group a matrix {@code [tap][in][out]} of
 * the group's channels.
 */
final class KernelPanels {
  /** Weights that come from memory, and go there: 4 MiB, of which a step of training has four. */
  private static final int FROM_MEMORY = 1 << 20;

  private final int taps;
  private final int groups;
  private final int in;
  private final int out;
  private final Panels panels;

  /**
   * The panels of all groups.
   *
   * @param in input channels of a group: rows of a tap
   * @param out output channels of a group: columns
   * @param panels those of a group
   */
  KernelPanels(int taps, int groups, int in, int out, Panels panels) {
    this.taps = taps;
    this.groups = groups;
    this.in = in;
    this.out = out;
    this.panels = panels;
  }

  static KernelPanels of(ConvShape shape, Panels panels) {
    return new KernelPanels(
        shape.kernelHeight() * shape.kernelWidth(),
        shape.groups(),
        shape.groupInChannels(),
        shape.groupOutChannels(),
        panels);
  }

  long floats() {
    return panels.floats() * groups;
  }

  /** Parts that packing is shared out in: a panel each. */
  int parts() {
    return groups * panels.count();
  }

  /** Where a part starts. */
  private int at(int part) {
    return part / panels.count() * (int) panels.floats() + panels.at(part % panels.count());
  }

  /** Packs a part of {@code [tap][in][groups][out]}. */
  void pack(int part, float[] weights, float[] packed) {
    int group = part / panels.count();
    panels.packPanel(part % panels.count(), weights, group * out, groups * out, packed, at(part));
  }

  /**
   * Packs a part of {@code [tap][out][groups][in]}, straight into the panel, whose rows follow each
   * other.
   *
   * @param rotated whether the order of the taps is reversed
   */
  void packExchanged(int part, boolean rotated, float[] weights, float[] packed, Scratch scratch) {
    float[] square = scratch.floats(0, Transposition.SQUARE_FLOATS);
    int group = part / panels.count();
    int panel = part % panels.count();
    int step = panels.step(panel);
    int to = at(part);
    if (panels.width(panel) < step) { // what fills up the last vector
      Arrays.fill(packed, to, to + taps * in * step, 0);
    }
    for (int i = 0; i < taps; i++, to += in * step) {
      int tap = rotated ? taps - 1 - i : i;
      int row = tap * out + panels.column(panel);
      int from = (row * groups + group) * in;
      if (weights.length >= FROM_MEMORY) { // a square alone has few lines under way
        int end = from + panels.width(panel) * groups * in;
        square[0] = Fetch.lines(weights, from, Math.min(weights.length, end));
        square[1] = Fetch.lines(packed, to, to + in * step);
      }
      Transposition.run(
          panels.width(panel), in, weights, from, groups * in, packed, to, step, square, 0);
    }
  }
}
