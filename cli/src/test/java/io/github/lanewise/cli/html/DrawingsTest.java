package io.github.lanewise.cli.html;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.lanewise.bench.lecture.Connections;
import io.github.lanewise.bench.lecture.Matrix;
import io.github.lanewise.bench.lecture.Plane;
import io.github.lanewise.bench.lecture.Worked;
import io.github.lanewise.bench.picture.Picture;
import java.util.List;
import org.junit.jupiter.api.Test;

class DrawingsTest {

  @Test
  void linearAxesEndAtRoundNumbers() {
    Axis axis = Axis.linear("x", List.of(0.0, 7.3));
    assertThat(axis.low()).isZero();
    assertThat(axis.high()).isEqualTo(8);
    assertThat(axis.ticks()).extracting(Axis.Tick::label).containsExactly("0", "2", "4", "6", "8");
    assertThat(axis.share(2)).isEqualTo(0.25);
    assertThat(Axis.linear("x", List.of(0.013)).ticks())
        .extracting(Axis.Tick::label)
        .startsWith("0.000", "0.005");
  }

  @Test
  void logarithmicAxesTickAtPowersOfTen() {
    Axis decades = Axis.logarithmic("t", List.of(0.3, 12_345_678.0), true);
    assertThat(decades.low()).isCloseTo(0.1, within(1e-12));
    assertThat(decades.high()).isCloseTo(1e8, within(1.0));
    assertThat(decades.ticks()).extracting(Axis.Tick::label).contains("0.1", "10", "10³", "10⁵");
    assertThat(decades.share(1)).isCloseTo(1 / 9.0, within(1e-9));
    assertThat(Axis.logarithmic("n", List.of(50.0, 1437.0), false).ticks())
        .extracting(Axis.Tick::label)
        .containsExactly("50", "100", "200", "500", "1,000");
    assertThat(Axis.logarithmic("n", List.of(100.0), false).high()).isGreaterThan(100);
    assertThatThrownBy(() -> new Axis("n", 0, 1, true)).hasMessageContaining("over 0");
  }

  @Test
  void linesLieBetweenTheEndsOfTheAxes() {
    LinePlot.Series line =
        new LinePlot.Series("a", 0, false, LinePlot.points(List.of(0, 10), List.of(0, 100)));
    LinePlot plot =
        new LinePlot(
            "a line", new Axis("x", 0, 10, false), new Axis("y", 0, 100, false), List.of(line));
    assertThat(plot.polyline(line))
        .isEqualTo(
            "%s.0,%s.0 %s.0,%s.0"
                .formatted(LinePlot.LEFT, LinePlot.BOTTOM, LinePlot.RIGHT, LinePlot.TOP));
  }

  @Test
  void barsAreAsLongAsTheirShare() {
    BarPlot.Bar half = new BarPlot.Bar("half", 50, "50", 0);
    BarPlot.Bar none = new BarPlot.Bar("none", 0, "0", 0);
    BarPlot plot = new BarPlot("bars", new Axis("x", 0, 100, false), List.of(half, none));
    assertThat(Double.parseDouble(plot.length(half)))
        .isEqualTo((BarPlot.RIGHT - BarPlot.LEFT) / 2.0);
    assertThat(Double.parseDouble(plot.length(none))).isPositive();
    assertThat(plot.height()).isGreaterThan(plot.bottom());
  }

  @Test
  void diagramsFollowConnectionsThroughLayers() {
    Connections pairs =
        new Connections(
            "pairs",
            3,
            3,
            2,
            List.of(
                new Connections.Edge(0, 0, 1),
                new Connections.Edge(0, 1, 0),
                new Connections.Edge(1, 1, 1),
                new Connections.Edge(1, 2, 0),
                new Connections.Edge(2, 2, 1)));
    Diagram deep = Diagram.toOutput(pairs, 2, 2);
    assertThat(deep.units()).hasSize(9);
    assertThat(deep.lines()).hasSize(10);
    // Output 3 sees units 2 and 3, these all three inputs.
    assertThat(deep.lines().stream().filter(Diagram.Line::focus)).hasSize(2 + 4);
    assertThat(deep.description()).contains("10 connections, 6 of them in focus, from 3 inputs");
    assertThat(Diagram.fromInput(pairs, 1).lines().stream().filter(Diagram.Line::focus)).hasSize(2);
    assertThat(Diagram.shared(pairs).lines()).allMatch(Diagram.Line::focus);
  }

  @Test
  void gridsMarkTheWindowAndThePadding() {
    Matrix one = new Matrix(1, 1, new float[] {5});
    Worked worked =
        new Worked("w", one, one, one, 1, 1, 1, "", 0, 0, List.of(new Worked.Product(0, 0, 5, 1)));
    NumberGrid grid = NumberGrid.input(worked);
    assertThat(grid.rows()).hasSize(3);
    assertThat(grid.rows().get(1))
        .containsExactly(
            new NumberGrid.Cell("0", "pad"),
            new NumberGrid.Cell("5", "window"),
            new NumberGrid.Cell("0", "pad"));
  }

  @Test
  void numbersAreWrittenForPeople() {
    assertThat(Show.number(-3)).isEqualTo("−3");
    assertThat(Show.number(0.25)).isEqualTo("0.25");
    assertThat(Show.number(2.5)).isEqualTo("2.5");
    assertThat(Show.number(1200)).isEqualTo("1,200");
    assertThat(Show.number(0.001)).isEqualTo("0");
    assertThat(Show.factor(-2)).isEqualTo("(−2)");
    assertThat(Show.digits3(-0.12345)).isEqualTo("−0.123");
    assertThat(Show.scientific(6.94e-18)).isEqualTo("6.9·10⁻¹⁸");
    assertThat(Show.symbol("w1_h2")).isEqualTo("w₁ of h₂");
    assertThat(Show.fixed(-0.0001, 2)).isEqualTo("0.00");
    assertThat(Show.percent(0.5)).isEqualTo("50.0 %");
    assertThat(Show.bytes(999)).isEqualTo("999 B");
    assertThat(Show.bytes(32_012_288_000L)).isEqualTo("32.0 GB");
    assertThat(Show.compact(8_003_072_000.0)).isEqualTo("8.0·10⁹");
    assertThat(Show.compact(178_640)).isEqualTo("178,640");
  }

  @Test
  void coloursTellSigns() {
    Plane plane = new Plane(1, 3, new float[] {-2, 0, 1});
    assertThat(Colours.full(List.of(plane, new Plane(1, 1, new float[] {1.5f})))).isEqualTo(2);
    Picture signed = Colours.signed(plane, 1);
    assertThat(Colours.ramp().plane(0)[0]).as("full blue").isEqualTo(signed.plane(0)[0]);
    assertThat(signed.plane(2)[0]).as("blue below 0").isGreaterThan(signed.plane(0)[0]);
    assertThat(signed.plane(0)[2]).as("red above").isGreaterThan(signed.plane(2)[2]);
    assertThat(signed.plane(0)[1]).isEqualTo(signed.plane(2)[1]);
    assertThat(Colours.grey(new Plane(1, 2, new float[] {3, 7})).plane(0)).containsExactly(0, 255);
    assertThat(Colours.grey(new Plane(1, 2, new float[] {3, 3})).plane(0)).containsExactly(0, 0);
  }
}
