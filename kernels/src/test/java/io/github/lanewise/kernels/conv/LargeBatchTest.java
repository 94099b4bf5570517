package io.github.lanewise.kernels.conv;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.lanewise.kernels.lanes.Workers;
import io.github.lanewise.kernels.testing.Values;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;

/**
 * Many pictures are computed in another order than one, and read ahead where they come from memory;
 * their bits stay those of the pictures one by one.
 */
@EnabledIf("io.github.lanewise.kernels.lanes.Lanes#vectorised")
class LargeBatchTest {
  private static final List<ConvAlgorithm> SLIDING =
      List.of(ConvAlgorithm.DIRECT, ConvAlgorithm.FEW_CHANNELS, ConvAlgorithm.DEPTHWISE);

  @Test
  void readAheadFromMemory() {
    List<ConvShape.Builder> pictures =
        List.of(
            ConvShape.builder().input(230, 231, 16).outChannels(16).kernel(1),
            ConvShape.builder().input(231, 203, 32).outChannels(17).kernel(1).stride(2),
            ConvShape.builder().input(301, 300, 16).outChannels(8).kernel(3).stride(2).padding(1),
            ConvShape.builder().input(251, 230, 16).outChannels(16).kernel(3).padding(1).groups(16),
            ConvShape.builder()
                .input(230, 231, 16)
                .outChannels(16)
                .kernel(3)
                .padding(5, 5, 1, 1)
                .groups(16),
            ConvShape.builder()
                .input(300, 301, 16)
                .outChannels(16)
                .kernel(3)
                .stride(2)
                .padding(1)
                .groups(16));
    for (ConvShape.Builder picture : pictures) {
      assertThat(Fetch.pays(picture.batch(1).build())).isFalse();
      assertThat(Fetch.pays(picture.batch(3).build())).isTrue();
      check(picture, 3);
    }
  }

  @Test
  void someAtATimeForEachUnitOfChannels() {
    check(ConvShape.builder().input(19, 23, 200).outChannels(700).kernel(1), 7);
  }

  @Test
  void allUnitsOfSomePicturesInOneTile() {
    ConvShape.Builder picture = ConvShape.builder().input(6, 7, 600).outChannels(120).kernel(1);
    Convolution conv = Convolution.of(picture.batch(165).build(), ConvAlgorithm.DIRECT);
    assertThat(conv.tiles()).isEqualTo(33);
    check(picture, 165);
  }

  private static void check(ConvShape.Builder picture, int pictures) {
    ConvShape one = picture.batch(1).build();
    ConvShape all = picture.batch(pictures).build();
    float[] weights = Values.integers(1, one.weightCount());
    float[] x = Values.integers(2, all.inputLength());
    for (ConvAlgorithm algorithm : SLIDING) {
      if (algorithm.supports(one)) {
        float[] expected = new float[all.outputLength()];
        for (int n = 0; n < pictures; n++) {
          int from = n * one.inputLength();
          float[] xn = Arrays.copyOfRange(x, from, from + one.inputLength());
          float[] yn = forward(one, algorithm, weights, xn);
          System.arraycopy(yn, 0, expected, n * yn.length, yn.length);
        }
        Agreement.bits(all, algorithm.toString(), forward(all, algorithm, weights, x), expected);
      }
    }
  }

  private static float[] forward(ConvShape shape, ConvAlgorithm algorithm, float[] w, float[] x) {
    Convolution conv = Convolution.of(shape, algorithm);
    float[] y = new float[shape.outputLength()];
    conv.forward(x, conv.pack(w), Epilogue.NONE, y, Workers.serial());
    return y;
  }
}
