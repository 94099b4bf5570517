package io.github.lanewise.kernels.shape;

/**
 * A window that slides along one axis of a picture: what a convolution and a pooling have in common
 * on each of their two axes.
 *
 * <p>Output position {@code o} covers the input positions {@code o · stride − padBefore + t ·
 * dilation} for the taps {@code t = 0 … kernel − 1}; positions outside {@code [0, input)} are
 * padding. The words are PyTorch's. (Goodfellow, Bengio, Courville: Deep Learning, section 9.5.)
 *
 * @param input positions of the input, at least 1
 * @param kernel taps of the window, at least 1
 * @param stride positions from one window to the next, at least 1
 * @param dilation positions from one tap to the next, at least 1
 * @param padBefore positions of padding before the first, at least 0
 * @param padAfter positions of padding after the last, at least 0
 */
public record Window(int input, int kernel, int stride, int dilation, int padBefore, int padAfter) {

  /**
   * Checks the sizes.
   *
   * @throws IllegalArgumentException if a size is out of range or no window fits into the padded
   *     input; the message shows the formula with the numbers in it and what would fit
   */
  public Window {
    Checks.atLeast(1, "input", input);
    Checks.atLeast(1, "kernel", kernel);
    Checks.atLeast(1, "stride", stride);
    Checks.atLeast(1, "dilation", dilation);
    Checks.atLeast(0, "padBefore", padBefore);
    Checks.atLeast(0, "padAfter", padAfter);
    long padded = (long) input + padBefore + padAfter;
    long span = (long) dilation * (kernel - 1) + 1;
    if (padded > Integer.MAX_VALUE || span > Integer.MAX_VALUE) {
      throw new IllegalArgumentException(
          "padded input "
              + padded
              + " or kernel span "
              + span
              + " is over 2147483647 positions; make input, padding, kernel or dilation smaller");
    }
    if (span > padded) {
      long missing = span - padded;
      throw new IllegalArgumentException(
          "the window does not fit: kernel span "
              + dilation
              + "·("
              + kernel
              + " − 1) + 1 = "
              + span
              + " > padded input "
              + padBefore
              + " + "
              + input
              + " + "
              + padAfter
              + " = "
              + padded
              + "; it fits with "
              + missing
              + " more padding in all, or with a kernel of at most "
              + ((padded - 1) / dilation + 1));
    }
  }

  /**
   * A window without dilation.
   *
   * @param input positions of the input, at least 1
   * @param kernel taps of the window, at least 1
   * @param stride positions from one window to the next, at least 1
   * @param padding positions of padding before the first and after the last, at least 0
   * @return the window
   */
  public static Window of(int input, int kernel, int stride, int padding) {
    return new Window(input, kernel, stride, 1, padding, padding);
  }

  /**
   * A window padded so that {@code output = ceil(input / stride)}; an odd position goes after the
   * last, as in TensorFlow and ONNX's {@code SAME_UPPER}.
   *
   * @param input positions of the input, at least 1
   * @param kernel taps of the window, at least 1
   * @param stride positions from one window to the next, at least 1
   * @param dilation positions from one tap to the next, at least 1
   * @return the window
   */
  public static Window same(int input, int kernel, int stride, int dilation) {
    Checks.atLeast(1, "input", input);
    Checks.atLeast(1, "stride", stride);
    long span = (long) dilation * (kernel - 1) + 1;
    long output = ((long) input + stride - 1) / stride;
    long pad = Math.max(0, (output - 1) * stride + span - input);
    // Padding beyond an int comes with a span beyond an int, which the window rejects by name.
    int before = (int) Math.min(Integer.MAX_VALUE, pad / 2);
    int after = (int) Math.min(Integer.MAX_VALUE, pad - pad / 2);
    return new Window(input, kernel, stride, dilation, before, after);
  }

  /**
   * Input positions that the window spans, gaps of the dilation included.
   *
   * @return {@code dilation · (kernel − 1) + 1}
   */
  public int span() {
    return dilation * (kernel - 1) + 1;
  }

  /**
   * Positions of the output, rounded down: only windows that fit whole count.
   *
   * @return {@code floor((padBefore + input + padAfter − span) / stride) + 1}
   */
  public int output() {
    return (padBefore + input + padAfter - span()) / stride + 1;
  }

  /**
   * Input position under the first tap of an output position; negative inside the padding.
   *
   * @param output output position
   * @return {@code output · stride − padBefore}
   */
  public int start(int output) {
    return output * stride - padBefore;
  }

  /**
   * First tap of an output position that lies on the input rather than on the padding before it.
   *
   * @param output output position
   * @return a tap in {@code [0, kernel]}; {@code kernel} if none does
   */
  public int firstTap(int output) {
    int start = start(output);
    return start >= 0 ? 0 : Math.min(kernel, Math.ceilDiv(-start, dilation));
  }

  /**
   * One past the last tap of an output position that lies on the input rather than on the padding
   * after it.
   *
   * @param output output position
   * @return a tap in {@code [0, kernel]}; not above {@link #firstTap} if no tap lies on the input
   */
  public int endTap(int output) {
    int room = input - start(output);
    return room <= 0 ? 0 : Math.min(kernel, (room - 1) / dilation + 1);
  }

  /**
   * First output position for which a tap lies on the input rather than on the padding before it.
   *
   * @param tap the tap
   * @return a position in {@code [0, output()]}
   */
  public int firstOutput(int tap) {
    return Math.clamp(Math.ceilDiv(padBefore - (long) tap * dilation, stride), 0, output());
  }

  /**
   * One past the last output position for which a tap lies on the input rather than on the padding
   * after it.
   *
   * @param tap the tap
   * @return a position in {@code [firstOutput(tap), output()]}
   */
  public int endOutput(int tap) {
    long room = (long) input + padBefore - (long) tap * dilation;
    return Math.clamp(Math.ceilDiv(room, stride), firstOutput(tap), output());
  }

  /**
   * First output position whose window lies wholly on the input.
   *
   * @return a position in {@code [0, output()]}
   */
  public int interiorFrom() {
    return Math.min(output(), Math.ceilDiv(padBefore, stride));
  }

  /**
   * One past the last output position whose window lies wholly on the input.
   *
   * @return a position in {@code [interiorFrom(), output()]}
   */
  public int interiorTo() {
    int room = input - span() + padBefore;
    return room < 0
        ? interiorFrom()
        : Math.max(interiorFrom(), Math.min(output(), room / stride + 1));
  }

  /**
   * The output size worked out in numbers, with what the window leaves unread and the nearest
   * padding that reads it, as one sentence for people.
   *
   * <p>224 positions under an 11-tap kernel at stride 4 give 54; the lecture's slide "Channels and
   * kernels" says 55, which takes a padding of 2.
   *
   * @return for instance {@code floor((0 + 224 + 0 − 11) / 4) + 1 = 54; …}
   */
  public String explain() {
    String formula =
        "floor(("
            + padBefore
            + " + "
            + input
            + " + "
            + padAfter
            + " − "
            + span()
            + ") / "
            + stride
            + ") + 1 = "
            + output();
    int unread = (padBefore + input + padAfter - span()) % stride;
    if (unread == 0) {
      return formula;
    }
    // The smallest equal padding on both sides that lets one more window fit.
    long missing = (long) output() * stride + span() - input;
    long padding = Math.max(Math.max(padBefore, padAfter), Math.ceilDiv(missing, 2));
    return formula
        + "; the last "
        + (unread == 1 ? "position of the padded input is" : unread + " of the padded input are")
        + " never read, padding "
        + padding
        + " gives "
        + ((2 * padding + input - span()) / stride + 1);
  }
}
