package io.github.lanewise.cli.html;

import java.util.List;
import java.util.Locale;

/**
 * Bars from left to right, one below the other, as positions in an SVG.
 *
 * @param description what it shows, for those who do not see it
 * @param axis the axis along the bars
 * @param bars the bars
 */
public record BarPlot(String description, Axis axis, List<Bar> bars) {
  /** Width of the drawing. */
  public static final int WIDTH = 330;

  /** Height of a bar with the gap below it. */
  public static final int STEP = 26;

  /** Where bars begin. */
  public static final int LEFT = 100;

  /** Where the longest bar may end. */
  public static final int RIGHT = WIDTH - 72;

  private static final int BELOW = 44;

  /**
   * A bar.
   *
   * @param name what it is
   * @param value how long it is
   * @param text the value in words, written at its end
   * @param colour number of its colour, from 0
   */
  public record Bar(String name, double value, String text, int colour) {}

  /** Keeps the list. */
  public BarPlot {
    bars = List.copyOf(bars);
  }

  /**
   * Height of the drawing.
   *
   * @return bars and axis
   */
  public int height() {
    return bottom() + BELOW;
  }

  /**
   * Where the axis is.
   *
   * @return the position from above
   */
  public int bottom() {
    return bars.size() * STEP + 4;
  }

  /**
   * Where a share of the axis is.
   *
   * @param share from 0 to 1
   * @return the position across
   */
  public static String across(double share) {
    return position(LEFT + share * (RIGHT - LEFT));
  }

  /**
   * How long a bar is.
   *
   * @param bar the bar
   * @return its length, a little for the shortest, too
   */
  public String length(Bar bar) {
    return position(Math.max(1.5, axis.share(bar.value()) * (RIGHT - LEFT)));
  }

  /**
   * Where a bar's value is written.
   *
   * @param bar the bar
   * @return the position across
   */
  public String end(Bar bar) {
    return position(LEFT + axis.share(bar.value()) * (RIGHT - LEFT) + 7);
  }

  private static String position(double position) {
    return String.format(Locale.ROOT, "%.1f", position);
  }
}
