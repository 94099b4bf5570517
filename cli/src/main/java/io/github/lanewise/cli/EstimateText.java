package io.github.lanewise.cli;

import java.time.Duration;

/** How long something will take, for people. */
final class EstimateText {
  private EstimateText() {}

  static String of(Duration time) {
    return "About %d min %d s.".formatted(time.toMinutes(), time.toSecondsPart());
  }
}
