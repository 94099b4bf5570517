package io.github.lanewise.kernels.shape;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Sizes known from elsewhere, and every error. */
@Tag("once")
class WindowTest {
  private static final int MAX = Integer.MAX_VALUE;

  @Test
  void theLecturesChannelExampleGives54WithoutPaddingAnd55WithTwo() {
    assertThat(Window.of(224, 11, 4, 0).output()).isEqualTo(54);
    assertThat(Window.of(224, 11, 4, 2).output()).isEqualTo(55);
  }

  @Test
  void explainShowsTheFormulaAndThePaddingThatGivesTheLectures55() {
    assertThat(Window.of(224, 11, 4, 0).explain())
        .isEqualTo(
            "floor((0 + 224 + 0 − 11) / 4) + 1 = 54; the last position of the padded input is never"
                + " read, padding 2 gives 55");
  }

  @Test
  void explainIsTheFormulaAloneWhereEveryPositionIsRead() {
    assertThat(Window.of(227, 11, 4, 0).explain())
        .isEqualTo("floor((0 + 227 + 0 − 11) / 4) + 1 = 55");
  }

  @Test
  void explainCountsThePaddingThatIsThere() {
    assertThat(new Window(7, 2, 4, 1, 0, 1).explain())
        .isEqualTo(
            "floor((0 + 7 + 1 − 2) / 4) + 1 = 2; the last 2 of the padded input are never"
                + " read, padding 2 gives 3");
  }

  @Test
  void theLecturesEdgeKernelLosesOneColumnAndNoRow() {
    assertThat(Window.of(320, 2, 1, 0).output()).isEqualTo(319);
    assertThat(Window.of(280, 1, 1, 0).output()).isEqualTo(280);
  }

  @Test
  void sizesOfKnownLayers() {
    assertThat(Window.of(227, 11, 4, 0).output()).as("AlexNet, first layer").isEqualTo(55);
    assertThat(Window.of(224, 7, 2, 3).output()).as("ResNet, first layer").isEqualTo(112);
    assertThat(Window.of(56, 1, 2, 0).output()).as("ResNet, 1×1 at stride 2").isEqualTo(28);
    assertThat(Window.of(28, 5, 1, 2).output()).as("LeNet, first layer").isEqualTo(28);
    assertThat(new Window(32, 3, 1, 2, 0, 0).output()).as("dilated by 2").isEqualTo(28);
  }

  @Test
  void sameRoundsUpAndPutsAnOddPositionAfterTheLast() {
    assertThat(Window.same(5, 2, 1, 1)).isEqualTo(new Window(5, 2, 1, 1, 0, 1));
    assertThat(Window.same(224, 7, 2, 1)).isEqualTo(new Window(224, 7, 2, 1, 2, 3));
    assertThat(Window.same(7, 3, 1, 2)).isEqualTo(new Window(7, 3, 1, 2, 2, 2));
    assertThat(Window.same(10, 1, 3, 1)).as("needs none").isEqualTo(new Window(10, 1, 3, 1, 0, 0));
  }

  @Test
  void rangesHoldAtTheLargestSizes() {
    Window farApart = new Window(1, 1, MAX, MAX, 5, 5);
    assertThat(farApart.output()).isEqualTo(1);
    assertThat(farApart.firstTap(0)).isEqualTo(1);
    assertThat(farApart.endTap(0)).isEqualTo(1);
    assertThat(farApart.interiorFrom()).isEqualTo(1);
    assertThat(farApart.interiorTo()).isEqualTo(1);

    Window long1 = new Window(MAX, 1, 1, 1, 0, 0);
    assertThat(long1.output()).isEqualTo(MAX);
    assertThat(long1.interiorTo()).isEqualTo(MAX);
    assertThat(long1.endTap(MAX - 1)).isEqualTo(1);

    Window mostlyPadding = new Window(1, 2, 2, 1, MAX - 2, 1);
    assertThat(mostlyPadding.output()).isEqualTo(MAX / 2);
    assertThat(mostlyPadding.interiorFrom()).isEqualTo(MAX / 2);
    assertThat(mostlyPadding.explain()).contains("the last position of the padded input is");
  }

  @Test
  void eachSizeHasALeastValue() {
    rejects("input is 0, expected at least 1", 0, 1, 1, 1, 0, 0);
    rejects("input is -3, expected at least 1", -3, 1, 1, 1, 0, 0);
    rejects("kernel is 0, expected at least 1", 5, 0, 1, 1, 0, 0);
    rejects("stride is 0, expected at least 1", 5, 3, 0, 1, 0, 0);
    rejects("stride is -1, expected at least 1", 5, 3, -1, 1, 0, 0);
    rejects("dilation is 0, expected at least 1", 5, 3, 1, 0, 0, 0);
    rejects("padBefore is -1, expected at least 0", 5, 3, 1, 1, -1, 0);
    rejects("padAfter is -2, expected at least 0", 5, 3, 1, 1, 0, -2);
  }

  @Test
  void aWindowThatDoesNotFitIsToldWhatWould() {
    rejects(
        "the window does not fit: kernel span 2·(4 − 1) + 1 = 7 > padded input 1 + 3 + 0 = 4; it"
            + " fits with 3 more padding in all, or with a kernel of at most 2",
        3,
        4,
        1,
        2,
        1,
        0);
    assertThat(new Window(3, 4, 1, 2, 1, 3).output()).as("3 more padding").isEqualTo(1);
    assertThat(new Window(3, 2, 1, 2, 1, 0).output()).as("a kernel of 2").isEqualTo(2);
  }

  @Test
  void sizesBeyondAnIntAreRejectedRatherThanWrapped() {
    rejects(
        "padded input 2147483648 or kernel span 1 is over 2147483647 positions; make input,"
            + " padding, kernel or dilation smaller",
        MAX,
        1,
        1,
        1,
        1,
        0);
    rejects(
        "padded input 5 or kernel span 4294967293 is over 2147483647 positions; make input,"
            + " padding, kernel or dilation smaller",
        5,
        3,
        1,
        MAX - 1,
        0,
        0);
  }

  @Test
  void sameNamesTheSizeItRejects() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Window.same(0, 3, 1, 1))
        .withMessage("input is 0, expected at least 1");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Window.same(5, 0, 1, 1))
        .withMessage("kernel is 0, expected at least 1");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Window.same(5, 3, 0, 1))
        .withMessage("stride is 0, expected at least 1");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Window.same(5, 3, 1, 0))
        .withMessage("dilation is 0, expected at least 1");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Window.same(5, MAX, 1, 3))
        .withMessageContaining("kernel span 6442450939 is over 2147483647 positions");
  }

  private static void rejects(
      String message, int input, int kernel, int stride, int dilation, int before, int after) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Window(input, kernel, stride, dilation, before, after))
        .withMessage(message);
  }
}
