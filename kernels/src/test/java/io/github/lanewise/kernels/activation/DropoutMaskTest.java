package io.github.lanewise.kernels.activation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.github.lanewise.kernels.lanes.Workers;
import io.github.lanewise.kernels.testing.Threads;
import io.github.lanewise.kernels.testing.Values;
import java.util.SplittableRandom;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

/** Random choices of values. */
class DropoutMaskTest {
  /** The JDK's generator is SplitMix64, too. */
  @Property(tries = 50)
  void sixteenBitsOfADrawDecideOnEachValue(
      @ForAll @IntRange(max = 300) int length,
      @ForAll long seed,
      @ForAll @IntRange(max = 65_535) int steps) {
    float[] x = Values.gaussian(1, length);
    float[] y = new float[length];
    DropoutMask.of(steps / 65_536.0).apply(seed, x, y, Workers.serial());
    SplittableRandom random = new SplittableRandom(seed);
    float scale = (float) (65_536.0 / (65_536 - steps));
    for (int i = 0; i < length; i += 4) {
      long bits = random.nextLong();
      for (int j = i; j < Math.min(length, i + 4); j++) {
        assertThat(y[j]).isEqualTo(x[j] * ((bits & 0xffff) < steps ? 0 : scale));
        bits >>>= 16;
      }
    }
  }

  @Example
  void theNumberOfThreadsLeavesTheBitsAlone() {
    float[] x = Values.gaussian(2, 70_003);
    DropoutMask mask = DropoutMask.of(0.3);
    Threads.sameBits(
        workers -> {
          float[] y = x.clone();
          mask.apply(5, y, y, workers);
          return y;
        });
  }

  @Example
  void wrongArgumentsAreNamed() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> DropoutMask.of(1))
        .withMessage("probability is 1.0, expected 0 to 0.9999847412109375");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> DropoutMask.of(Double.NaN))
        .withMessageContaining("probability is NaN");
    assertThatIllegalArgumentException()
        .isThrownBy(
            () -> DropoutMask.of(0.5).apply(1, new float[3], new float[2], Workers.serial()))
        .withMessageContaining("y has 2");
  }
}
