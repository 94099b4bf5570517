package io.github.lanewise.nn.layers;

import static java.util.stream.Collectors.toSet;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.github.lanewise.kernels.lanes.Workers;
import io.github.lanewise.kernels.resample.PaddingMode;
import io.github.lanewise.nn.Layer;
import io.github.lanewise.nn.Model;
import io.github.lanewise.nn.Network;
import io.github.lanewise.nn.Parameters;
import io.github.lanewise.nn.Shape;
import io.github.lanewise.nn.Workspace;
import io.github.lanewise.nn.check.GradientCheck;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Every layer and option: the shape of its output, and its three passes against each other. */
class LayersTest {
  static Stream<Arguments> layers() {
    Shape picture = new Shape(7, 6, 4);
    return Stream.of(
        arguments(picture, Conv2d.of(3, 3), "5×4×3"),
        arguments(picture, Conv2d.of(3, 3).withoutBias(), "5×4×3"),
        arguments(picture, Conv2d.of(5, 3).padding(1).stride(2), "4×3×5"),
        arguments(picture, Conv2d.of(5, 1).kernel(2, 3).stride(1, 2), "6×2×5"),
        arguments(picture, Conv2d.of(5, 2).paddingSame().stride(2), "4×3×5"),
        arguments(picture, Conv2d.of(6, 3).groups(2).padding(2), "9×8×6"),
        arguments(picture, Conv2d.of(4, 3).groups(4).dilation(2), "3×2×4"),
        arguments(picture, Conv2d.of(8, 1), "7×6×8"),
        arguments(picture, reflected(PaddingMode.REFLECT), "7×6×5"),
        arguments(picture, reflected(PaddingMode.REPLICATE).stride(2), "4×3×5"),
        arguments(picture, reflected(PaddingMode.CIRCULAR).withoutBias(), "7×6×5"),
        arguments(picture, Conv2d.of(4, 3).paddingSame().paddingMode(PaddingMode.REFLECT), "7×6×4"),
        arguments(picture, Dense.of(5), "5"),
        arguments(picture, Dense.of(5).withoutBias(), "5"),
        arguments(picture, MaxPool2d.of(2), "3×3×4"),
        arguments(picture, MaxPool2d.of(2).ceil(), "4×3×4"),
        arguments(picture, MaxPool2d.of(3).stride(1).padding(1), "7×6×4"),
        arguments(picture, MaxPool2d.of(2).dilation(3), "2×2×4"),
        arguments(picture, AvgPool2d.of(2), "3×3×4"),
        arguments(picture, AvgPool2d.of(2).ceil(), "4×3×4"),
        arguments(picture, AvgPool2d.of(3).stride(2).padding(1), "4×3×4"),
        arguments(picture, AvgPool2d.of(3).stride(2).padding(1).excludingPadding(), "4×3×4"),
        arguments(picture, new GlobalAvgPool(), "4"),
        arguments(picture, new Flatten(), "168"),
        arguments(picture, DepthwiseConv2d.of(3).padding(1).stride(2), "4×3×4"),
        arguments(picture, DepthwiseConv2d.of(3).multiplier(2).withoutBias(), "5×4×8"),
        arguments(picture, ConvTranspose2d.of(3, 3), "9×8×3"),
        arguments(picture, ConvTranspose2d.of(3, 4).stride(2).padding(1), "14×12×3"),
        arguments(
            picture, ConvTranspose2d.of(3, 3).stride(2).outputPadding(1).withoutBias(), "16×14×3"),
        arguments(picture, new BatchNorm(), "7×6×4"),
        arguments(picture, new BatchNorm(0.1, 0.5), "7×6×4"),
        arguments(picture, new GroupNorm(2), "7×6×4"),
        arguments(picture, new GroupNorm(4, 0.1, false), "7×6×4"),
        arguments(picture, new InstanceNorm(), "7×6×4"),
        arguments(picture, new InstanceNorm(0.1, true), "7×6×4"),
        arguments(picture, new LayerNorm(), "7×6×4"),
        arguments(picture, new LayerNorm(LayerNorm.Over.CHANNELS, 0.1, true), "7×6×4"),
        arguments(picture, new LayerNorm(LayerNorm.Over.EXAMPLE, 0.1, false), "7×6×4"),
        arguments(picture, new LocalResponseNorm(3), "7×6×4"),
        arguments(picture, new LocalResponseNorm(2, 0.5, 0.6, 2), "7×6×4"),
        arguments(picture, Upsample.nearest(2), "14×12×4"),
        arguments(picture, Upsample.nearest(1).to(5, 9), "5×9×4"),
        arguments(picture, Upsample.bilinear(3), "21×18×4"),
        arguments(picture, Upsample.bilinear(1).to(10, 4), "10×4×4"),
        arguments(picture, Upsample.bilinear(2).aligned(), "14×12×4"),
        arguments(picture, new Pad2d(Padding.of(2), PaddingMode.ZEROS), "11×10×4"),
        arguments(picture, new Pad2d(Padding.of(2), PaddingMode.REFLECT), "11×10×4"),
        arguments(
            picture, new Pad2d(new Padding(false, 1, 0, 2, 3), PaddingMode.CIRCULAR), "8×11×4"),
        arguments(picture, new Pad2d(Padding.of(9), PaddingMode.REPLICATE), "25×24×4"),
        arguments(picture, new AdaptiveAvgPool2d(3), "3×3×4"),
        arguments(picture, new AdaptiveAvgPool2d(new Size(9, 1)), "9×1×4"),
        arguments(picture, new AdaptiveMaxPool2d(3), "3×3×4"),
        arguments(picture, new AdaptiveMaxPool2d(new Size(9, 1)), "9×1×4"),
        arguments(picture, new GlobalMaxPool(), "4"),
        arguments(picture, new Softmax(), "7×6×4"),
        arguments(picture, new LeakyReLU(), "7×6×4"),
        arguments(picture, new LeakyReLU(0.3f), "7×6×4"),
        arguments(picture, new ELU(), "7×6×4"),
        arguments(picture, new ELU(0.5f), "7×6×4"),
        arguments(picture, new GELU(), "7×6×4"),
        arguments(picture, new SiLU(), "7×6×4"),
        arguments(picture, new Sigmoid(), "7×6×4"),
        arguments(picture, new Tanh(), "7×6×4"),
        arguments(picture, new ReLU(), "7×6×4"),
        arguments(picture, new Dropout(0.4), "7×6×4"),
        arguments(picture, new Dropout(0), "7×6×4"));
  }

  private static Conv2d reflected(PaddingMode mode) {
    return Conv2d.of(5, 3).padding(1).paddingMode(mode);
  }

  @ParameterizedTest
  @MethodSource("layers")
  void thePassesAgree(Shape input, Layer layer, String output) {
    Network network = Network.builder(input).add(layer).build();
    assertThat(network.outputShape()).hasToString(output);
    GradientCheck.of(network).run();
    GradientCheck.of(network).batch(3).seed(2).evaluating().run();
  }

  @ParameterizedTest
  @MethodSource("layers")
  void theNumberOfThreadsLeavesTheBitsAlone(Shape input, Layer layer, String output) {
    Network network = Network.builder(input).add(layer).build();
    try (Workers workers = Workers.of(3)) {
      float[][] one = allPasses(network, Workers.serial());
      float[][] three = allPasses(network, workers);
      assertThat(three).isDeepEqualTo(one);
    }
  }

  private static float[][] allPasses(Network network, Workers workers) {
    Model model = network.initialise(1);
    float[] x = new float[network.inputShape().length(5)];
    for (int i = 0; i < x.length; i++) {
      x[i] = (i * 7919 % 1000 - 500) / 300f;
    }
    Workspace workspace = new Workspace(network, 5);
    float[] y = workspace.forwardTraining(model.parameters(), x, 3, workers).clone();
    float[] ty = workspace.tangent(x, model.parameters(), workers).clone();
    Parameters gradients = model.parameters().zerosLike();
    float[] dx = new float[x.length];
    workspace.backward(y.clone(), gradients, dx, workers);
    float[] weights = gradients.all().isEmpty() ? new float[0] : gradients.all().get(0).values();
    return new float[][] {y, ty, dx, weights};
  }

  /** Add and Concat read several nodes; networks check them. */
  @Test
  void noLayerIsLeftOut() {
    Set<Class<?>> tested = layers().map(a -> a.get()[1].getClass()).collect(toSet());
    tested.addAll(List.of(Add.class, Concat.class));
    assertThat(tested).containsExactlyInAnyOrderElementsOf(BuiltIn.LAYERS);
  }

  /** The sums of three neighbours in 2 | 1 2 4 | 2. */
  @Test
  void aConvolutionReadsTheBorderOfItsMode() {
    Network network =
        Network.builder(1, 3, 1)
            .add(
                "c",
                Conv2d.of(1, 1)
                    .kernel(1, 3)
                    .padding(new Padding(false, 0, 0, 1, 1))
                    .paddingMode(PaddingMode.REFLECT)
                    .withoutBias())
            .build();
    Parameters parameters = Parameters.zeros(network);
    Arrays.fill(parameters.get("c.weight"), 1);
    float[] y =
        new Workspace(network, 1).forward(parameters, new float[] {1, 2, 4}, Workers.serial());
    assertThat(y).containsExactly(5, 7, 8);
  }

  @Test
  void aConvolutionNetworkOfAllKindsPasses() {
    Network network =
        Network.builder(8, 8, 2)
            .add(Conv2d.of(6, 3).padding(1))
            .add("a", new ReLU())
            .add(MaxPool2d.of(2))
            .add("b", Conv2d.of(6, 1))
            .add("c", AvgPool2d.of(2), "a")
            .add("d", new Add(), "b", "c")
            .add(new Dropout(0.3))
            .add(Dense.of(7))
            .build();
    GradientCheck.of(network).tolerance(5e-3).run();
  }

  @Test
  void whatDoesNotFitIsExplained() {
    assertThatThrownBy(() -> Network.builder(4, 4, 3).add(Conv2d.of(8, 5)))
        .hasMessageContaining("conv2d_1 Conv2d")
        .hasMessageContaining("it fits with 1 more padding");
    assertThatThrownBy(() -> Network.builder(4, 4, 3).add(Conv2d.of(8, 3).groups(2)))
        .hasMessageContaining("inChannels is 3, expected a multiple of groups = 2");
    assertThatThrownBy(() -> Network.builder(4, 4, 3).add(MaxPool2d.of(2).padding(2)))
        .hasMessageContaining("padding 2 is more than half");
    assertThatThrownBy(
            () -> Network.builder(4, 4, 3).add(ConvTranspose2d.of(2, 3).outputPadding(1)))
        .hasMessageContaining("expected less than the stride");
    assertThatThrownBy(
            () -> Network.builder(4, 4, 3).add(reflected(PaddingMode.REFLECT).padding(4)))
        .hasMessageContaining("padding is 4, expected at most 3 for 4 pixels");
    assertThatThrownBy(() -> new Pad2d(Padding.SAME, PaddingMode.ZEROS))
        .hasMessageContaining("padding is SAME");
    assertThatThrownBy(() -> Network.builder(4, 4, 3).add(new GroupNorm(2)))
        .hasMessageContaining("it reads 3 channels, expected a multiple of groups = 2");
    assertThatThrownBy(() -> Upsample.nearest(2).aligned())
        .hasMessageContaining("alignCorners is for mode BILINEAR alone");
    assertThatThrownBy(() -> Upsample.bilinear(0)).hasMessage("size is 0, expected at least 1");
    assertThatThrownBy(() -> new Dropout(0.99999))
        .hasMessage("probability is 0.99999, expected 0 to 0.9999847412109375");
    assertThatThrownBy(() -> Network.builder(4, 4, 3).add("x", new Concat()))
        .hasMessageContaining("it reads 1 node, expected two at least");
    assertThatThrownBy(
            () -> Network.builder(4, 4, 3).add("x", new ReLU(), Network.INPUT, Network.INPUT))
        .hasMessageContaining("it reads 2 nodes, expected one");
    assertThatThrownBy(
            () ->
                Network.builder(4, 4, 3)
                    .add("p", MaxPool2d.of(2))
                    .add("x", new Concat(), "p", Network.INPUT))
        .hasMessageContaining("expected equal heights and widths");
  }

  @Test
  void batchNormKeepsRunningAverages() {
    Network network = Network.builder(1, 2, 1).add("n", new BatchNorm()).build();
    Model model = network.initialise(1);
    Workspace workspace = new Workspace(network, 1);
    float[] y =
        workspace.forwardTraining(model.parameters(), new float[] {1, 3}, 1, Workers.serial());
    assertThat(y).containsExactly(new float[] {-1, 1}, within(1e-4f));
    // A tenth of mean 2 and of variance 2, which is that of the distribution: (1 + 1) / (2 − 1).
    assertThat(model.parameters().get("n.running_mean")).containsExactly(0.2f);
    assertThat(model.parameters().get("n.running_var"))
        .containsExactly(new float[] {1.1f}, within(1e-6f));
    float[] used =
        workspace.forward(model.parameters(), new float[] {0.2f, 1.2f}, Workers.serial());
    assertThat(used[0]).isZero();
    assertThat(used[1]).isEqualTo((float) (1 / Math.sqrt(1.1)), within(1e-5f));
  }

  @Test
  void dropoutKeepsTheExpectedValueAndDrawsAnewInEveryStep() {
    Network network = Network.builder(100, 100, 1).add(new Dropout(0.25)).build();
    Workspace workspace = new Workspace(network, 1);
    float[] ones = new float[10_000];
    Arrays.fill(ones, 1);
    Parameters none = Parameters.zeros(network);
    float[] first = workspace.forwardTraining(none, ones, 1, Workers.serial()).clone();
    float[] again = workspace.forwardTraining(none, ones, 1, Workers.serial()).clone();
    float[] other = workspace.forwardTraining(none, ones, 2, Workers.serial()).clone();
    assertThat(again).isEqualTo(first);
    assertThat(other).isNotEqualTo(first);
    int dropped = 0;
    for (float value : first) {
      assertThat(value == 0 || value == 4 / 3f).isTrue();
      dropped += value == 0 ? 1 : 0;
    }
    assertThat(dropped).isBetween(2500 - 170, 2500 + 170); // four standard deviations
    assertThat(workspace.forward(none, ones, Workers.serial())).isEqualTo(ones);
  }

  /** As in PyTorch, wherever in its window it is. */
  @Test
  void adaptiveMaxPoolingLetsNaNThrough() {
    Network network = Network.builder(2, 4, 1).add(new AdaptiveMaxPool2d(new Size(1, 2))).build();
    float[] x = {Float.NaN, 5, 1, 2, 3, 4, Float.NaN, 7};
    float[] y = new Workspace(network, 1).forward(Parameters.zeros(network), x, Workers.serial());
    assertThat(y).containsExactly(Float.NaN, Float.NaN);
  }
}
