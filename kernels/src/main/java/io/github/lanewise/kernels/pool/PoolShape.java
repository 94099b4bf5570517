package io.github.lanewise.kernels.pool;

import io.github.lanewise.kernels.shape.Checks;
import io.github.lanewise.kernels.shape.Window;
import io.github.lanewise.kernels.shape.WindowsBuilder;

/**
 * The sizes of a pooling: what forward, backward, tests and benchmarks all share.
 *
 * <p>Arrays are row-major: input {@code [batch][inHeight][inWidth][channels]}, output {@code
 * [batch][outHeight][outWidth][channels]}. Words and meanings are those of PyTorch's {@code
 * MaxPool2d} and {@code AvgPool2d}; the windows of an average may also be dilated, as in ONNX.
 * Global pooling is a kernel as large as the picture.
 *
 * <p>With {@code ceilMode} the output size is rounded up: a last window that reaches beyond the
 * padding counts too, if it starts on the input or on the padding before it.
 *
 * @param batch pictures, at least 1
 * @param channels channels, at least 1
 * @param height the window along the height
 * @param width the window along the width
 * @param ceilMode whether the output size is rounded up
 * @param countIncludePad whether an average divides by the taps on padding, too
 */
public record PoolShape(
    int batch,
    int channels,
    Window height,
    Window width,
    boolean ceilMode,
    boolean countIncludePad) {

  /**
   * Checks the sizes.
   *
   * @throws IllegalArgumentException if a size is out of range, the padding of a side is more than
   *     half the kernel's span, or an array would be longer than Java allows
   */
  public PoolShape {
    Checks.atLeast(1, "batch", batch);
    Checks.atLeast(1, "channels", channels);
    checkPadding("height", height);
    checkPadding("width", width);
    Checks.elements("the input", batch, height.input(), width.input(), channels);
    Checks.elements(
        "the output", batch, output(height, ceilMode), output(width, ceilMode), channels);
  }

  private static void checkPadding(String axis, Window window) {
    int padding = Math.max(window.padBefore(), window.padAfter());
    if (padding > window.span() / 2) {
      throw new IllegalArgumentException(
          axis
              + ": padding "
              + padding
              + " is more than half of the kernel span "
              + window.span()
              + ", expected at most "
              + window.span() / 2
              + "; pad the picture itself for more");
    }
  }

  /** Output positions; rounded up with {@code ceil} by PyTorch's rule. */
  private static int output(Window window, boolean ceil) {
    int floor = window.output();
    if (!ceil) {
      return floor;
    }
    int padded = window.padBefore() + window.input() + window.padAfter();
    boolean rest = (padded - window.span()) % window.stride() != 0;
    boolean startsInside =
        (long) floor * window.stride() < (long) window.padBefore() + window.input();
    return rest && startsInside ? floor + 1 : floor;
  }

  /**
   * A builder with PyTorch's defaults: batch 1, the stride of the kernel's size, no padding,
   * dilation 1, sizes rounded down, padding counted in averages.
   *
   * @return a new builder
   */
  public static Builder builder() {
    return new Builder();
  }

  /**
   * The same pooling of another number of pictures.
   *
   * @param batch pictures, at least 1
   * @return the shape
   */
  public PoolShape withBatch(int batch) {
    return new PoolShape(batch, channels, height, width, ceilMode, countIncludePad);
  }

  /**
   * Height of the input.
   *
   * @return pixels
   */
  public int inHeight() {
    return height.input();
  }

  /**
   * Width of the input.
   *
   * @return pixels
   */
  public int inWidth() {
    return width.input();
  }

  /**
   * Height of the output.
   *
   * @return pixels
   */
  public int outHeight() {
    return output(height, ceilMode);
  }

  /**
   * Width of the output.
   *
   * @return pixels
   */
  public int outWidth() {
    return output(width, ceilMode);
  }

  /**
   * Whether a window may reach beyond the picture.
   *
   * @return false if all of them lie on it
   */
  public boolean padded() {
    return reachesOut(height, outHeight()) || reachesOut(width, outWidth());
  }

  private static boolean reachesOut(Window window, int outputs) {
    return window.padBefore() > 0
        || (outputs - 1) * window.stride() + window.span() > window.input();
  }

  /**
   * Length of the input array.
   *
   * @return {@code batch · inHeight · inWidth · channels}
   */
  public int inputLength() {
    return batch * inHeight() * inWidth() * channels;
  }

  /**
   * Length of the output array.
   *
   * @return {@code batch · outHeight · outWidth · channels}
   */
  public int outputLength() {
    return batch * outHeight() * outWidth() * channels;
  }

  /**
   * Values that are compared or added, those on padding counted, as the field does.
   *
   * @return {@code outputLength · kernelHeight · kernelWidth}
   */
  public long operations() {
    return (long) outputLength() * height.kernel() * width.kernel();
  }

  /**
   * Bytes of input and output: the least that memory has to move.
   *
   * @return bytes
   */
  public long bytes() {
    return (long) Float.BYTES * ((long) inputLength() + outputLength());
  }

  /**
   * What the sum of a window is divided by: its taps on the picture and, with {@link
   * #countIncludePad}, on the padding; taps beyond the padding, as {@link #ceilMode} may bring,
   * never count. 0 if there are none.
   *
   * @param outRow output row
   * @param outColumn output column
   * @return at least 0
   */
  public int divisor(int outRow, int outColumn) {
    return counted(height, outRow) * counted(width, outColumn);
  }

  private int counted(Window window, int output) {
    if (!countIncludePad) {
      return Math.max(0, window.endTap(output) - window.firstTap(output));
    }
    int room = window.input() + window.padAfter() - window.start(output);
    return Math.min(window.kernel(), (room - 1) / window.dilation() + 1);
  }

  /**
   * Collects the sizes of a {@link PoolShape}. The kernel sets the stride to the same where none is
   * set.
   */
  public static final class Builder extends WindowsBuilder<Builder> {
    private boolean ceilMode;
    private boolean countIncludePad = true;

    private Builder() {}

    @Override
    protected Builder self() {
      return this;
    }

    /** The kernel's size, as in PyTorch: windows that touch and do not overlap. */
    @Override
    protected int defaultStride(int kernel) {
      return Math.max(1, kernel);
    }

    /**
     * Sets whether the output size is rounded up.
     *
     * @param ceilMode true to round up
     * @return this
     */
    public Builder ceilMode(boolean ceilMode) {
      this.ceilMode = ceilMode;
      return this;
    }

    /**
     * Sets whether an average divides by the taps on padding, too.
     *
     * @param countIncludePad true to count them
     * @return this
     */
    public Builder countIncludePad(boolean countIncludePad) {
      this.countIncludePad = countIncludePad;
      return this;
    }

    /**
     * Makes the shape.
     *
     * @return the shape
     * @throws IllegalArgumentException if sizes do not fit together; the message names the axis
     */
    public PoolShape build() {
      return new PoolShape(batch(), channels(), height(), width(), ceilMode, countIncludePad);
    }
  }
}
