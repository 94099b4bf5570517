package io.github.lanewise.kernels.lanes;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("once")
class ScratchTest {
  private final Scratch scratch = new Scratch();

  @Test
  void anArrayGrowsAndIsKept() {
    float[] ten = scratch.floats(Scratch.FIRST, 10);
    assertThat(ten).hasSize(10);
    assertThat(scratch.floats(Scratch.FIRST, 3)).isSameAs(ten);
    assertThat(scratch.floats(Scratch.FIRST, 11)).hasSize(11);
  }

  @Test
  void eachUseHasAnArrayOfItsOwn() {
    float[] first = scratch.floats(Scratch.FIRST, 10);
    assertThat(scratch.floats(Scratch.EDGE, 10)).isNotSameAs(first);
    assertThat(scratch.floats(Scratch.SECOND, 10)).isNotSameAs(first);
    assertThat(scratch.floats(Scratch.THIRD, 10)).isNotSameAs(first);
    assertThat(scratch.floats(Scratch.FIRST, 10)).isSameAs(first);
  }
}
