package io.github.lanewise.cli.report;

import java.util.Locale;

/** Numbers for people, in English whatever the system's language. */
public final class Numbers {
  private static final String[] UNITS = {"s", "ms", "µs", "ns"};

  private Numbers() {}

  /**
   * With commas between thousands.
   *
   * @param number a whole number
   * @return such as 1,234
   */
  public static String grouped(long number) {
    return String.format(Locale.ROOT, "%,d", number);
  }

  /**
   * With three digits that count.
   *
   * @param number any number
   * @return such as 0.00123 or 12,300
   */
  public static String short3(double number) {
    if (!Double.isFinite(number) || number == 0) {
      return Double.isFinite(number) ? "0" : Double.toString(number);
    }
    int digits = (int) Math.floor(Math.log10(Math.abs(number))) + 1;
    double rounded = number;
    if (digits > 3) { // the digits that do not count become zeros
      double unit = Math.pow(10, digits - 3);
      rounded = Math.round(number / unit) * unit;
    }
    return String.format(Locale.ROOT, "%,." + Math.clamp(3 - digits, 0, 9) + "f", rounded);
  }

  /**
   * A time in the unit that fits.
   *
   * @param seconds how long
   * @return such as 1.23 ms
   */
  public static String time(double seconds) {
    double number = seconds;
    int unit = 0;
    while (number < 1 && number > 0 && unit < UNITS.length - 1) {
      number *= 1000;
      unit++;
    }
    return short3(number) + " " + UNITS[unit];
  }

  /** As CSV and other programs read it. */
  static String exact(double number) {
    return String.format(Locale.ROOT, "%.9g", number);
  }
}
