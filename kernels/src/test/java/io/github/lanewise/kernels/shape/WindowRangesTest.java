package io.github.lanewise.kernels.shape;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.lanewise.kernels.testing.Windows;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Assume;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tag;
import net.jqwik.api.constraints.IntRange;

/** The closed formulas of {@link Window} against windows slid by hand. */
@Tag("once")
class WindowRangesTest {

  @Provide
  Arbitrary<Window> windows() {
    return Windows.any();
  }

  @Property
  void outputCountsTheWindowsThatFit(@ForAll("windows") Window w) {
    int fitting = 0;
    while (fitting * w.stride() + w.span() <= w.padBefore() + w.input() + w.padAfter()) {
      fitting++;
    }
    assertThat(w.output()).isEqualTo(fitting);
  }

  @Property
  void tapRangesAreTheTapsOnTheInput(@ForAll("windows") Window w) {
    for (int output = 0; output < w.output(); output++) {
      List<Integer> onInput = tapsOnInput(w, output);
      int first = w.firstTap(output);
      int end = w.endTap(output);
      assertThat(first).isBetween(0, w.kernel());
      assertThat(end).isBetween(0, w.kernel());
      assertThat(IntStream.range(first, end).boxed()).as("output %d", output).isEqualTo(onInput);
    }
  }

  @Property
  void interiorIsWhereEveryTapIsOnTheInput(@ForAll("windows") Window w) {
    assertThat(w.interiorFrom()).isBetween(0, w.output());
    assertThat(w.interiorTo()).isBetween(w.interiorFrom(), w.output());
    for (int output = 0; output < w.output(); output++) {
      assertThat(output >= w.interiorFrom() && output < w.interiorTo())
          .as("output %d", output)
          .isEqualTo(tapsOnInput(w, output).size() == w.kernel());
    }
  }

  @Property
  void sameGivesTheRoundedUpQuotientAndBalancedPadding(
      @ForAll @IntRange(min = 1, max = 50) int input,
      @ForAll @IntRange(min = 1, max = 7) int kernel,
      @ForAll @IntRange(min = 1, max = 5) int stride,
      @ForAll @IntRange(min = 1, max = 4) int dilation) {
    Window w = Window.same(input, kernel, stride, dilation);
    assertThat(w.output()).isEqualTo((int) Math.ceil((double) input / stride));
    assertThat(w.padAfter() - w.padBefore()).isBetween(0, 1);
  }

  @Property
  void explainNamesAPaddingThatGivesWhatItSays(@ForAll("windows") Window w) {
    String explained = w.explain();
    assertThat(explained).contains(" = " + w.output());
    Matcher proposal = Pattern.compile("padding (\\d+) gives (\\d+)$").matcher(explained);
    Assume.that(proposal.find());
    int padding = Integer.parseInt(proposal.group(1));
    int output = Integer.parseInt(proposal.group(2));
    assertThat(
            new Window(w.input(), w.kernel(), w.stride(), w.dilation(), padding, padding).output())
        .isEqualTo(output)
        .isGreaterThan(w.output());
  }

  private static List<Integer> tapsOnInput(Window w, int output) {
    return IntStream.range(0, w.kernel())
        .filter(
            tap -> {
              int at = output * w.stride() - w.padBefore() + tap * w.dilation();
              return at >= 0 && at < w.input();
            })
        .boxed()
        .toList();
  }
}
