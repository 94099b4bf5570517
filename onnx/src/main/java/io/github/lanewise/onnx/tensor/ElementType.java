package io.github.lanewise.onnx.tensor;

/** What a tensor's elements are. Wider and narrower kinds in files become the nearest of these. */
public enum ElementType {
  /** 32-bit floats; what float16 and float64 become, too. */
  FLOAT32,
  /** 64-bit integers. */
  INT64,
  /** 32-bit integers; what shorter ones become, too. */
  INT32,
  /** True or false, kept as 1 or 0. */
  BOOL;

  /**
   * Whether the elements are floats.
   *
   * @return true for {@link #FLOAT32}
   */
  public boolean floating() {
    return this == FLOAT32;
  }
}
