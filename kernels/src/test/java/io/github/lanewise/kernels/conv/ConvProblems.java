package io.github.lanewise.kernels.conv;

import static io.github.lanewise.kernels.testing.Windows.upTo;

import io.github.lanewise.kernels.shape.Window;
import io.github.lanewise.kernels.testing.Windows;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ArbitrarySupplier;
import net.jqwik.api.Combinators;
import net.jqwik.api.Tuple;

/**
 * Convolutions for properties: all parameters at once, and often enough those that only one
 * algorithm is made for. Each number is drawn and shrunk by itself.
 */
final class ConvProblems implements ArbitrarySupplier<ConvProblem> {
  /** More than two vectors of the widest lanes. */
  private static final int MANY_CHANNELS = 40;

  private static final Arbitrary<Integer> ONE = Arbitraries.just(1);

  @Override
  public Arbitrary<ConvProblem> get() {
    Arbitrary<Boolean> flags = Arbitraries.of(false, true);
    return Combinators.combine(shapes(), Arbitraries.longs().between(0, 999), flags, flags, flags)
        .as(ConvProblem::new);
  }

  static Arbitrary<ConvShape> shapes() {
    return Arbitraries.frequencyOf(
        Tuple.of(4, shapes(windows(8), upTo(MANY_CHANNELS), upTo(MANY_CHANNELS), ONE)),
        Tuple.of(2, shapes(windows(8), upTo(9), upTo(9), upTo(5))),
        Tuple.of(2, shapes(windows(8), ONE, ONE, upTo(MANY_CHANNELS))),
        Tuple.of(2, shapes(rowsOfThree(14), ONE, ONE, lanesOrMore())),
        Tuple.of(2, shapes(unitStride(70), ONE, ONE, ONE)),
        Tuple.of(2, shapes(unitStride(70), ONE, upTo(4), ONE)),
        Tuple.of(2, shapes(neighbouringTaps(14), upTo(9), upTo(8), ONE)),
        Tuple.of(2, shapes(unitStride(70), ONE, upTo(15), ONE)),
        Tuple.of(4, shapes(threeTaps(14), upTo(MANY_CHANNELS), upTo(MANY_CHANNELS), ONE)),
        Tuple.of(4, shapes(pointwise(), upTo(9).map(half -> 2 * half), panelPairs(), ONE)),
        Tuple.of(1, shapes(oneTap(14), upTo(MANY_CHANNELS), upTo(MANY_CHANNELS), ONE)));
  }

  private static Arbitrary<ConvShape> shapes(
      Arbitrary<Window> windows,
      Arbitrary<Integer> in,
      Arbitrary<Integer> out,
      Arbitrary<Integer> groups) {
    return Combinators.combine(upTo(3), windows, windows, in, out, groups)
        .as((n, height, width, i, o, g) -> new ConvShape(n, height, width, i * g, o * g, g));
  }

  private static Arbitrary<Window> windows(int more) {
    return Windows.of(upTo(5), upTo(4), upTo(3), more);
  }

  private static Arbitrary<Window> unitStride(int more) {
    return Windows.of(upTo(5), ONE, upTo(3), more);
  }

  private static Arbitrary<Window> neighbouringTaps(int more) {
    return Windows.of(upTo(5), upTo(2), ONE, more);
  }

  /** What the depthwise kernel for three taps takes. */
  private static Arbitrary<Window> rowsOfThree(int more) {
    return Windows.of(Arbitraries.just(3), upTo(2), ONE, more);
  }

  /** As many channels as the widest lanes at least. */
  private static Arbitrary<Integer> lanesOrMore() {
    return Arbitraries.integers().between(16, MANY_CHANNELS);
  }

  private static Arbitrary<Window> threeTaps(int more) {
    return Windows.of(Arbitraries.just(3), ONE, ONE, more);
  }

  /** Without borders, one row of pixels and more. */
  private static Arbitrary<Window> pointwise() {
    return upTo(14).map(size -> new Window(size, 1, 1, 1, 0, 0));
  }

  /** Output channels of one and two pairs of the widest panels. */
  private static Arbitrary<Integer> panelPairs() {
    return Arbitraries.of(128, 256);
  }

  private static Arbitrary<Window> oneTap(int more) {
    return Windows.of(ONE, ONE, ONE, more);
  }
}
