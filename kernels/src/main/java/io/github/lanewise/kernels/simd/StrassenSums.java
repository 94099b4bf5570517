package io.github.lanewise.kernels.simd;

import static io.github.lanewise.kernels.simd.Simd.FLOATS;
import static io.github.lanewise.kernels.simd.Simd.L;

import jdk.incubator.vector.FloatVector;

/**
 * Sums of the quadrants of a matrix in Winograd's form of Strassen's algorithm, each element read
 * and written once.
 */
public final class StrassenSums {
  private StrassenSums() {}

  /**
   * The sums of the left factor: of its quadrants <i>a b / c d</i> {@code c + d | c + d − a} and,
   * below, {@code a − c | a + b − c − d}, laid out as the quadrants are.
   *
   * @param x the factor
   * @param ab index of the first row of the upper quadrants
   * @param cd index of the first row of the lower quadrants, which may have rows of the upper ones
   * @param step distance between rows, also in {@code s}
   * @param rows rows of a quadrant
   * @param half columns of a quadrant
   * @param s the sums, {@code 2 · rows · step}; overwritten
   */
  public static void left(float[] x, int ab, int cd, int step, int rows, int half, float[] s) {
    int below = rows * step;
    for (int row = 0; row < rows; row++) {
      int at = row * step;
      int c = 0;
      for (; c <= half - L; c += L) {
        FloatVector va = FloatVector.fromArray(FLOATS, x, ab + at + c);
        FloatVector vb = FloatVector.fromArray(FLOATS, x, ab + at + half + c);
        FloatVector vc = FloatVector.fromArray(FLOATS, x, cd + at + c);
        FloatVector vd = FloatVector.fromArray(FLOATS, x, cd + at + half + c);
        FloatVector s1 = vc.add(vd);
        FloatVector s2 = s1.sub(va);
        s1.intoArray(s, at + c);
        s2.intoArray(s, at + half + c);
        va.sub(vc).intoArray(s, below + at + c);
        vb.sub(s2).intoArray(s, below + at + half + c);
      }
      for (; c < half; c++) {
        float va = x[ab + at + c];
        float vc = x[cd + at + c];
        float s1 = vc + x[cd + at + half + c];
        float s2 = s1 - va;
        s[at + c] = s1;
        s[at + half + c] = s2;
        s[below + at + c] = va - vc;
        s[below + at + half + c] = x[ab + at + half + c] - s2;
      }
    }
  }

  /**
   * The sums of the right factor: of its quadrants <i>a b / c d</i> {@code b − a}, {@code a − b +
   * d}, {@code d − b} and {@code b + c − a − d}, one after the other.
   *
   * @param w the factor, in panels
   * @param a index of the first quadrant's panel
   * @param b index of the second's
   * @param c index of the third's
   * @param d index of the fourth's
   * @param length floats of each panel, whole vectors
   * @param t the sums, {@code 4 · length}; overwritten
   */
  public static void right(float[] w, int a, int b, int c, int d, int length, float[] t) {
    for (int i = 0; i < length; i += L) {
      FloatVector va = FloatVector.fromArray(FLOATS, w, a + i);
      FloatVector vb = FloatVector.fromArray(FLOATS, w, b + i);
      FloatVector vc = FloatVector.fromArray(FLOATS, w, c + i);
      FloatVector vd = FloatVector.fromArray(FLOATS, w, d + i);
      FloatVector t1 = vb.sub(va);
      FloatVector t2 = vd.sub(t1);
      t1.intoArray(t, i);
      t2.intoArray(t, length + i);
      vd.sub(vb).intoArray(t, 2 * length + i);
      vc.sub(t2).intoArray(t, 3 * length + i);
    }
  }

  /**
   * Adds a product to two sums: {@code y = relu(v + p)} and {@code u = u + p + bias}.
   *
   * @param rows rows
   * @param width columns, whole vectors, and the distance between rows in {@code p}, {@code v} and
   *     {@code u}
   * @param p the product
   * @param v the first sum
   * @param u the second sum; updated
   * @param bias one value for each column, or null
   * @param biasAt index of the first
   * @param relu whether negative results in {@code y} become 0
   * @param y output; overwritten
   * @param yAt index of the first row
   * @param yStep distance between rows in {@code y}
   */
  public static void both(
      int rows,
      int width,
      float[] p,
      float[] v,
      float[] u,
      float[] bias,
      int biasAt,
      boolean relu,
      float[] y,
      int yAt,
      int yStep) {
    FloatVector zero = FloatVector.zero(FLOATS);
    for (int c = 0; c < width; c += L) {
      FloatVector b = bias == null ? zero : FloatVector.fromArray(FLOATS, bias, biasAt + c);
      for (int row = 0; row < rows; row++) {
        int at = row * width + c;
        FloatVector vp = FloatVector.fromArray(FLOATS, p, at);
        FloatVector vy = FloatVector.fromArray(FLOATS, v, at).add(vp);
        if (relu) {
          vy = vy.blend(zero, vy.lt(0));
        }
        vy.intoArray(y, yAt + row * yStep + c);
        FloatVector.fromArray(FLOATS, u, at).add(vp).add(b).intoArray(u, at);
      }
    }
  }
}
