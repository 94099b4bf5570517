package io.github.lanewise.bench.costtable;

/** What is measured for a dense matrix that is too large for memory. */
public enum DenseMode {
  /** The whole matrix, whatever its size; fails where it does not fit. */
  FULL,

  /** Smaller ones, and the rest is extrapolated. */
  SCALED,

  /** The largest that fits memory alone, and the rest is extrapolated. */
  LARGEST,

  /** The whole matrix where it fits and takes about a minute at most, else scaled. */
  AUTO
}
