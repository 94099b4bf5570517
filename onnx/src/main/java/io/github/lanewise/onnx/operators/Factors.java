package io.github.lanewise.onnx.operators;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** A product with all that it is made of, in whatever order it is written: numbers and values. */
final class Factors {
  /** Operations of a product that is taken apart; what a pattern looks for has fewer. */
  private static final int MOST = 6;

  private final Written written;

  /** The product of all constants. */
  private double constant = 1;

  /** The values, one for each time that it is a factor. */
  private final List<String> values = new ArrayList<>();

  /** The operations that multiply. */
  private final Set<Operation> inside = Written.none();

  private Factors(Written written) {
    this.written = written;
  }

  /** What a value is the product of, at least of itself. */
  static Factors of(String name, Written written) {
    Factors factors = new Factors(written);
    factors.split(name);
    return factors;
  }

  private void split(String name) {
    Operation product = written.binary(name, Binary.Kind.MUL);
    Operation quotient = written.binary(name, Binary.Kind.DIV);
    Operation power = written.binary(name, Binary.Kind.POW);
    double divisor = quotient == null ? Double.NaN : written.scalar(quotient.inputs().get(1));
    double exponent = power == null ? Double.NaN : written.scalar(power.inputs().get(1));
    if (inside.size() >= MOST) {
      values.add(name);
    } else if (product != null) {
      inside.add(product);
      factor(product.inputs().get(0));
      factor(product.inputs().get(1));
    } else if (!Double.isNaN(divisor)) {
      inside.add(quotient);
      constant /= divisor;
      split(quotient.inputs().getFirst());
    } else if (exponent == 2 || exponent == 3) {
      inside.add(power);
      for (int i = 0; i < exponent; i++) {
        values.add(power.inputs().getFirst());
      }
    } else {
      values.add(name);
    }
  }

  private void factor(String name) {
    double number = written.scalar(name);
    if (Double.isNaN(number)) {
      split(name);
    } else {
      constant *= number;
    }
  }

  Set<Operation> inside() {
    return inside;
  }

  /** Whether its constant is a number, but for what a float rounds. */
  boolean times(double number) {
    return Math.abs(constant / number - 1) < 0x1p-22;
  }

  /** Whether its values are one value, some times, and no others. */
  boolean isPower(String name, int exponent) {
    for (String value : values) {
      if (!value.equals(name)) {
        return false;
      }
    }
    return values.size() == exponent;
  }

  int count() {
    return values.size();
  }

  String value(int index) {
    return values.get(index);
  }
}
