package io.github.lanewise.bench.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.lanewise.bench.conv.ConvData;
import io.github.lanewise.bench.layers.Layer;
import io.github.lanewise.kernels.conv.ConvShape;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TrainStepTest {

  /** With y = conv(x, w) + b: ⟨dy, y − b⟩ = ⟨x, dx⟩ = ⟨w, dw⟩, and db is the sum of dy. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "lenet2,6,14,16,5,1,0,1",
        "first,3,9,16,3,1,1,1",
        "strided,16,9,32,3,2,1,1",
        "grouped,8,7,16,3,1,1,2",
        "depthwise,16,8,16,3,1,1,16"
      })
  void thePassesAreOfOneConvolution(String line) {
    ConvShape shape = Layer.parse(line).shape(2);
    ConvData data = ConvData.of(shape);
    float[] dy = TrainStep.outputGradient(shape);
    try (TrainStep step = new TrainStep(shape, 1)) {
      step.pack();
      Pass.TOTAL.run(step);

      double forward = dot(dy, step.y()) - dot(data.bias(), step.dBias());
      assertThat(dot(data.x(), step.dx())).isCloseTo(forward, within(1e-3));
      assertThat(dot(data.weights(), step.dWeights())).isCloseTo(forward, within(1e-3));
      assertThat(sum(step.dBias())).isCloseTo(sum(dy), within(1e-3));
      assertThat(Math.abs(forward)).isGreaterThan(0.1);
    }
  }

  private static double dot(float[] a, float[] b) {
    double sum = 0;
    for (int i = 0; i < a.length; i++) {
      sum += (double) a[i] * b[i];
    }
    return sum;
  }

  private static double sum(float[] values) {
    double sum = 0;
    for (float value : values) {
      sum += value;
    }
    return sum;
  }
}
