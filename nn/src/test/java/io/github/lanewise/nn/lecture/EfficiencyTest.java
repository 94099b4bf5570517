package io.github.lanewise.nn.lecture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.lanewise.kernels.lanes.Workers;
import io.github.lanewise.nn.Shape;
import io.github.lanewise.nn.data.BytePictures;
import io.github.lanewise.nn.data.Dataset;
import io.github.lanewise.nn.data.Digits;
import io.github.lanewise.nn.data.Scaling;
import io.github.lanewise.nn.train.TrainingListener;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class EfficiencyTest {
  @Test
  void theConvolutionalNetworkHasLessThanATenthOfTheWeights() {
    assertThat(Efficiency.Kind.DENSE.network().summary().weights()).isEqualTo(657_920);
    assertThat(Efficiency.Kind.CONVOLUTIONAL.network().summary().weights())
        .isEqualTo(62_096)
        .isLessThan(657_920 / 10);
  }

  @Test
  void bothLearnAndAreTested() throws Exception {
    float black = Digits.SCALING.apply(0);
    List<TrainingListener.Progress> steps = new ArrayList<>();
    TrainingListener listener =
        new TrainingListener() {
          @Override
          public void step(Progress progress) {
            steps.add(progress);
          }
        };
    Efficiency efficiency =
        new Efficiency(
            Digits.train(), Digits.test().range(0, 50), black, List.of(0, 8), 4000, listener);
    List<Efficiency.Result> told = new ArrayList<>();
    List<Efficiency.Result> results = efficiency.run(List.of(50), 1, Workers.serial(), told::add);
    assertThat(results).isEqualTo(told).hasSize(2);
    assertThat(steps).as("two networks, 80 times 50 pictures, 32 at once").hasSize(2 * 80 * 2);
    for (Efficiency.Result result : results) {
      assertThat(result.accuracies()).hasSize(2);
      assertThat(result.accuracies().getFirst()).isGreaterThan(0.5);
      assertThat(result.accuracies().getLast()).isLessThan(result.accuracies().getFirst());
    }
    assertThatThrownBy(() -> efficiency.run(List.of(1438), 1, Workers.serial(), told::add))
        .hasMessage("size is 1438, expected 1 to the 1437 pictures there are");
  }

  /** A picture of 2×2 pixels, enlarged to 32×32 and moved. */
  @Test
  void picturesAreEnlargedAndMoved() {
    Dataset one =
        new BytePictures(
            new Shape(2, 2, 1), 10, new byte[] {1, 2, 3, 4}, new byte[1], new Scaling(0, 1));
    float[] x = new float[1024];
    new Frame32(one, 9, 0, 0).copy(0, x, 0);
    assertThat(new float[] {x[0], x[31], x[15 * 32 + 15], x[16 * 32 + 15], x[1023]})
        .containsExactly(1, 2, 1, 3, 4);
    new Frame32(one, 9, -4, 1).copy(0, x, 0);
    assertThat(new float[] {x[0], x[1], x[11 * 32 + 1], x[12 * 32 + 1], x[27 * 32 + 31], x[1023]})
        .containsExactly(9, 1, 1, 3, 4, 9);
    assertThatThrownBy(
            () ->
                new Frame32(
                    new BytePictures(
                        new Shape(33, 2, 1), 1, new byte[66], new byte[1], new Scaling(0, 1)),
                    0,
                    0,
                    0))
        .hasMessageContaining("expected grey ones of 32×32 pixels at most");
  }
}
