package io.github.lanewise.kernels.conv;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.github.lanewise.kernels.shape.Window;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The lecture's numbers, as far as sizes alone give them, and every error. */
@Tag("once")
class ConvShapeTest {
  /** The slide "Efficiency of convolution": neighbouring pixels of a 320×280 picture subtracted. */
  static final ConvShape LECTURE =
      ConvShape.builder().input(280, 320, 1).outChannels(1).kernel(1, 2).build();

  @Test
  void theLecturesCostTable() {
    assertThat(LECTURE.outWidth()).isEqualTo(319);
    assertThat(LECTURE.outHeight()).isEqualTo(280);
    assertThat((long) LECTURE.outputLength() * LECTURE.inputLength())
        .as("floats of the dense matrix")
        .isEqualTo(8_003_072_000L);
    assertThat((long) LECTURE.outputLength() * LECTURE.depth())
        .as("floats of the sparse matrix")
        .isEqualTo(178_640);
    assertThat(LECTURE.weightCount()).as("floats of the convolution").isEqualTo(2);
    assertThat(LECTURE.outputLength() * (2L * LECTURE.inputLength() - 1))
        .as("multiplies and adds of the dense matrix")
        .isEqualTo(16_006_054_680L);
    assertThat(LECTURE.multipliesAndAdds())
        .as("multiplies and adds of the sparse matrix and of the convolution")
        .isEqualTo(267_960);
  }

  @Test
  void theLecturesChannelsAndKernels() {
    ConvShape.Builder slide =
        ConvShape.builder().input(224, 224, 1).outChannels(6).kernel(11).stride(4);
    ConvShape without = slide.build();
    assertThat(without.outHeight()).isEqualTo(54);
    assertThat(without.outWidth()).isEqualTo(54);
    assertThat(without.outChannels()).isEqualTo(6);
    assertThat(without.height().explain()).contains("+ 1 = 54").endsWith("padding 2 gives 55");
    ConvShape padded = slide.padding(2).build();
    assertThat(padded.outHeight()).isEqualTo(55);
    assertThat(padded.outputLength()).isEqualTo(55 * 55 * 6);
  }

  @Test
  void theLecturesQuestionOnAlexNet() {
    ConvShape last =
        ConvShape.builder().input(13, 13, 384).outChannels(256).kernel(3).padding(1).build();
    assertThat(last.outputLength()).isEqualTo(43_264);
    ConvShape next = ConvShape.builder().input(13, 13, 256).outChannels(4096).kernel(13).build();
    assertThat(next.inputLength()).isEqualTo(last.outputLength());
    assertThat(next.weightCount()).isEqualTo(177_209_344);
    assertThat(next.outputLength()).as("one bias each").isEqualTo(4096);
  }

  @Test
  void krizhevskysAlexNetHas60965224Parameters() {
    long parameters =
        parameters(3, 96, 11, 1)
            + parameters(96, 256, 5, 2)
            + parameters(256, 384, 3, 1)
            + parameters(384, 384, 3, 2)
            + parameters(384, 256, 3, 2)
            + parameters(256, 4096, 6, 1)
            + parameters(4096, 4096, 1, 1)
            + parameters(4096, 1000, 1, 1);
    assertThat(parameters).isEqualTo(60_965_224);
  }

  private static long parameters(int in, int out, int kernel, int groups) {
    ConvShape.Builder layer = ConvShape.builder().input(kernel, kernel, in).kernel(kernel);
    long weights = layer.outChannels(out).groups(groups).build().weightCount();
    return weights + out;
  }

  @Test
  void sizesOfAnOrdinaryLayer() {
    ConvShape shape =
        ConvShape.builder()
            .batch(2)
            .input(9, 10, 6)
            .outChannels(4)
            .kernel(3, 2)
            .stride(2, 3)
            .dilation(2, 1)
            .padding(1, 0, 2, 1)
            .groups(2)
            .build();
    assertThat(shape.height()).isEqualTo(new Window(9, 3, 2, 2, 1, 0));
    assertThat(shape.width()).isEqualTo(new Window(10, 2, 3, 1, 2, 1));
    assertThat(shape.inHeight()).isEqualTo(9);
    assertThat(shape.inWidth()).isEqualTo(10);
    assertThat(shape.outHeight()).isEqualTo(3);
    assertThat(shape.outWidth()).isEqualTo(4);
    assertThat(shape.kernelHeight()).isEqualTo(3);
    assertThat(shape.kernelWidth()).isEqualTo(2);
    assertThat(shape.groupInChannels()).isEqualTo(3);
    assertThat(shape.groupOutChannels()).isEqualTo(2);
    assertThat(shape.inputLength()).isEqualTo(2 * 9 * 10 * 6);
    assertThat(shape.weightCount()).isEqualTo(3 * 2 * 3 * 4);
    assertThat(shape.outputLength()).isEqualTo(2 * 3 * 4 * 4);
    assertThat(shape.depth()).isEqualTo(3 * 2 * 3);
    assertThat(shape.multiplyAdds()).isEqualTo(96L * 18);
    assertThat(shape.multipliesAndAdds()).isEqualTo(96L * 35);
    assertThat(shape.bytes()).isEqualTo(4L * (1080 + 72 + 96));
    assertThat(shape.withBatch(5).outputLength()).isEqualTo(5 * 48);
  }

  @Test
  void countsBeyondAnIntAreLong() {
    ConvShape large =
        ConvShape.builder().batch(16).input(224, 224, 64).outChannels(64).kernel(3).build();
    assertThat(large.multiplyAdds()).isEqualTo(16L * 222 * 222 * 64 * 576);
    assertThat(large.multipliesAndAdds()).isEqualTo(16L * 222 * 222 * 64 * 1151);
  }

  @Test
  void samePaddingCanBeTakenBack() {
    ConvShape.Builder builder =
        ConvShape.builder().input(7, 7, 1).outChannels(1).kernel(3).stride(2);
    assertThat(builder.paddingSame().build().outHeight()).isEqualTo(4);
    assertThat(builder.paddingValid().build().outHeight()).isEqualTo(3);
    assertThat(builder.paddingSame().padding(2).build().outHeight()).isEqualTo(5);
  }

  @Test
  void pointwiseIsAKernelOfOnePixelInPlace() {
    assertThat(square(1, 1, 0).pointwise()).isTrue();
    assertThat(square(3, 1, 0).pointwise()).isFalse();
    assertThat(square(1, 2, 0).pointwise()).isFalse();
    assertThat(square(1, 1, 1).pointwise()).isFalse();
  }

  private static ConvShape square(int kernel, int stride, int padding) {
    return ConvShape.builder()
        .input(5, 5, 2)
        .outChannels(3)
        .kernel(kernel)
        .stride(stride)
        .padding(padding)
        .build();
  }

  @Test
  void depthwiseIsOneChannelToAGroup() {
    ConvShape.Builder builder = ConvShape.builder().input(5, 5, 4).kernel(3);
    assertThat(builder.outChannels(4).groups(4).build().depthwise()).isTrue();
    assertThat(builder.outChannels(8).groups(4).build().depthwise()).isFalse();
    assertThat(builder.outChannels(4).groups(2).build().depthwise()).isFalse();
  }

  @Test
  void eachSizeHasALeastValue() {
    Window w = Window.of(5, 3, 1, 0);
    rejects("batch is 0, expected at least 1", () -> new ConvShape(0, w, w, 1, 1, 1));
    rejects("inChannels is 0, expected at least 1", () -> new ConvShape(1, w, w, 0, 1, 1));
    rejects("outChannels is -1, expected at least 1", () -> new ConvShape(1, w, w, 1, -1, 1));
    rejects("groups is 0, expected at least 1", () -> new ConvShape(1, w, w, 1, 1, 0));
    rejects("batch is -2, expected at least 1", () -> LECTURE.withBatch(-2));
  }

  @Test
  void theBuilderNamesTheAxis() {
    ConvShape.Builder builder = ConvShape.builder().outChannels(1).kernel(3);
    rejects("height: input is 0, expected at least 1", () -> builder.input(0, 5, 1).build());
    rejects("width: input is -5, expected at least 1", () -> builder.input(5, -5, 1).build());
    rejects(
        "width: the window does not fit: kernel span 1·(3 − 1) + 1 = 3 > padded input 0 + 2 + 0 = 2;"
            + " it fits with 1 more padding in all, or with a kernel of at most 2",
        () -> builder.input(5, 2, 1).build());
    rejects(
        "height: stride is 0, expected at least 1",
        () -> ConvShape.builder().input(5, 5, 1).outChannels(1).kernel(3).stride(0).build());
    rejects(
        "height: kernel is 0, expected at least 1",
        () -> ConvShape.builder().input(5, 5, 1).outChannels(1).paddingSame().build());
  }

  @Test
  void channelsThatDoNotDivideAreToldWhichWould() {
    Window w = Window.of(5, 3, 1, 0);
    rejects(
        "inChannels is 7, expected a multiple of groups = 3, such as 6 or 9",
        () -> new ConvShape(1, w, w, 7, 3, 3));
    rejects(
        "outChannels is 2, expected a multiple of groups = 3, such as 3",
        () -> new ConvShape(1, w, w, 3, 2, 3));
  }

  @Test
  void arraysBeyondJavasAreRejected() {
    Window w = Window.of(1 << 15, 1, 1, 0);
    rejects(
        "the input would have 1·32768·32768·2 elements, more than the 2147483647 of a Java array;"
            + " use a smaller batch or picture",
        () -> new ConvShape(1, w, w, 2, 1, 1));
    rejects(
        "the output would have 2·32769·32768·1 elements, more than the 2147483647 of a Java array;"
            + " use a smaller batch or picture",
        () -> new ConvShape(2, Window.of(1, 1, 1, 1 << 14), w, 1, 1, 1));
    Window small = Window.of(1 << 5, 1 << 5, 1, 0);
    rejects(
        "the weights would have 32·32·2048·1024 elements, more than the 2147483647 of a Java array;"
            + " use a smaller batch or picture",
        () -> new ConvShape(1, small, small, 2048, 1024, 1));
    assertThat(new ConvShape(1, small, small, 2048, 1023, 1).weightCount())
        .isEqualTo(2_145_386_496);
  }

  private static void rejects(String message, Runnable making) {
    assertThatIllegalArgumentException().isThrownBy(making::run).withMessage(message);
  }
}
