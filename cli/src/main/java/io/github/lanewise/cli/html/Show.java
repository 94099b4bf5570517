package io.github.lanewise.cli.html;

import io.github.lanewise.cli.report.Numbers;
import java.util.Locale;

/** Numbers as pages write them. */
public final class Show {
  private static final String[] BYTES = {"B", "kB", "MB", "GB"};

  private Show() {}

  /**
   * A number as short as it is.
   *
   * @param value the number
   * @return whole if it is, else with two decimals; with a true minus sign
   */
  public static String number(double value) {
    return value == Math.rint(value) ? fixed(value, 0) : fixed(value, 2);
  }

  /**
   * A number with some decimals.
   *
   * @param value the number
   * @param decimals how many
   * @return with a true minus sign, and none before zeros
   */
  public static String fixed(double value, int decimals) {
    String text = String.format(Locale.ROOT, "%,." + decimals + "f", value);
    return text.matches("-[0.]+") ? text.substring(1) : text.replace('-', '−');
  }

  /**
   * A share as percent.
   *
   * @param share from 0 to 1
   * @return with one decimal and the sign
   */
  public static String percent(double share) {
    return fixed(100 * share, 1) + " %";
  }

  /**
   * A number of any size in few letters.
   *
   * @param value the number, at least 0
   * @return with three digits that count, from a million on as a power of ten
   */
  public static String compact(double value) {
    if (value < 1e6) {
      return Numbers.short3(value);
    }
    int power = (int) Math.floor(Math.log10(value));
    return fixed(value / Math.pow(10, power), 1) + "·10" + superscript(power);
  }

  /**
   * A power as it stands behind its base.
   *
   * @param power any whole number
   * @return raised digits
   */
  static String superscript(int power) {
    String digits = "⁰¹²³⁴⁵⁶⁷⁸⁹";
    StringBuilder text = new StringBuilder(power < 0 ? "⁻" : "");
    for (char digit : Integer.toString(Math.abs(power)).toCharArray()) {
      text.append(digits.charAt(digit - '0'));
    }
    return text.toString();
  }

  /**
   * A number of bytes.
   *
   * @param bytes how many
   * @return in the unit that fits, of powers of 1,000
   */
  public static String bytes(long bytes) {
    double number = bytes;
    int unit = 0;
    while (number >= 1000 && unit < BYTES.length - 1) {
      number /= 1000;
      unit++;
    }
    return fixed(number, unit == 0 || number >= 100 ? 0 : 1) + " " + BYTES[unit];
  }
}
