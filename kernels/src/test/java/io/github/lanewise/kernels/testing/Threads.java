package io.github.lanewise.kernels.testing;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.lanewise.kernels.lanes.Workers;
import java.util.function.Function;

/** Whether the number of threads leaves a result alone. */
public final class Threads {
  private Threads() {}

  /** Checks that 2, 3, 7 and 16 threads give the bits that one gives. */
  public static void sameBits(Function<Workers, float[]> computation) {
    float[] expected = computation.apply(Workers.serial());
    for (int threads : new int[] {2, 3, 7, 16}) {
      try (Workers workers = Workers.of(threads)) {
        assertThat(computation.apply(workers)).as("on %d threads", threads).isEqualTo(expected);
      }
    }
  }
}
