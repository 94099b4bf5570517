package io.github.lanewise.kernels.conv;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.github.lanewise.kernels.testing.Values;
import java.nio.FloatBuffer;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Tag;
import net.jqwik.api.constraints.IntRange;

/** Conversion of layouts. */
@Tag("once")
class LayoutsTest {

  @Example
  void picturesByHand() {
    // Two channels of 1 by 3 pixels.
    float[] nchw = {1, 2, 3, 10, 20, 30};
    float[] nhwc = new float[6];
    Layouts.nchwToNhwc(1, 2, 1, 3, nchw, nhwc);
    assertThat(nhwc).containsExactly(1, 10, 2, 20, 3, 30);
  }

  @Example
  void weightsByHand() {
    // Two output channels, three input channels, kernel 1 by 2.
    float[] oihw = {111, 112, 121, 122, 131, 132, 211, 212, 221, 222, 231, 232};
    float[] hwio = new float[12];
    Layouts.oihwToHwio(2, 3, 1, 2, oihw, hwio);
    assertThat(hwio).containsExactly(111, 211, 121, 221, 131, 231, 112, 212, 122, 222, 132, 232);
  }

  @Example
  void weightsTimesAFactorForEachOutput() {
    FloatBuffer oihw = FloatBuffer.wrap(new float[] {1, 2, 3, 4, 5, 6}).asReadOnlyBuffer();
    float[] hwio = new float[6];
    Layouts.oihwToHwio(2, 3, 1, 1, oihw, new float[] {2, -1}, hwio);
    assertThat(hwio).containsExactly(2, -4, 4, -5, 6, -6);
    assertThat(oihw.position()).isZero();
  }

  @Property(tries = 100)
  void picturesThereAndBack(
      @ForAll @IntRange(min = 1, max = 3) int batch,
      @ForAll @IntRange(min = 1, max = 70) int channels,
      @ForAll @IntRange(min = 1, max = 9) int height,
      @ForAll @IntRange(min = 1, max = 9) int width) {
    float[] nchw = Values.gaussian(1, batch * channels * height * width);
    float[] nhwc = new float[nchw.length];
    Layouts.nchwToNhwc(batch, channels, height, width, nchw, nhwc);
    int n = batch - 1;
    int c = channels / 2;
    int h = height / 2;
    int w = width - 1;
    assertThat(nhwc[((n * height + h) * width + w) * channels + c])
        .isEqualTo(nchw[((n * channels + c) * height + h) * width + w]);
    float[] back = new float[nchw.length];
    Layouts.nhwcToNchw(batch, channels, height, width, nhwc, back);
    assertThat(back).isEqualTo(nchw);
  }

  @Property(tries = 100)
  void weightsThereAndBack(
      @ForAll @IntRange(min = 1, max = 20) int out,
      @ForAll @IntRange(min = 1, max = 20) int in,
      @ForAll @IntRange(min = 1, max = 5) int height,
      @ForAll @IntRange(min = 1, max = 5) int width) {
    float[] oihw = Values.gaussian(1, out * in * height * width);
    float[] hwio = new float[oihw.length];
    Layouts.oihwToHwio(out, in, height, width, oihw, hwio);
    int o = out / 2;
    int i = in - 1;
    int h = height - 1;
    int w = width / 2;
    assertThat(hwio[((h * width + w) * in + i) * out + o])
        .isEqualTo(oihw[((o * in + i) * height + h) * width + w]);
    FloatBuffer lying = FloatBuffer.allocate(oihw.length + 2).put(2, oihw).position(2);
    float[] fromBuffer = new float[oihw.length];
    Layouts.oihwToHwio(out, in, height, width, lying, null, fromBuffer);
    assertThat(fromBuffer).isEqualTo(hwio);
    float[] back = new float[oihw.length];
    Layouts.hwioToOihw(out, in, height, width, hwio, back);
    assertThat(back).isEqualTo(oihw);
  }

  @Example
  void wrongSizesAreNamed() {
    float[] six = new float[6];
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Layouts.nchwToNhwc(1, 2, 3, 1, six, new float[5]))
        .withMessage("nhwc has 5 floats, expected 6 batch·channels·height·width");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Layouts.nhwcToNchw(1, 2, 3, 1, six, six))
        .withMessageContaining("nchw is the same array as nhwc");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Layouts.oihwToHwio(0, 2, 3, 1, six, new float[6]))
        .withMessage("out is 0, expected at least 1");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Layouts.oihwToHwio(1, 2, 3, 1, FloatBuffer.allocate(5), null, six))
        .withMessage("oihw has 5 floats, expected 6 out·in·height·width");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Layouts.oihwToHwio(2, 3, 1, 1, FloatBuffer.wrap(six), six, new float[6]))
        .withMessage("factors has 6 floats, expected 2 out");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Layouts.hwioToOihw(65_536, 65_536, 1, 1, six, new float[6]))
        .withMessageContaining("65536·65536");
  }
}
