package io.github.lanewise.cli.html;

import io.github.lanewise.cli.report.Numbers;
import java.util.Locale;
import java.util.stream.Collectors;

/** Numbers as pages write them. */
public final class Show {
  private static final String[] BYTES = {"B", "kB", "MB", "GB"};

  private Show() {}

  /**
   * A number as short as it is.
   *
   * @param value the number
   * @return with up to two decimals and a true minus sign
   */
  public static String number(double value) {
    return fixed(value, 2).replaceFirst("\\.?0+$", "");
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
   * A number that was measured.
   *
   * @param value the number
   * @return with three digits that count and a true minus sign
   */
  public static String digits3(double value) {
    return (value < 0 ? "−" : "") + Numbers.short3(Math.abs(value));
  }

  /**
   * A number within a product.
   *
   * @param value the number
   * @return as {@link #number}, in brackets if it is below 0
   */
  public static String factor(double value) {
    return value < 0 ? "(" + number(value) + ")" : number(value);
  }

  /**
   * A number that may be tiny.
   *
   * @param value the number, over 0
   * @return with two digits that count and a power of ten
   */
  public static String scientific(double value) {
    int power = (int) Math.floor(Math.log10(value));
    return fixed(value / Math.pow(10, power), 1) + "·10" + superscript(power);
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
   * @return below a million whole numbers in full and others with three digits that count, from
   *     there on as a power of ten
   */
  public static String compact(double value) {
    if (value < 1e6) {
      return value == Math.rint(value) ? fixed(value, 0) : Numbers.short3(value);
    }
    return scientific(value);
  }

  /**
   * A power as it stands behind its base.
   *
   * @param power any whole number
   * @return raised digits
   */
  static String superscript(int power) {
    return (power < 0 ? "⁻" : "") + digits(Integer.toString(Math.abs(power)), "⁰¹²³⁴⁵⁶⁷⁸⁹");
  }

  /**
   * A name as formulas have it.
   *
   * @param name such as {@code w1_h2}
   * @return such as w₁ of h₂
   */
  public static String symbol(String name) {
    return digits(name, "₀₁₂₃₄₅₆₇₈₉").replace("_", " of ");
  }

  private static String digits(String text, String forms) {
    return text.chars()
        .mapToObj(c -> Character.toString(Character.isDigit(c) ? forms.charAt(c - '0') : c))
        .collect(Collectors.joining());
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
