package io.github.lanewise.bench.lecture;

import io.github.lanewise.nn.Shape;
import io.github.lanewise.nn.data.Dataset;
import io.github.lanewise.nn.data.Digits;
import io.github.lanewise.nn.lecture.Frame32;
import java.util.ArrayList;
import java.util.List;

/**
 * A handwritten digit.
 *
 * @param index its number in the test set
 * @param label the digit
 * @param picture brightness from 0 to {@link #WHITE}
 */
public record Digit(int index, int label, Plane picture) {
  /** Brightness of a white pixel. */
  public static final int WHITE = 16;

  static Digit of(Dataset digits, int index) {
    Shape shape = digits.shape();
    float[] pixels = new float[shape.length()];
    digits.copy(index, pixels, 0);
    for (int i = 0; i < pixels.length; i++) {
      pixels[i] = Math.round(pixels[i] * Digits.SCALING.deviation() + Digits.SCALING.mean());
    }
    return new Digit(index, digits.label(index), new Plane(shape.height(), shape.width(), pixels));
  }

  /** The first of each class. */
  static List<Digit> oneOfEach(Dataset digits) {
    List<Digit> each = new ArrayList<>();
    for (int label = 0; label < digits.classes(); label++) {
      int index = 0;
      while (digits.label(index) != label) {
        index++;
      }
      each.add(of(digits, index));
    }
    return each;
  }

  /** The digits as the lecture's networks read them: 32×32 pixels. */
  static Dataset framed(Dataset digits) {
    return new Frame32(digits, Digits.SCALING.apply(0), 0, 0);
  }

  /** One digit as the lecture's networks read it. */
  static float[] framed(Dataset digits, int index) {
    Dataset framed = framed(digits);
    float[] x = new float[framed.shape().length()];
    framed.copy(index, x, 0);
    return x;
  }
}
