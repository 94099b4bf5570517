package io.github.lanewise.kernels.simd;

/**
 * Adds up rows of windows that lie side by side and overlap: what the pixels of a gradient
 * contribute to a row of the input.
 */
public final class WindowSums {
  private static final SoftCache<Kind, WindowSums> BY_KIND = new SoftCache<>(WindowSums::new);

  private final Kind kind;
  private final WindowRun run;

  /**
   * What is constant in a compiled loop.
   *
   * @param count floats of a window's row
   * @param step distance between neighbouring windows in the sums
   * @param windowStep distance between them where they are added from
   */
  record Kind(int count, int step, int windowStep) {
    /** Vectors of a window's row. */
    int vectors() {
      return Simd.vectors(count);
    }
  }

  private WindowSums(Kind kind) {
    this.kind = kind;
    run = Templates.define("WindowTemplate", WindowRun.class, kind);
  }

  /**
   * The sums of windows of one size.
   *
   * @param count floats of a window's row
   * @param step distance between neighbouring windows in the sums
   * @param windowStep distance between them where they are added from
   * @return the sums; as a rule the same object for the same arguments
   */
  public static WindowSums of(int count, int step, int windowStep) {
    return BY_KIND.of(new Kind(count, step, windowStep));
  }

  /**
   * Floats from a window's first that are read and written, though no more than its row is changed.
   *
   * @return whole vectors
   */
  public int reach() {
    return (kind.vectors() + 1) * Simd.L;
  }

  /**
   * Computes {@code sums[at + p · step + i] += windows[from + p · windowStep + i]} for the windows
   * {@code p}, one after the other.
   *
   * @param count windows, at least 1
   * @param windows their rows, filled up to whole vectors with anything
   * @param from index of the first
   * @param sums changed; {@link #reach} floats from where the last window begins are in the array
   * @param at index of what the first float of the first window is added to
   */
  public void add(int count, float[] windows, int from, float[] sums, int at) {
    run.add(count, windows, from, sums, at);
  }
}
