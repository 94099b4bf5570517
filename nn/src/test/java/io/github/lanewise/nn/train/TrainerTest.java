package io.github.lanewise.nn.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.lanewise.kernels.lanes.Workers;
import io.github.lanewise.nn.Model;
import io.github.lanewise.nn.Network;
import io.github.lanewise.nn.Parameter;
import io.github.lanewise.nn.Shape;
import io.github.lanewise.nn.data.Affine;
import io.github.lanewise.nn.data.Dataset;
import io.github.lanewise.nn.data.Digits;
import io.github.lanewise.nn.layers.Conv2d;
import io.github.lanewise.nn.layers.Dense;
import io.github.lanewise.nn.layers.Dropout;
import io.github.lanewise.nn.layers.MaxPool2d;
import io.github.lanewise.nn.layers.ReLU;
import io.github.lanewise.nn.loss.SoftmaxCrossEntropy;
import io.github.lanewise.nn.loss.SquaredError;
import io.github.lanewise.nn.optimize.Adam;
import io.github.lanewise.nn.optimize.Schedule;
import io.github.lanewise.nn.optimize.Sgd;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class TrainerTest {
  private static Model small(long seed) {
    return Network.builder(8, 8, 1)
        .add("conv", Conv2d.of(8, 3).padding(1))
        .add(new ReLU())
        .add(MaxPool2d.of(2))
        .add(new Dropout(0.1))
        .add("out", Dense.of(10))
        .build()
        .initialise(seed);
  }

  @Test
  void aSmallNetworkLearnsDigits() throws Exception {
    Model model = small(1);
    List<Epoch> history =
        Trainer.of(model)
            .optimizer(Adam.of(0.005))
            .schedule(Schedule.oneCycle())
            .epochs(12)
            .batch(32)
            .validation(Digits.test())
            .train(Digits.train());
    assertThat(history).hasSize(12);
    assertThat(history.getLast().loss()).isLessThan(history.getFirst().loss() / 3);
    Evaluation test =
        Evaluation.of(model, new SoftmaxCrossEntropy(), Digits.test(), Workers.serial());
    assertThat(test.accuracy()).isGreaterThan(0.9);
    assertThat(test.accuracy()).isEqualTo(history.getLast().validationAccuracy());
    assertThat(test.loss()).isEqualTo(history.getLast().validationLoss());
    assertThat(test.examples()).isEqualTo(360);
    assertThat(test.right()).isEqualTo((int) Math.round(360 * test.accuracy()));
  }

  /** The lecture's rule: squared error, gradient descent. */
  @Test
  void squaredErrorLearnsToo() throws Exception {
    Model model = small(2);
    List<Epoch> history =
        Trainer.of(model)
            .loss(new SquaredError())
            .optimizer(Sgd.of(0.01))
            .epochs(4)
            .batch(16)
            .train(Digits.train());
    assertThat(history.getLast().loss()).isLessThan(0.5 * history.getFirst().loss());
    assertThat(history.getLast().validationAccuracy()).isNaN();
  }

  @Test
  void theNumberOfThreadsLeavesTheBitsAlone() throws Exception {
    List<float[]> results = new ArrayList<>();
    for (int threads : new int[] {1, 2, 3}) {
      try (Workers workers = Workers.of(threads)) {
        Model model = small(3);
        Trainer.of(model)
            .epochs(2)
            .batch(50)
            .seed(9)
            .augmentation(new Affine(1, 5, 0.1, 0))
            .workers(workers)
            .train(Digits.train().range(0, 330));
        results.add(model.parameters().get("out.weight"));
        results.add(model.parameters().get("conv.weight"));
      }
    }
    assertThat(results.get(2)).isEqualTo(results.get(0));
    assertThat(results.get(3)).isEqualTo(results.get(1));
    assertThat(results.get(4)).isEqualTo(results.get(0));
    assertThat(results.get(5)).isEqualTo(results.get(1));
  }

  @Test
  void anotherSeedGivesAnotherResult() throws Exception {
    Dataset few = Digits.train().range(0, 100);
    Model one = small(1);
    Model two = small(1);
    Trainer.of(one).epochs(1).seed(1).train(few);
    Trainer.of(two).epochs(1).seed(2).train(few);
    assertThat(one.parameters().get("out.weight")).isNotEqualTo(two.parameters().get("out.weight"));
  }

  @Test
  void clippingBoundsTheStep() throws Exception {
    Model model = small(1);
    Model before = small(1);
    Trainer.of(model)
        .optimizer(Sgd.of(1))
        .clip(0.01)
        .epochs(1)
        .batch(100)
        .train(Digits.train().range(0, 100));
    double squares = 0;
    for (Parameter parameter : model.parameters()) {
      float[] old = before.parameters().get(parameter.name());
      for (int i = 0; i < old.length; i++) {
        squares += Math.pow((double) parameter.values()[i] - old[i], 2);
      }
    }
    assertThat(Math.sqrt(squares)).isBetween(0.0099, 0.0101);
  }

  @Test
  void earlyStoppingPutsTheBestBack() throws Exception {
    Model model = small(1);
    List<Epoch> history =
        Trainer.of(model)
            .optimizer(Adam.of(0.03))
            .epochs(60)
            .validation(Digits.test())
            .earlyStopping(2)
            .train(Digits.train().range(0, 200));
    assertThat(history.size()).isLessThan(60);
    double best = history.stream().mapToDouble(Epoch::validationAccuracy).max().orElseThrow();
    Evaluation test =
        Evaluation.of(model, new SoftmaxCrossEntropy(), Digits.test(), Workers.serial());
    assertThat(test.accuracy()).isEqualTo(best);
    assertThat(history.get(history.size() - 3).validationAccuracy()).isEqualTo(best);
  }

  @Test
  void notANumberStopsNamingLayerAndStep() {
    Model model = small(1);
    model.parameters().get("conv.weight")[0] = Float.NaN;
    assertThatThrownBy(() -> Trainer.of(model).train(Digits.train()))
        .isInstanceOf(NotANumberException.class)
        .hasMessageContaining("epoch 1, step 1: the loss is NaN")
        .hasMessageContaining("come out of conv");
    Model wild = small(1);
    assertThatThrownBy(
            () -> Trainer.of(wild).optimizer(Sgd.of(1e30)).epochs(2).train(Digits.train()))
        .isInstanceOf(NotANumberException.class)
        .hasMessageContaining("epoch 1, step ");
  }

  @Test
  void whatListenersAreTold() throws Exception {
    List<String> told = new ArrayList<>();
    Trainer.of(small(1))
        .epochs(2)
        .batch(40)
        .listener(
            new TrainingListener() {
              @Override
              public void step(Progress progress) {
                assertThat(progress.accuracy()).isBetween(0.0, 1.0);
                told.add(progress.epoch() + ":" + progress.step() + "/" + progress.steps());
              }

              @Override
              public void epoch(Epoch epoch) {
                assertThat(epoch.imagesPerSecond()).isPositive();
                told.add("end " + epoch.epoch());
              }
            })
        .train(Digits.train().range(0, 100));
    assertThat(told)
        .containsExactly("1:1/3", "1:2/3", "1:3/3", "end 1", "2:1/3", "2:2/3", "2:3/3", "end 2");
  }

  @Test
  void mistakesAreNamed() {
    Trainer trainer = Trainer.of(small(1));
    assertThatThrownBy(() -> trainer.train(Digits.train().range(0, 0)))
        .hasMessageContaining("there are no examples");
    assertThatThrownBy(() -> trainer.epochs(0)).hasMessage("epochs is 0, expected at least 1");
    assertThatThrownBy(() -> trainer.earlyStopping(3).train(Digits.train()))
        .hasMessageContaining("call validation first");
    Model other = Network.builder(8, 8, 1).add(Dense.of(9)).build().initialise(1);
    assertThatThrownBy(() -> Trainer.of(other).train(Digits.train()))
        .hasMessageContaining("10 classes, the network has 9 outputs");
    Model bigger = Network.builder(9, 9, 1).add(Dense.of(10)).build().initialise(1);
    assertThatThrownBy(() -> Trainer.of(bigger).train(Digits.train()))
        .hasMessageContaining("the examples are 8×8×1, the network reads 9×9×1");
  }

  /** An example that cannot be read stops the training thread, not only the one that fills. */
  @Test
  void aFailureWhileFillingIsNotLost() {
    Dataset broken =
        new Dataset() {
          private final Dataset good = Digits.train();

          @Override
          public int size() {
            return good.size();
          }

          @Override
          public Shape shape() {
            return good.shape();
          }

          @Override
          public int classes() {
            return 10;
          }

          @Override
          public int label(int index) {
            return good.label(index);
          }

          @Override
          public void copy(int index, float[] x, int at) {
            throw new IllegalStateException("cannot be read");
          }
        };
    assertThatThrownBy(() -> Trainer.of(small(1)).train(broken))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("cannot be read");
  }
}
