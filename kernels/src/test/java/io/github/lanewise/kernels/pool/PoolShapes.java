package io.github.lanewise.kernels.pool;

import io.github.lanewise.kernels.shape.Window;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ArbitrarySupplier;
import net.jqwik.api.Combinators;

/** Poolings for properties, all parameters at once, each drawn and shrunk by itself. */
final class PoolShapes implements ArbitrarySupplier<PoolShape> {
  /** More than four vectors of the widest lanes. */
  private static final int MANY_CHANNELS = 80;

  @Override
  public Arbitrary<PoolShape> get() {
    Arbitrary<Boolean> flags = Arbitraries.of(false, true);
    Arbitrary<Integer> channels = Arbitraries.oneOf(upTo(4), upTo(MANY_CHANNELS));
    return Combinators.combine(upTo(2), channels, windows(6), windows(40), flags, flags)
        .as(PoolShape::new);
  }

  private static Arbitrary<Window> windows(int more) {
    Arbitrary<Integer> paddings = Arbitraries.integers().between(0, 5);
    return Combinators.combine(
            upTo(4), upTo(4), upTo(3), paddings, paddings, Arbitraries.integers().between(0, more))
        .as(
            (kernel, stride, dilation, before, after, extra) -> {
              int span = dilation * (kernel - 1) + 1;
              int top = Math.min(before, span / 2);
              int bottom = Math.min(after, span / 2);
              int input = Math.max(1, span - top - bottom) + extra;
              return new Window(input, kernel, stride, dilation, top, bottom);
            });
  }

  private static Arbitrary<Integer> upTo(int most) {
    return Arbitraries.integers().between(1, most);
  }
}
