package io.github.lanewise.kernels.shape;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatNoException;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("once")
class ChecksTest {

  @Test
  void aLowerBoundReturnsTheValueOrNamesIt() {
    assertThat(Checks.atLeast(1, "batch", 1)).isEqualTo(1);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Checks.atLeast(1, "batch", 0))
        .withMessage("batch is 0, expected at least 1");
  }

  @Test
  void aLengthMustBeExact() {
    assertThatNoException().isThrownBy(() -> Checks.length("x", new float[6], 6, "[2][3]"));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Checks.length("x", new float[7], 6, "[2][3]"))
        .withMessage("x has 7 floats, expected 6 [2][3]");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Checks.length("x", new float[5], 6, "[2][3]"))
        .withMessage("x has 5 floats, expected 6 [2][3]");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Checks.length("x", null, 6, "[2][3]"))
        .withMessage("x is null, expected 6 floats [2][3]");
  }

  @Test
  void elementsMultipliesUpToTheLongestArray() {
    assertThat(Checks.elements("it", 2, 3, 5)).isEqualTo(30);
    assertThat(Checks.elements("it", Integer.MAX_VALUE, 1)).isEqualTo(Integer.MAX_VALUE);
    assertThat(Checks.elements("it", 1 << 16, 0, 1 << 16)).isZero();
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Checks.elements("the input", 1 << 15, 1 << 16))
        .withMessage(
            "the input would have 32768·65536 elements, more than the 2147483647 of a Java array;"
                + " use a smaller batch or picture");
    assertThatIllegalArgumentException()
        .as("a product that would wrap a long")
        .isThrownBy(() -> Checks.elements("it", 1 << 30, 1 << 30, 1 << 30))
        .withMessageContaining("1073741824·1073741824·1073741824");
  }

  @Test
  void anOutputMayNotBeAnInput() {
    float[] x = new float[3];
    assertThatNoException().isThrownBy(() -> Checks.distinct("x", x, "y", x.clone()));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Checks.distinct("x", x, "y", x))
        .withMessage("y is the same array as x, expected another one");
  }
}
