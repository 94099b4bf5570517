package io.github.lanewise.kernels.simd;

import static io.github.lanewise.kernels.simd.Simd.FLOATS;
import static io.github.lanewise.kernels.simd.Simd.L;

import java.lang.invoke.MethodHandles;
import jdk.incubator.vector.FloatVector;

/**
 * The transforms along one dimension. {@link ColumnTransforms} defines this class once for each
 * number of elements, which is a constant there.
 */
final class ColumnTemplate implements ColumnTransform {
  private static final int ELEMENTS;

  static {
    ELEMENTS = Templates.kind(MethodHandles.lookup(), ColumnTransforms.Kind.class).elements();
  }

  @Override
  public void sum(
      float[] coefficients,
      int first,
      float[] from,
      int at,
      int step,
      float[] to,
      int toAt,
      int count) {
    if (count < L) {
      for (int i = 0; i < count; i++) {
        float sum = 0;
        for (int k = 0; k < ELEMENTS; k++) {
          sum = Math.fma(coefficients[first + k], from[at + k * step + i], sum);
        }
        to[toAt + i] = sum;
      }
      return;
    }
    sumVectors(coefficients, first, from, at, step, to, toAt, count / L * L);
    if (count % L > 0) {
      int last = count - L;
      sumVectors(coefficients, first, from, at + last, step, to, toAt + last, L);
    }
  }

  private static void sumVectors(
      float[] coefficients,
      int first,
      float[] from,
      int at,
      int step,
      float[] to,
      int toAt,
      int count) {
    FloatVector c0 = FloatVector.broadcast(FLOATS, coefficient(coefficients, first, 0));
    FloatVector c1 = FloatVector.broadcast(FLOATS, coefficient(coefficients, first, 1));
    FloatVector c2 = FloatVector.broadcast(FLOATS, coefficient(coefficients, first, 2));
    FloatVector c3 = FloatVector.broadcast(FLOATS, coefficient(coefficients, first, 3));
    FloatVector c4 = FloatVector.broadcast(FLOATS, coefficient(coefficients, first, 4));
    FloatVector c5 = FloatVector.broadcast(FLOATS, coefficient(coefficients, first, 5));
    FloatVector c6 = FloatVector.broadcast(FLOATS, coefficient(coefficients, first, 6));
    FloatVector c7 = FloatVector.broadcast(FLOATS, coefficient(coefficients, first, 7));
    for (int i = 0; i < count; i += L) {
      FloatVector sum = FloatVector.fromArray(FLOATS, from, at + i).mul(c0);
      if (ELEMENTS > 1) {
        sum = FloatVector.fromArray(FLOATS, from, at + 1 * step + i).fma(c1, sum);
      }
      if (ELEMENTS > 2) {
        sum = FloatVector.fromArray(FLOATS, from, at + 2 * step + i).fma(c2, sum);
      }
      if (ELEMENTS > 3) {
        sum = FloatVector.fromArray(FLOATS, from, at + 3 * step + i).fma(c3, sum);
      }
      if (ELEMENTS > 4) {
        sum = FloatVector.fromArray(FLOATS, from, at + 4 * step + i).fma(c4, sum);
      }
      if (ELEMENTS > 5) {
        sum = FloatVector.fromArray(FLOATS, from, at + 5 * step + i).fma(c5, sum);
      }
      if (ELEMENTS > 6) {
        sum = FloatVector.fromArray(FLOATS, from, at + 6 * step + i).fma(c6, sum);
      }
      if (ELEMENTS > 7) {
        sum = FloatVector.fromArray(FLOATS, from, at + 7 * step + i).fma(c7, sum);
      }
      sum.intoArray(to, toAt + i);
    }
  }

  private static float coefficient(float[] coefficients, int first, int k) {
    return k < ELEMENTS ? coefficients[first + k] : 0;
  }

  @Override
  public void output(
      float[] points,
      float[] from,
      int at,
      int step,
      float[] to,
      int toAt,
      int toStep,
      int count,
      boolean relu) {
    if (count < L) {
      outputScalars(points, from, at, step, to, toAt, toStep, count, relu);
      return;
    }
    outputVectors(points, from, at, step, to, toAt, toStep, count / L * L, relu);
    if (count % L > 0) {
      int last = count - L;
      outputVectors(points, from, at + last, step, to, toAt + last, toStep, L, relu);
    }
  }

  private static void outputVectors(
      float[] points,
      float[] from,
      int at,
      int step,
      float[] to,
      int toAt,
      int toStep,
      int count,
      boolean relu) {
    FloatVector zero = FloatVector.zero(FLOATS);
    float p3 = point(points, 3);
    FloatVector a3 = FloatVector.broadcast(FLOATS, p3);
    FloatVector b3 = FloatVector.broadcast(FLOATS, p3 * p3);
    FloatVector c3 = FloatVector.broadcast(FLOATS, p3 * p3 * p3);
    float p4 = point(points, 4);
    FloatVector a4 = FloatVector.broadcast(FLOATS, p4);
    FloatVector b4 = FloatVector.broadcast(FLOATS, p4 * p4);
    FloatVector c4 = FloatVector.broadcast(FLOATS, p4 * p4 * p4);
    float p5 = point(points, 5);
    FloatVector a5 = FloatVector.broadcast(FLOATS, p5);
    FloatVector b5 = FloatVector.broadcast(FLOATS, p5 * p5);
    FloatVector c5 = FloatVector.broadcast(FLOATS, p5 * p5 * p5);
    float p6 = point(points, 6);
    FloatVector a6 = FloatVector.broadcast(FLOATS, p6);
    FloatVector b6 = FloatVector.broadcast(FLOATS, p6 * p6);
    FloatVector c6 = FloatVector.broadcast(FLOATS, p6 * p6 * p6);
    for (int i = 0; i < count; i += L) {
      FloatVector m0 = FloatVector.fromArray(FLOATS, from, at + i);
      FloatVector m1 = FloatVector.fromArray(FLOATS, from, at + step + i);
      FloatVector m2 = FloatVector.fromArray(FLOATS, from, at + 2 * step + i);
      FloatVector last = FloatVector.fromArray(FLOATS, from, at + (ELEMENTS - 1) * step + i);
      FloatVector y2 = m1.add(m2);
      FloatVector y1 = m1.sub(m2);
      FloatVector y0 = m0.add(y2);
      FloatVector y3 = y1.add(last);
      if (ELEMENTS > 4) {
        FloatVector m = FloatVector.fromArray(FLOATS, from, at + 3 * step + i);
        y0 = y0.add(m);
        y1 = m.fma(a3, y1);
        y2 = m.fma(b3, y2);
        y3 = m.fma(c3, y3);
      }
      if (ELEMENTS > 5) {
        FloatVector m = FloatVector.fromArray(FLOATS, from, at + 4 * step + i);
        y0 = y0.add(m);
        y1 = m.fma(a4, y1);
        y2 = m.fma(b4, y2);
        y3 = m.fma(c4, y3);
      }
      if (ELEMENTS > 6) {
        FloatVector m = FloatVector.fromArray(FLOATS, from, at + 5 * step + i);
        y0 = y0.add(m);
        y1 = m.fma(a5, y1);
        y2 = m.fma(b5, y2);
        y3 = m.fma(c5, y3);
      }
      if (ELEMENTS > 7) {
        FloatVector m = FloatVector.fromArray(FLOATS, from, at + 6 * step + i);
        y0 = y0.add(m);
        y1 = m.fma(a6, y1);
        y2 = m.fma(b6, y2);
        y3 = m.fma(c6, y3);
      }
      if (relu) {
        y0 = y0.blend(zero, y0.lt(0));
        y1 = y1.blend(zero, y1.lt(0));
        y2 = y2.blend(zero, y2.lt(0));
        y3 = y3.blend(zero, y3.lt(0));
      }
      y0.intoArray(to, toAt + i);
      y1.intoArray(to, toAt + toStep + i);
      y2.intoArray(to, toAt + 2 * toStep + i);
      y3.intoArray(to, toAt + 3 * toStep + i);
    }
  }

  private static float point(float[] points, int k) {
    return k < ELEMENTS - 1 ? points[k] : 0;
  }

  private static void outputScalars(
      float[] points,
      float[] from,
      int at,
      int step,
      float[] to,
      int toAt,
      int toStep,
      int count,
      boolean relu) {
    for (int i = 0; i < count; i++) {
      for (int row = 0; row < OUTPUTS; row++) {
        float y = row == OUTPUTS - 1 ? from[at + (ELEMENTS - 1) * step + i] : 0;
        for (int k = 0; k < ELEMENTS - 1; k++) {
          float power = 1;
          for (int times = 0; times < row; times++) {
            power *= points[k];
          }
          y = Math.fma(from[at + k * step + i], power, y);
        }
        to[toAt + row * toStep + i] = relu && y < 0 ? 0 : y;
      }
    }
  }
}
