package io.github.lanewise.kernels.conv;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.github.lanewise.kernels.lanes.Workers;
import io.github.lanewise.kernels.testing.Threads;
import io.github.lanewise.kernels.testing.Values;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Weights packed on several threads, and straight from another order. */
class PackingTest {
  private static ConvShape shape(int in, int out, int kernel, int stride, int groups) {
    return ConvShape.builder()
        .input(12, 12, in)
        .outChannels(out)
        .kernel(kernel)
        .stride(stride)
        .padding(kernel / 2)
        .groups(groups)
        .build();
  }

  @Test
  void theNumberOfThreadsLeavesTheBitsAlone() {
    List<ConvShape> shapes =
        List.of(shape(60, 70, 3, 1, 1), shape(60, 70, 3, 2, 1), shape(84, 86, 5, 1, 2));
    for (ConvShape shape : shapes) {
      float[] weights = Values.gaussian(1, shape.weightCount());
      for (ConvAlgorithm algorithm : Agreement.algorithms(shape)) {
        Convolution convolution = Convolution.of(shape, algorithm);
        PackedWeights packed = convolution.pack(weights);
        Threads.sameBits(
            workers -> {
              Arrays.fill(packed.values(), Float.NaN);
              convolution.pack(weights, packed, workers);
              return packed.values().clone();
            });
      }
      ConvolutionGradient gradient = ConvolutionGradient.of(shape);
      PackedWeights packed = gradient.pack(weights);
      Threads.sameBits(
          workers -> {
            Arrays.fill(packed.values(), Float.NaN);
            gradient.pack(weights, packed, workers);
            return packed.values().clone();
          });
    }
  }

  /** Filled up with what was there before, and longer than it has to be. */
  @Test
  void memoryThatIsUsedAgainHoldsTheSameWeights() {
    List<ConvShape> shapes =
        List.of(
            shape(3, 9, 3, 1, 1),
            shape(60, 70, 3, 1, 1),
            shape(200, 300, 3, 1, 1),
            shape(84, 86, 5, 1, 2),
            shape(32, 32, 3, 2, 32));
    for (ConvShape shape : shapes) {
      FloatBuffer oihw =
          FloatBuffer.wrap(Values.gaussian(1, shape.weightCount() + 3)).position(3).slice();
      float[] factors = Values.gaussian(2, shape.outChannels());
      List<ConvAlgorithm> algorithms = new ArrayList<>(Agreement.algorithms(shape));
      algorithms.add(ConvAlgorithm.PLAIN);
      for (ConvAlgorithm algorithm : algorithms) {
        Convolution convolution = Convolution.of(shape, algorithm);
        float[] expected = convolution.packOihw(oihw, factors).values();
        assertThat(convolution.packedLength()).isEqualTo(expected.length);
        Threads.sameBits(
            workers -> {
              float[] memory = new float[expected.length + 5];
              Arrays.fill(memory, Float.NaN);
              PackedWeights packed = convolution.packOihw(oihw, factors, memory, workers);
              float[] used = Arrays.copyOf(packed.values(), expected.length);
              assertThat(used).as("%s by %s", shape, algorithm).isEqualTo(expected);
              return used;
            });
      }
    }
  }

  @Test
  void memoryThatIsTooShortIsRefused() {
    Convolution convolution = Convolution.of(shape(3, 9, 3, 1, 1), ConvAlgorithm.PLAIN);
    FloatBuffer oihw = FloatBuffer.allocate(convolution.shape().weightCount());
    float[] few = new float[(int) convolution.packedLength() - 1];
    float[] enough = new float[few.length + 1];
    assertThatIllegalArgumentException()
        .isThrownBy(() -> convolution.packOihw(oihw, null, few, Workers.serial()))
        .withMessageContaining("at least " + enough.length);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> convolution.packOihw(oihw, new float[8], enough, Workers.serial()))
        .withMessageContaining("factors");
  }

  @Test
  void weightsOfSomeMegabytesAreTurnedRoundAsSmallOnesAre() {
    int in = 1040;
    int out = 1030;
    float[] weights = Values.gaussian(1, in * out);
    float[] turned = new float[weights.length];
    for (int i = 0; i < in; i++) {
      for (int o = 0; o < out; o++) {
        turned[o * in + i] = weights[i * out + o];
      }
    }
    ConvolutionGradient gradient = ConvolutionGradient.of(shape(in, out, 1, 1, 1));
    Convolution backwards = Convolution.of(shape(out, in, 1, 1, 1), gradient.inputAlgorithm());
    float[] expected =
        gradient.inputAlgorithm() == ConvAlgorithm.REFERENCE // which reads weights as they are
            ? weights
            : backwards.pack(turned).values();
    assertThat(gradient.pack(weights).values()).isEqualTo(expected);
  }
}
