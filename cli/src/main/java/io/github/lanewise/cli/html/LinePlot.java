package io.github.lanewise.cli.html;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * Lines over two axes, as positions in an SVG of {@link #WIDTH} by {@link #HEIGHT}.
 *
 * @param description what it shows, for those who do not see it
 * @param x the axis across
 * @param y the axis upwards
 * @param series the lines
 */
public record LinePlot(String description, Axis x, Axis y, List<Series> series) {
  /** Width of the drawing. */
  public static final int WIDTH = 330;

  /** Height of the drawing. */
  public static final int HEIGHT = 256;

  /** Left end of the axis across. */
  public static final int LEFT = 60;

  /** Right end of the axis across. */
  public static final int RIGHT = WIDTH - 14;

  /** Upper end of the axis upwards. */
  public static final int TOP = 12;

  /** Lower end of the axis upwards. */
  public static final int BOTTOM = HEIGHT - 44;

  /**
   * A line.
   *
   * @param name what it is
   * @param colour number of its colour, from 0
   * @param dashed whether it is drawn with gaps
   * @param points its points, from left to right
   */
  public record Series(String name, int colour, boolean dashed, List<Point> points) {
    /** Keeps the list. */
    public Series {
      points = List.copyOf(points);
    }
  }

  /**
   * A point.
   *
   * @param x value across
   * @param y value upwards
   */
  public record Point(double x, double y) {}

  /** Keeps the list. */
  public LinePlot {
    series = List.copyOf(series);
  }

  /**
   * A point for each pair of values.
   *
   * @param x values across
   * @param y values upwards, as many
   * @return the points
   */
  public static List<Point> points(List<? extends Number> x, List<? extends Number> y) {
    List<Point> points = new ArrayList<>();
    for (int i = 0; i < x.size(); i++) {
      points.add(new Point(x.get(i).doubleValue(), y.get(i).doubleValue()));
    }
    return points;
  }

  /**
   * Where a share of the axis across is.
   *
   * @param share from 0 to 1
   * @return the position
   */
  public static String across(double share) {
    return position(LEFT + share * (RIGHT - LEFT));
  }

  /**
   * Where a share of the axis upwards is.
   *
   * @param share from 0 to 1
   * @return the position
   */
  public static String up(double share) {
    return position(BOTTOM - share * (BOTTOM - TOP));
  }

  /**
   * Where a point is.
   *
   * @param point the point
   * @return its position across
   */
  public String across(Point point) {
    return across(x.share(point.x()));
  }

  /**
   * Where a point is.
   *
   * @param point the point
   * @return its position from above
   */
  public String up(Point point) {
    return up(y.share(point.y()));
  }

  /**
   * A line as SVG's polyline has it.
   *
   * @param line the line
   * @return its points
   */
  public String polyline(Series line) {
    return line.points().stream()
        .map(point -> across(point) + "," + up(point))
        .collect(Collectors.joining(" "));
  }

  private static String position(double position) {
    return String.format(Locale.ROOT, "%.1f", position);
  }
}
