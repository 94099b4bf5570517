package io.github.lanewise.bench.conv;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.lanewise.bench.contest.ForkSample;
import io.github.lanewise.bench.layers.Layer;
import io.github.lanewise.bench.layers.LayerCase;
import io.github.lanewise.kernels.conv.ConvAlgorithm;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ChoiceRunTest {
  private static final Layer LAYER = new Layer("l", 256, 16, 16, 1, 1, 0, 1);

  @Test
  void theChoiceIsHeldAgainstTheMediansOfTheForks() {
    assertThat(ConvAlgorithm.choose(LAYER.shape(1))).isEqualTo(ConvAlgorithm.DIRECT);
    ChoiceResult behind = result(sample(1.0, 1.0), sample(1.0, 0.9), sample(9.0, 0.8));

    assertThat(behind.best()).isEqualTo(ConvAlgorithm.IM2COL);
    assertThat(behind.behind()).isCloseTo(1 / 0.9 - 1, within(1e-12));
    assertThat(behind.good()).isFalse();
    assertThat(result(sample(1.0, 0.96)).good()).isTrue();
    assertThat(result(sample(1.0, 2.0)).behind()).isZero();
  }

  private static ChoiceResult result(ForkSample... samples) {
    List<ConvAlgorithm> both = List.of(ConvAlgorithm.DIRECT, ConvAlgorithm.IM2COL);
    return ChoiceRun.result(
        new ConvCase(new LayerCase(LAYER, 1, 1), both, List.of()), List.of(samples));
  }

  private static ForkSample sample(double direct, double im2col) {
    return new ForkSample(Map.of("DIRECT", direct, "IM2COL", im2col), null, null);
  }
}
