package io.github.lanewise.bench.costtable;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class SlideTest {

  @Test
  void everyFigureOfTheSlideIsChecked() {
    assertThat(Slide.checks(Tables.of(320, 280)))
        .allMatch(Slide.Check::agrees)
        .extracting(check -> check.computed() + " " + check.slide())
        .containsExactly(
            "8003072000 > 8e9",
            "178640 = 178,640",
            "2 = 2",
            "16006054680 > 16e9",
            "267960 = 267,960",
            "267960 = 267,960");
  }

  @Test
  void otherPicturesAreNotHeldAgainstTheSlide() {
    assertThat(Slide.checks(Tables.of(320, 281))).isEmpty();
  }
}
