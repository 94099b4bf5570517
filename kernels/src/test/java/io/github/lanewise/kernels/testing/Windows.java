package io.github.lanewise.kernels.testing;

import io.github.lanewise.kernels.shape.Window;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;

/**
 * Windows for properties, valid by construction: the input is what the span needs beyond the
 * padding, and some more. So each size is drawn and shrunk by itself.
 */
public final class Windows {
  /** Padding that may reach over the whole kernel, so that some windows see no input at all. */
  private static final int MAX_PADDING = 7;

  private Windows() {}

  /** Small windows of every kind. */
  public static Arbitrary<Window> any() {
    return of(upTo(5), upTo(4), upTo(3), 12);
  }

  /**
   * Windows of the given kernels, strides and dilations with up to {@code more} further outputs.
   */
  public static Arbitrary<Window> of(
      Arbitrary<Integer> kernels,
      Arbitrary<Integer> strides,
      Arbitrary<Integer> dilations,
      int more) {
    Arbitrary<Integer> paddings = Arbitraries.integers().between(0, MAX_PADDING);
    return Combinators.combine(
            kernels,
            strides,
            dilations,
            paddings,
            paddings,
            Arbitraries.integers().between(0, more))
        .as(
            (kernel, stride, dilation, before, after, extra) -> {
              int span = dilation * (kernel - 1) + 1;
              int input = Math.max(1, span - before - after) + extra;
              return new Window(input, kernel, stride, dilation, before, after);
            });
  }

  /** From 1 to {@code most}. */
  public static Arbitrary<Integer> upTo(int most) {
    return Arbitraries.integers().between(1, most);
  }
}
