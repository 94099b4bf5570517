package io.github.lanewise.bench.costtable;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.lanewise.bench.costtable.PowerLaw.Point;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class PowerLawTest {

  @Property(tries = 50)
  void findsTheExponentThatMadeThePoints(
      @ForAll @IntRange(min = -9, max = 9) int magnitude,
      @ForAll @DoubleRange(min = -3, max = 3) double exponent) {
    double factor = 3 * Math.pow(10, magnitude);
    double fitted =
        PowerLaw.exponent(
            List.of(
                point(2, factor, exponent),
                point(7, factor, exponent),
                point(50, factor, exponent)));
    assertThat(fitted).isCloseTo(exponent, within(1e-9));
  }

  private static Point point(double x, double factor, double exponent) {
    return new Point(x, factor * Math.pow(x, exponent));
  }

  @Test
  void oneSizeSaysNothing() {
    assertThatThrownBy(() -> PowerLaw.exponent(List.of(new Point(3, 1), new Point(3, 2))))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("two different");
  }
}
