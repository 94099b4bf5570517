package io.github.lanewise.kernels.linalg;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.github.lanewise.kernels.lanes.Workers;
import io.github.lanewise.kernels.testing.Allocation;
import io.github.lanewise.kernels.testing.Threads;
import io.github.lanewise.kernels.testing.Values;
import java.util.Arrays;
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
    float[] dx = new float[x.length];
    Threads.sameBits(
        workers -> {
          gradient.run(x, w, dy, dw, null, dx, workers);
          float[] both = Arrays.copyOf(dw, dw.length + dx.length);
          System.arraycopy(dx, 0, both, dw.length, dx.length);
          return both;
        });
    Allocation.none("gradients", () -> gradient.run(x, w, dy, dw, null, dx, SERIAL));
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
