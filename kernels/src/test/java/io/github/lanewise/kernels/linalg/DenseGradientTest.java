package io.github.lanewise.kernels.linalg;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.github.lanewise.kernels.lanes.Workers;
import io.github.lanewise.kernels.testing.Allocation;
import io.github.lanewise.kernels.testing.Threads;
import io.github.lanewise.kernels.testing.Values;
import java.util.Arrays;
import java.util.function.Supplier;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

/** The backward pass of dense layers. */
class DenseGradientTest {
  private static final Workers SERIAL = Workers.serial();

  @Property(tries = 100)
  void gradientsEqualTheReference(
      @ForAll @IntRange(min = 1, max = 70) int batch,
      @ForAll @IntRange(min = 1, max = 300) int inputs,
      @ForAll @IntRange(min = 1, max = 70) int units) {
    float[] x = Values.integers(1, batch * inputs);
    float[] w = Values.integers(2, inputs * units);
    float[] dy = Values.integers(3, batch * units);
    float[] dw = filled(inputs * units);
    float[] db = filled(units);
    float[] dx = filled(batch * inputs);
    DenseGradient gradient = DenseGradient.of(batch, inputs, units);
    gradient.run(x, w, dy, dw, db, dx, SERIAL);
    float[] expectedWeights = new float[dw.length];
    float[] expectedInputs = new float[dx.length];
    ReferenceLinalg.denseGradient(batch, inputs, units, x, w, dy, expectedWeights, expectedInputs);
    assertThat(dw).isEqualTo(expectedWeights);
    assertThat(dx).isEqualTo(expectedInputs);
    for (int unit = 0; unit < units; unit++) {
      float sum = 0;
      for (int n = 0; n < batch; n++) {
        sum += dy[n * units + unit];
      }
      assertThat(db[unit]).isEqualTo(sum);
    }
    gradient.run(x, w, dy, filled(dw.length), null, null, SERIAL);
  }

  /** Beyond 963 examples inputs are turned, not copied. */
  @Example
  void gradientsOfManyExamplesEqualTheReference() {
    for (int batch : new int[] {963, 964}) {
      gradientsEqualTheReference(batch, 37, 41);
    }
  }

  /** ⟨dy, V w⟩ = ⟨dw, V⟩ and ⟨dy, v w⟩ = ⟨v, dx⟩, in numbers that floats hold. */
  @Property(tries = 60)
  void gradientsAreAdjointsOfTheProduct(
      @ForAll @IntRange(min = 1, max = 40) int batch,
      @ForAll @IntRange(min = 1, max = 70) int inputs,
      @ForAll @IntRange(min = 1, max = 70) int units) {
    float[] x = Values.integers(1, batch * inputs);
    float[] w = Values.integers(2, inputs * units);
    float[] dy = Values.integers(3, batch * units);
    float[] inputTangent = Values.integers(4, x.length);
    float[] weightTangent = Values.integers(5, w.length);
    float[] dw = filled(w.length);
    float[] dx = filled(x.length);
    DenseGradient.of(batch, inputs, units).run(x, w, dy, dw, null, dx, SERIAL);
    assertThat(dot(dx, inputTangent))
        .isEqualTo(dot(dy, product(batch, inputs, units, inputTangent, w)));
    assertThat(dot(dw, weightTangent))
        .isEqualTo(dot(dy, product(batch, inputs, units, x, weightTangent)));
  }

  /** The product is linear in each factor, so differences have no error, and none of rounding. */
  @Property(tries = 60)
  void gradientsAreCentralDifferences(
      @ForAll @IntRange(min = 1, max = 20) int batch,
      @ForAll @IntRange(min = 1, max = 70) int inputs,
      @ForAll @IntRange(min = 1, max = 40) int units,
      @ForAll @IntRange(max = 9999) int which) {
    float[] x = Values.integers(1, batch * inputs);
    float[] w = Values.integers(2, inputs * units);
    float[] dy = Values.integers(3, batch * units);
    float[] dw = filled(w.length);
    float[] dx = filled(x.length);
    DenseGradient.of(batch, inputs, units).run(x, w, dy, dw, null, dx, SERIAL);
    Supplier<Double> loss = () -> dot(dy, product(batch, inputs, units, x, w));
    assertThat((double) dx[which % x.length]).isEqualTo(difference(x, which % x.length, loss));
    assertThat((double) dw[which % w.length]).isEqualTo(difference(w, which % w.length, loss));
  }

  private static double difference(float[] values, int at, Supplier<Double> loss) {
    values[at] += 1;
    double above = loss.get();
    values[at] -= 2;
    double below = loss.get();
    values[at] += 1;
    return (above - below) / 2;
  }

  private static double[] product(int batch, int inputs, int units, float[] x, float[] w) {
    double[] y = new double[batch * units];
    for (int n = 0; n < batch; n++) {
      for (int i = 0; i < inputs; i++) {
        for (int unit = 0; unit < units; unit++) {
          y[n * units + unit] += (double) x[n * inputs + i] * w[i * units + unit];
        }
      }
    }
    return y;
  }

  private static double dot(float[] a, float[] b) {
    double sum = 0;
    for (int i = 0; i < a.length; i++) {
      sum += (double) a[i] * b[i];
    }
    return sum;
  }

  private static double dot(float[] a, double[] b) {
    double sum = 0;
    for (int i = 0; i < a.length; i++) {
      sum += a[i] * b[i];
    }
    return sum;
  }

  @Example
  void theNumberOfThreadsLeavesTheBitsAloneAndCallsAllocateNothing() {
    int batch = 33;
    int inputs = 700;
    int units = 50;
    float[] x = Values.gaussian(1, batch * inputs);
    float[] w = Values.gaussian(2, inputs * units);
    float[] dy = Values.gaussian(3, batch * units);
    DenseGradient gradient = DenseGradient.of(batch, inputs, units);
    float[] dw = new float[w.length];
    float[] db = new float[units];
    float[] dx = new float[x.length];
    Threads.sameBits(
        workers -> {
          gradient.run(x, w, dy, dw, db, dx, workers);
          float[] all = Arrays.copyOf(dw, dw.length + dx.length + units);
          System.arraycopy(dx, 0, all, dw.length, dx.length);
          System.arraycopy(db, 0, all, dw.length + dx.length, units);
          return all;
        });
    Allocation.none("gradients", () -> gradient.run(x, w, dy, dw, db, dx, SERIAL));
  }

  @Example
  void wrongArraysAreRefused() {
    DenseGradient gradient = DenseGradient.of(2, 3, 2);
    float[] six = new float[6];
    float[] four = new float[4];
    assertThatIllegalArgumentException()
        .isThrownBy(() -> gradient.run(six, six, six, new float[6], null, null, SERIAL))
        .withMessageContaining("dy has 6 floats, expected 4 [batch][units]");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> gradient.run(six, six, four, six, null, null, SERIAL));
    assertThatIllegalArgumentException().isThrownBy(() -> DenseGradient.of(1, 0, 1));
    DenseGradient narrow = DenseGradient.of(2, 1, 6);
    assertThatIllegalArgumentException()
        .isThrownBy(
            () -> narrow.run(new float[2], six, new float[12], new float[6], six, null, SERIAL));
  }

  /** Outputs are overwritten, whatever was in them. */
  private static float[] filled(int length) {
    float[] values = new float[length];
    Arrays.fill(values, Float.NaN);
    return values;
  }
}
