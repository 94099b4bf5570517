package io.github.lanewise.kernels.pool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Sizes of poolings. */
@Tag("once")
class PoolShapeTest {

  @Test
  void theStrideIsTheKernelUnlessSet() {
    PoolShape shape = PoolShape.builder().input(224, 224, 64).kernel(2).build();
    assertThat(shape.outHeight()).isEqualTo(112);
    assertThat(shape.outWidth()).isEqualTo(112);
    assertThat(shape.inputLength()).isEqualTo(224 * 224 * 64);
    assertThat(shape.outputLength()).isEqualTo(112 * 112 * 64);
    assertThat(shape.operations()).isEqualTo(4L * 112 * 112 * 64);
    assertThat(shape.bytes()).isEqualTo(4L * 5 * 112 * 112 * 64);
    assertThat(shape.withBatch(3).outputLength()).isEqualTo(3 * 112 * 112 * 64);
    PoolShape overlapping = PoolShape.builder().input(55, 55, 96).kernel(3).stride(2).build();
    assertThat(overlapping.outHeight()).isEqualTo(27);
  }

  @Test
  void sizesAreRoundedUpInCeilMode() {
    PoolShape.Builder builder = PoolShape.builder().input(4, 7, 1).kernel(3).stride(2);
    assertThat(builder.build().outHeight()).isEqualTo(1);
    assertThat(builder.build().outWidth()).isEqualTo(3);
    assertThat(builder.ceilMode(true).build().outHeight()).isEqualTo(2);
    assertThat(builder.ceilMode(true).build().outWidth()).isEqualTo(3);
  }

  @Test
  void aLastWindowMustStartOnTheInputOrThePaddingBeforeIt() {
    // 1 + 3 + 1 positions, windows at 0, 2 and, rounded up, 4: that one is on padding alone.
    PoolShape outside =
        PoolShape.builder().input(3, 3, 1).kernel(2).padding(1).ceilMode(true).build();
    assertThat(outside.outWidth()).isEqualTo(2);
    PoolShape inside =
        PoolShape.builder().input(4, 4, 1).kernel(3).stride(2).ceilMode(true).build();
    assertThat(inside.outWidth()).isEqualTo(2);
  }

  @Test
  void samePaddingLeavesOnePixelForEachStride() {
    PoolShape shape = PoolShape.builder().input(7, 8, 1).kernel(3).stride(2).paddingSame().build();
    assertThat(shape.outHeight()).isEqualTo(4);
    assertThat(shape.outWidth()).isEqualTo(4);
    assertThat(shape.height().padBefore()).isEqualTo(1);
    // An odd pixel goes after the picture, as in TensorFlow.
    assertThat(shape.width().padBefore()).isZero();
    assertThat(shape.width().padAfter()).isEqualTo(1);
  }

  @Test
  void aHugeStrideDoesNotOverflow() {
    PoolShape shape =
        PoolShape.builder()
            .input(5, 5, 1)
            .kernel(2)
            .stride(Integer.MAX_VALUE)
            .ceilMode(true)
            .build();
    assertThat(shape.outputLength()).isEqualTo(1);
  }

  @Test
  void divisorsCountPaddingIfAskedTo() {
    PoolShape.Builder builder =
        PoolShape.builder().input(4, 4, 1).kernel(3).stride(2).padding(1, 0, 1, 0).ceilMode(true);
    PoolShape counted = builder.build();
    assertThat(counted.outWidth()).isEqualTo(2);
    assertThat(counted.divisor(0, 0)).isEqualTo(9);
    assertThat(builder.countIncludePad(false).build().divisor(0, 0)).isEqualTo(4);
    // The third window would start on the last pixel and reach beyond the padding.
    PoolShape wide = builder.input(4, 5, 1).countIncludePad(true).build();
    assertThat(wide.outWidth()).isEqualTo(3);
    assertThat(wide.divisor(0, 2)).isEqualTo(3 * 2);
  }

  @Test
  void sizesThatDoNotFitAreNamed() {
    PoolShape.Builder builder = PoolShape.builder().input(8, 8, 1).kernel(3);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> builder.padding(2).build())
        .withMessage(
            "height: padding 2 is more than half of the kernel span 3, expected at most 1; pad the"
                + " picture itself for more");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> builder.padding(0, 0, 0, 2).build())
        .withMessageStartingWith("width: padding 2");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> PoolShape.builder().input(8, 8, 1).kernel(3).stride(0).build())
        .withMessage("height: stride is 0, expected at least 1");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> PoolShape.builder().input(8, 8, 0).kernel(3).build())
        .withMessage("channels is 0, expected at least 1");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> PoolShape.builder().input(8, 2, 1).kernel(3).build())
        .withMessageContaining("width: the window does not fit");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> PoolShape.builder().input(8, 8, 1).build())
        .withMessageContaining("kernel is 0");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> PoolShape.builder().batch(0).input(8, 8, 1).kernel(2).build())
        .withMessage("batch is 0, expected at least 1");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> PoolShape.builder().input(50_000, 50_000, 1).kernel(2).build())
        .withMessageContaining("50000·50000")
        .withMessageContaining("2147483647");
  }
}
