package io.github.lanewise.nn.predict;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.lanewise.kernels.lanes.Workers;
import io.github.lanewise.kernels.resample.PaddingMode;
import io.github.lanewise.nn.Allocation;
import io.github.lanewise.nn.Model;
import io.github.lanewise.nn.Network;
import io.github.lanewise.nn.Node;
import io.github.lanewise.nn.Shape;
import io.github.lanewise.nn.Workspace;
import io.github.lanewise.nn.data.Digits;
import io.github.lanewise.nn.layers.Add;
import io.github.lanewise.nn.layers.BatchNorm;
import io.github.lanewise.nn.layers.Conv2d;
import io.github.lanewise.nn.layers.Dense;
import io.github.lanewise.nn.layers.DepthwiseConv2d;
import io.github.lanewise.nn.layers.Dropout;
import io.github.lanewise.nn.layers.ReLU;
import io.github.lanewise.nn.train.Trainer;
import io.github.lanewise.nn.zoo.Zoo;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

class PredictorTest {
  private static float[] digits(int count) {
    float[] x = new float[count * 64];
    for (int i = 0; i < count; i++) {
      Digits.test().copy(i, x, i * 64);
    }
    return x;
  }

  private static float[] plain(Model model, float[] x, int batch) {
    return new Workspace(model.network(), batch).forward(model.parameters(), x, Workers.serial());
  }

  private static void agrees(Model model) {
    float[] x = digits(3);
    float[] y = new float[3 * model.network().outputShape().length()];
    Predictor.of(model, 3).predict(x, y, Workers.serial());
    float[] expected = plain(model, x, 3);
    for (int i = 0; i < y.length; i++) {
      assertThat(y[i]).isCloseTo(expected[i], within(1e-4f));
    }
  }

  @Test
  void itComputesWhatTheModelDoes() {
    agrees(Zoo.small(new Shape(8, 8, 1), 10).initialise(1));
    agrees(Zoo.dense(new Shape(8, 8, 1), 10).initialise(2));
    // A convolution with two readers, one without bias, a ReLU at the end and one of a sum.
    agrees(
        Network.builder(8, 8, 1)
            .add("a", Conv2d.of(4, 3).padding(1))
            .add("b", new ReLU())
            .add("c", new Add(), "a", "b")
            .add(new ReLU())
            .add(Conv2d.of(4, 3).withoutBias())
            .add(new ReLU())
            .add(Dense.of(5).withoutBias())
            .add(new Dropout(0.5))
            .add(new ReLU())
            .build()
            .initialise(3));
    agrees(Network.builder(8, 8, 1).add(new Dropout(0.5)).build().initialise(4));
    agrees(
        Network.builder(8, 8, 1)
            .add(Conv2d.of(4, 3).padding(1).paddingMode(PaddingMode.REFLECT))
            .add(new ReLU())
            .build()
            .initialise(5));
  }

  /** Batch norm with running averages of a few steps, as training leaves them. */
  @Test
  void batchNormIsFolded() throws Exception {
    Model model =
        Network.builder(8, 8, 1)
            .add("a", Conv2d.of(4, 3).padding(1).withoutBias())
            .add("an", new BatchNorm())
            .add("ar", new ReLU())
            .add("b", DepthwiseConv2d.of(3).padding(1))
            .add("bn", new BatchNorm())
            .add("c", Conv2d.of(4, 1).withoutBias(), "ar")
            .add("s", new Add(), "bn", "c")
            .add("sn", new BatchNorm())
            .add("sr", new ReLU())
            .add("d", Dense.of(10))
            .build()
            .initialise(3);
    Trainer.of(model).epochs(1).batch(50).train(Digits.train().range(0, 200));
    agrees(model);
    assertThat(Fusion.fuse(model).network().nodes())
        .extracting(Node::name)
        .containsExactly("input", "a", "c", "b", "sn", "sr", "d");
  }

  /** A residual block, as in ResNet: convolution, batch norm, sum and ReLU in one. */
  private static Model residual() {
    return Network.builder(8, 8, 1)
        .add("stem", Conv2d.of(4, 3).padding(1).withoutBias())
        .add("stemRelu", new ReLU())
        .add("a", Conv2d.of(4, 3).padding(1))
        .add("aRelu", new ReLU())
        .add("b", Conv2d.of(4, 3).padding(1).withoutBias())
        .add("bNorm", new BatchNorm())
        .add("shortcut", Conv2d.of(4, 1), "stemRelu")
        .add("sum", new Add(), "bNorm", "shortcut")
        .add("sumRelu", new ReLU())
        .add("c", Conv2d.of(4, 3).padding(1))
        .add("twice", new Add(), "sumRelu", "c")
        .add("thrice", new Add(), "twice", "sumRelu", "c")
        .add("d", Dense.of(10))
        .build()
        .initialise(3);
  }

  @Test
  void sumsAreFused() {
    agrees(residual());
    assertThat(Fusion.fuse(residual()).network().nodes())
        .extracting(Node::name)
        .containsExactly("input", "stem", "a", "shortcut", "b", "c", "twice", "thrice", "d");
  }

  /** The other input of the sum may be the network's input, which is another array in each call. */
  @Test
  void theInputIsAResidualToo() {
    Model model =
        Network.builder(8, 8, 1)
            .add("a", Conv2d.of(1, 3).padding(1))
            .add("sum", new Add(), Network.INPUT, "a")
            .add("relu", new ReLU())
            .build()
            .initialise(1);
    assertThat(Fusion.fuse(model).network().nodes()).hasSize(2);
    Predictor predictor = Predictor.of(model);
    for (int i = 0; i < 3; i++) {
      float[] y = new float[64];
      predictor.predict(example(i), y, Workers.serial());
      float[] expected = plain(model, example(i), 1);
      for (int j = 0; j < 64; j++) {
        assertThat(y[j]).isCloseTo(expected[j], within(1e-4f));
      }
    }
  }

  @Test
  void layersAreFused() {
    Model fused = Fusion.fuse(Zoo.small(new Shape(8, 8, 1), 10).initialise(1));
    assertThat(fused.network().nodes())
        .extracting(Node::name)
        .containsExactly("input", "conv1", "conv2", "pool1", "conv3", "pool2", "flatten", "dense");
  }

  @Test
  void laterTrainingLeavesItAlone() {
    Model model = Zoo.dense(new Shape(8, 8, 1), 10).initialise(2);
    Predictor predictor = Predictor.of(model);
    float[] x = digits(1);
    int before = predictor.classify(x, Workers.serial());
    model.parameters().get("dense3.bias")[(before + 1) % 10] += 1000;
    assertThat(predictor.classify(x, Workers.serial())).isEqualTo(before);
    assertThat(Predictor.of(model).classify(x, Workers.serial())).isEqualTo((before + 1) % 10);
  }

  @Test
  void probabilitiesAddUpToOne() {
    Predictor predictor = Predictor.of(Zoo.small(new Shape(8, 8, 1), 10).initialise(1), 2);
    float[] y = new float[20];
    predictor.probabilities(digits(2), y, Workers.serial());
    for (int example = 0; example < 2; example++) {
      float sum = 0;
      for (int i = 0; i < 10; i++) {
        sum += y[example * 10 + i];
      }
      assertThat(sum).isCloseTo(1, within(1e-5f));
    }
  }

  @Test
  void manyThreadsShareIt() throws Exception {
    shared(Predictor.of(Zoo.small(new Shape(8, 8, 1), 10).initialise(1)));
    shared(Predictor.of(residual()));
  }

  private static void shared(Predictor predictor) throws Exception {
    List<float[]> expected = new ArrayList<>();
    for (int i = 0; i < 40; i++) {
      expected.add(new float[10]);
      predictor.predict(example(i), expected.get(i), Workers.serial());
    }
    try (ExecutorService threads = Executors.newFixedThreadPool(8)) {
      List<Future<float[]>> results = new ArrayList<>();
      for (int i = 0; i < 400; i++) {
        int number = i % 40;
        results.add(
            threads.submit(
                () -> {
                  float[] y = new float[10];
                  predictor.predict(example(number), y, Workers.serial());
                  return y;
                }));
      }
      for (int i = 0; i < 400; i++) {
        assertThat(results.get(i).get()).isEqualTo(expected.get(i % 40));
      }
    }
  }

  private static float[] example(int number) {
    float[] x = new float[64];
    Digits.test().copy(number, x, 0);
    return x;
  }

  @Test
  void callsAllocateNothing() {
    nothingAllocated(Predictor.of(Zoo.small(new Shape(8, 8, 1), 10).initialise(1)));
    nothingAllocated(Predictor.of(residual()));
  }

  private static void nothingAllocated(Predictor predictor) {
    float[] x = digits(1);
    float[] y = new float[10];
    Allocation.none(() -> predictor.predict(x, y, Workers.serial()));
  }

  @Test
  void mistakesAreNamed() {
    Model model = Zoo.dense(new Shape(8, 8, 1), 10).initialise(2);
    assertThatThrownBy(() -> Predictor.of(model, 0)).hasMessage("batch is 0, expected at least 1");
    assertThatThrownBy(
            () -> Predictor.of(model).predict(new float[64], new float[9], Workers.serial()))
        .hasMessage("y has 9 floats, expected 10 [batch][…output]");
    assertThatThrownBy(
            () -> Predictor.of(model).predict(new float[63], new float[10], Workers.serial()))
        .hasMessageContaining("x has 63 floats, expected 64");
  }
}
