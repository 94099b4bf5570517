package io.github.lanewise.kernels.simd;

/** The loop of {@link WindowSums} for windows of one size; see {@link WindowTemplate}. */
interface WindowRun {
  /** As {@link WindowSums#add}. */
  void add(int count, float[] windows, int from, float[] sums, int at);
}
