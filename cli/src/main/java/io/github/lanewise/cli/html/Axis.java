package io.github.lanewise.cli.html;

import io.github.lanewise.cli.report.Numbers;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * An axis of a plot.
 *
 * @param label what it shows, with its unit
 * @param low value at its beginning
 * @param high value at its end, over {@code low}
 * @param logarithmic whether equal steps multiply; then {@code low} is over 0
 */
public record Axis(String label, double low, double high, boolean logarithmic) {
  private static final int TICKS = 5;
  private static final int DECADES = 6;

  /** On axes of more powers of ten there is no room for numbers of many zeros. */
  private static final int LONG = 4;

  /** Up to this ratio of its ends a logarithmic axis has ticks between powers of ten. */
  private static final double SHORT = 100;

  /**
   * A tick.
   *
   * @param share where it is, from 0 to 1
   * @param label its number
   */
  public record Tick(double share, String label) {}

  /**
   * Checks the ends.
   *
   * @throws IllegalArgumentException if they are not finite or in the wrong order
   */
  public Axis {
    if (!(low < high) || !Double.isFinite(high - low) || (logarithmic && low <= 0)) {
      throw new IllegalArgumentException(
          "the axis '%s' goes from %s to %s, expected a smaller and a larger number%s"
              .formatted(label, low, high, logarithmic ? " over 0" : ""));
    }
  }

  /**
   * An axis of equal steps, from 0 or the smallest value to a round number over the largest.
   *
   * @param label what it shows, with its unit
   * @param values what has to fit
   * @return the axis
   */
  public static Axis linear(String label, List<Double> values) {
    double high = values.stream().mapToDouble(v -> v).max().orElse(1);
    double low = Math.min(0, values.stream().mapToDouble(v -> v).min().orElse(0));
    double step = step(Math.max(high - low, 1e-9));
    return new Axis(label, Math.floor(low / step) * step, Math.ceil(high / step) * step, false);
  }

  /**
   * A logarithmic axis.
   *
   * @param label what it shows, with its unit
   * @param values what has to fit, each over 0
   * @param decades whether it goes from one power of ten to another; else it ends at the values
   * @return the axis
   */
  public static Axis logarithmic(String label, List<Double> values, boolean decades) {
    double high = values.stream().mapToDouble(v -> v).max().orElseThrow();
    double low = values.stream().mapToDouble(v -> v).min().orElseThrow();
    if (decades || low == high) {
      low = Math.pow(10, Math.floor(Math.log10(low)));
      high = Math.pow(10, Math.ceil(Math.log10(high * 1.0001)));
    }
    return new Axis(label, low, high, true);
  }

  /**
   * Where a value is.
   *
   * @param value the value
   * @return from 0, the beginning, to 1, the end; values beyond are put there
   */
  public double share(double value) {
    double share =
        logarithmic
            ? Math.log(Math.max(value, low) / low) / Math.log(high / low)
            : (value - low) / (high - low);
    return Math.clamp(share, 0, 1);
  }

  /**
   * A few round numbers along the axis.
   *
   * @return its ticks, in order
   */
  public List<Tick> ticks() {
    return logarithmic ? logarithmicTicks() : linearTicks();
  }

  private List<Tick> linearTicks() {
    double step = step(high - low);
    List<Tick> ticks = new ArrayList<>();
    for (long i = Math.round(Math.ceil(low / step - 1e-9)); i * step <= high + 1e-9 * step; i++) {
      int digits = (int) Math.max(0, Math.ceil(-Math.log10(step) - 1e-9));
      ticks.add(
          new Tick(share(i * step), String.format(Locale.ROOT, "%,." + digits + "f", i * step)));
    }
    return ticks;
  }

  private List<Tick> logarithmicTicks() {
    int from = (int) Math.floor(Math.log10(low) + 1e-9);
    int to = (int) Math.ceil(Math.log10(high) - 1e-9);
    int[] digits = high / low <= SHORT ? new int[] {1, 2, 5} : new int[] {1};
    int every = Math.max(1, Math.ceilDiv(to - from, DECADES));
    List<Tick> ticks = new ArrayList<>();
    for (int power = from; power <= to; power += every) {
      for (int digit : digits) {
        double value = digit * Math.pow(10, power);
        if (value >= low * 0.999 && value <= high * 1.001) {
          ticks.add(new Tick(share(value), label(digit, power, to - from > LONG ? 2 : 5)));
        }
      }
    }
    return ticks;
  }

  /** In full up to some power of ten, else as one. */
  private static String label(int digit, int power, int longest) {
    if (power >= -2 && power <= longest) {
      return Numbers.short3(digit * Math.pow(10, power)).replaceFirst("\\.0*$|(\\.\\d*?)0+$", "$1");
    }
    return (digit == 1 ? "" : digit + "·") + "10" + Show.superscript(power);
  }

  /** 1, 2 or 5 times a power of ten, so that a few of it make the length. */
  private static double step(double length) {
    double power = Math.pow(10, Math.floor(Math.log10(length / TICKS)));
    for (int digit : new int[] {1, 2, 5}) {
      if (length / (digit * power) <= TICKS + 0.5) {
        return digit * power;
      }
    }
    return 10 * power;
  }
}
