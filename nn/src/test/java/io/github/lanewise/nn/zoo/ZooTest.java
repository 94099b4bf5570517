package io.github.lanewise.nn.zoo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.github.lanewise.nn.Network;
import io.github.lanewise.nn.Shape;
import io.github.lanewise.nn.Summary;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class ZooTest {
  /** Weights and biases as the papers, the lecture or torchvision count them. */
  static Stream<Arguments> networks() {
    Shape mnist = new Shape(28, 28, 1);
    return Stream.of(
        arguments(Zoo.lectureDense(), 657_920, 778),
        arguments(Zoo.lenet(mnist, 10), 61_470, 236),
        arguments(Zoo.mnistExample(mnist, 10), 1_199_648, 234),
        arguments(Zoo.alexNet(), 60_954_656, 10_568),
        arguments(Zoo.vgg16(), 138_344_128, 13_416),
        arguments(Zoo.vgg19(), 143_652_544, 14_696));
  }

  @ParameterizedTest
  @MethodSource("networks")
  void theNumberOfParametersIsKnown(Network network, long weights, long biases) {
    Summary summary = network.summary();
    assertThat(summary.weights()).isEqualTo(weights);
    assertThat(summary.biases()).isEqualTo(biases);
  }

  /** As torchvision counts them; MobileNet as Keras does, the trainable ones. */
  @Test
  void networksWithBatchNormHaveTheirNumberOfParameters() {
    Shape imageNet = new Shape(224, 224, 3);
    assertThat(learned(ResNet.resNet18(imageNet, 1000))).isEqualTo(11_689_512);
    assertThat(learned(ResNet.resNet50(imageNet, 1000))).isEqualTo(25_557_032);
    assertThat(learned(MobileNet.v1(imageNet, 1000))).isEqualTo(4_231_976);
    assertThat(learned(Zoo.alexNet())).isEqualTo(60_965_224);
    assertThat(learned(Zoo.pairs(new Shape(28, 28, 1), 10))).isEqualTo(77_786);
    assertThat(learned(Zoo.stemPairs(new Shape(28, 28, 1), 10))).isEqualTo(169_066);
    assertThat(ResNet.resNet18(new Shape(32, 32, 3), 10).outputShape()).isEqualTo(Shape.flat(10));
  }

  private static long learned(Network network) {
    return network.summary().weights() + network.summary().biases();
  }

  /** The lecture's questions: how many weights, how many biases? */
  @Test
  void theLecturesAlexNetHasItsDenseLayer() {
    Summary.Row row =
        Zoo.lectureAlexNet().summary().rows().stream()
            .filter(r -> r.name().equals("dense1"))
            .findFirst()
            .orElseThrow();
    assertThat(row.weights()).isEqualTo(177_209_344);
    assertThat(row.biases()).isEqualTo(4096);
    assertThat(row.multiplyAdds()).isEqualTo(177_209_344);
  }

  @Test
  void aSummaryTellsShapesCostsAndFields() {
    Summary summary = Zoo.lenet(new Shape(28, 28, 1), 10).summary();
    Summary.Row conv2 = summary.rows().get(4);
    assertThat(conv2.name()).isEqualTo("conv2");
    assertThat(conv2.type()).isEqualTo("Conv2d");
    assertThat(conv2.shape()).hasToString("10×10×16");
    assertThat(conv2.weights()).isEqualTo(5 * 5 * 6 * 16);
    assertThat(conv2.biases()).isEqualTo(16);
    assertThat(conv2.multiplyAdds()).isEqualTo(100 * 2400);
    // 5, then 2 more by the pooling, then 4 steps of 2 pixels
    assertThat(conv2.fieldHeight()).isEqualTo(5 + 1 + 4 * 2);
    assertThat(conv2.bytes()).isEqualTo(4 * (2416 + 1600));
    assertThat(summary.multiplyAdds())
        .isEqualTo(28 * 28 * 6 * 25 + 240_000 + 400 * 120 + 120 * 84 + 84 * 10);
    assertThat(summary.rows().get(7).bytes()).isZero(); // flatten
    assertThat(summary.toString()).contains("conv2").contains("61,470").contains("14×14");
  }

  @Test
  void theSmallNetworkFitsTheDigits() {
    assertThat(Zoo.small(new Shape(8, 8, 1), 10).outputShape()).isEqualTo(Shape.flat(10));
  }
}
