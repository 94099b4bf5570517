package io.github.lanewise.kernels.lanes;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("once")
class ScratchTest {
  private final Scratch scratch = new Scratch();

  @Test
  void anArrayGrowsAndIsKept() {
    float[] ten = scratch.floats(0, 10);
    assertThat(ten).hasSize(10);
    assertThat(scratch.floats(0, 3)).isSameAs(ten);
    assertThat(scratch.floats(0, 11)).hasSize(11);
  }

  @Test
  void eachUseHasAnArrayOfItsOwn() {
    float[] first = scratch.floats(0, 10);
    float[] second = scratch.floats(1, 10);
    assertThat(second).isNotSameAs(first);
    assertThat(scratch.floats(0, 10)).isSameAs(first);
    assertThat(scratch.floats(1, 10)).isSameAs(second);
  }
}
