package io.github.lanewise.kernels.resample;

/** What lies around a picture; PyTorch's {@code padding_mode}. */
public enum PaddingMode {
  /** Zeros. */
  ZEROS,
  /** The picture mirrored, without its outermost row: {@code 2 1 | 0 1 2 …}. */
  REFLECT,
  /** The outermost row again and again: {@code 0 0 | 0 1 2 …}. */
  REPLICATE,
  /** The picture again, from its other side. */
  CIRCULAR
}
