package io.github.lanewise.onnx.convert;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.onnxruntime.OrtException;
import io.github.lanewise.kernels.conv.Layouts;
import io.github.lanewise.kernels.lanes.Workers;
import io.github.lanewise.nn.Model;
import io.github.lanewise.nn.Network;
import io.github.lanewise.nn.Shape;
import io.github.lanewise.nn.Workspace;
import io.github.lanewise.nn.data.Digits;
import io.github.lanewise.nn.files.StoredModel;
import io.github.lanewise.nn.layers.AdaptiveMaxPool2d;
import io.github.lanewise.nn.layers.BatchNorm;
import io.github.lanewise.nn.layers.BuiltIn;
import io.github.lanewise.nn.layers.Conv2d;
import io.github.lanewise.nn.layers.ConvTranspose2d;
import io.github.lanewise.nn.layers.Dropout;
import io.github.lanewise.nn.layers.GroupNorm;
import io.github.lanewise.nn.layers.InstanceNorm;
import io.github.lanewise.nn.layers.SiLU;
import io.github.lanewise.nn.layers.Sigmoid;
import io.github.lanewise.nn.layers.Size;
import io.github.lanewise.nn.loss.SoftmaxCrossEntropy;
import io.github.lanewise.nn.train.Evaluation;
import io.github.lanewise.nn.train.Trainer;
import io.github.lanewise.nn.zoo.Zoo;
import io.github.lanewise.onnx.OnnxModel;
import io.github.lanewise.onnx.tensor.Tensor;
import io.github.lanewise.onnx.testing.OnnxRuntime;
import io.github.lanewise.onnx.verify.Tolerance;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Networks written as ONNX: ONNX Runtime, OnnxModel and the network itself agree on them. */
class RoundTripTest {
  private static final Tolerance TOLERANCE = new Tolerance(5e-4, 5e-5);
  private static final int BATCH = 2;

  private static float[] random(long seed, int length) {
    Random random = new Random(seed);
    float[] x = new float[length];
    for (int i = 0; i < length; i++) {
      x[i] = (float) random.nextGaussian();
    }
    return x;
  }

  private static float[] nchw(float[] nhwc, Shape shape) {
    float[] nchw = new float[nhwc.length];
    Layouts.nhwcToNchw(BATCH, shape.channels(), shape.height(), shape.width(), nhwc, nchw);
    return nchw;
  }

  private static Tensor tensor(float[] nchw, Shape shape) {
    return Tensor.of(nchw, BATCH, shape.channels(), shape.height(), shape.width());
  }

  /** What the network itself computes, with its channels in second place. */
  private static Tensor computed(Model model, float[] x) {
    float[] y =
        new Workspace(model.network(), BATCH).forward(model.parameters(), x, Workers.serial());
    Shape shape = model.network().outputShape();
    return shape.height() == 1 && shape.width() == 1
        ? Tensor.of(y.clone(), BATCH, shape.channels())
        : tensor(nchw(y, shape), shape);
  }

  private static void agree(Tensor actual, Tensor expected, Model model) {
    assertThat(TOLERANCE.difference(actual, expected)).as(model.network().toString()).isNull();
  }

  private static Tensor judged(Path file, Tensor input, Model model) throws IOException {
    try {
      return OnnxRuntime.run(Files.readAllBytes(file), input).getFirst();
    } catch (OrtException e) {
      throw new AssertionError(model.network().toString(), e);
    }
  }

  @Property(tries = 520, seed = "1") // the tolerances hold for these
  void onnxRuntimeAgreesOnWhatIsWritten(@ForAll long seed) throws Exception {
    Model model = RandomNetworks.model(seed, false);
    Shape shape = model.network().inputShape();
    float[] x = random(seed, shape.length(BATCH));
    Tensor input = tensor(nchw(x, shape), shape);
    Path file = Files.createTempFile("network", ".onnx");
    try {
      OnnxModel.save(model, file);
      Tensor judged = judged(file, input, model);
      OnnxModel loaded = OnnxModel.load(file);
      agree(loaded.run(Workers.serial(), input).getFirst(), judged, model); // by plain loops
      agree(loaded.run(Workers.serial(), input).getFirst(), judged, model); // by the kernels
      agree(computed(model, x), judged, model);
    } finally {
      Files.delete(file);
    }
  }

  @Property(tries = 120, seed = "1")
  void networksAreReadBack(@ForAll long seed) throws Exception {
    Model model = RandomNetworks.model(seed, true);
    float[] x = random(seed, model.network().inputShape().length(BATCH));
    Path file = Files.createTempFile("network", ".onnx");
    try {
      OnnxModel.save(model, file);
      Model read = OnnxModel.load(file).toNetwork();
      assertThat(read.parameters().learnedCount()).isEqualTo(model.parameters().learnedCount());
      agree(computed(read, x), computed(model, x), model);
    } finally {
      Files.delete(file);
    }
  }

  @Test
  void upsamplingAndNormalisingLayersAreReadBack(@TempDir Path folder) throws Exception {
    Model model =
        Network.builder(5, 4, 3)
            .add(ConvTranspose2d.of(6, 3).stride(2).padding(1).outputPadding(1))
            .add(new GroupNorm(2, 0.05, true))
            .add(new SiLU())
            .add(ConvTranspose2d.of(4, 2).withoutBias())
            .add(new InstanceNorm(0.05, true))
            .add(new Sigmoid())
            .build()
            .initialise(1);
    Path file = folder.resolve("model.onnx");
    OnnxModel.save(model, file);
    Model read = OnnxModel.load(file).toNetwork();
    assertThat(read.network().nodes().stream().map(node -> node.layer()))
        .contains(new SiLU(), new GroupNorm(2, 0.05, true), new Sigmoid());
    float[] x = random(1, model.network().inputShape().length(BATCH));
    agree(computed(read, x), computed(model, x), model);
  }

  @Test
  void randomNetworksHaveEveryLayer() {
    Set<Class<?>> seen = new HashSet<>();
    for (int seed = 0; seed < 600; seed++) {
      RandomNetworks.model(seed, false).network().nodes().stream()
          .filter(node -> node.layer() != null)
          .forEach(node -> seen.add(node.layer().getClass()));
    }
    assertThat(seen).containsAll(BuiltIn.LAYERS);
  }

  @Test
  void aModelThatWasReadLearnsOnAndIsWrittenAgain(@TempDir Path folder) throws Exception {
    Path before = folder.resolve("before.onnx");
    OnnxModel.save(Zoo.small(new Shape(8, 8, 1), 10).initialise(1), before);
    Model model = OnnxModel.load(before).toNetwork();
    Trainer.of(model).epochs(3).batch(32).train(Digits.train());
    double accuracy =
        Evaluation.of(model, new SoftmaxCrossEntropy(), Digits.test(), Workers.serial()).accuracy();
    assertThat(accuracy).isGreaterThan(0.8);
    Path after = folder.resolve("after.onnx");
    OnnxModel.save(model, after);
    float[] picture = new float[64];
    int right = 0;
    for (int i = 0; i < 100; i++) {
      Digits.test().copy(i, picture, 0);
      float[] scores =
          OnnxRuntime.run(Files.readAllBytes(after), Tensor.of(picture, 1, 1, 8, 8))
              .getFirst()
              .floats();
      int best = 0;
      for (int c = 1; c < scores.length; c++) {
        best = scores[c] > scores[best] ? c : best;
      }
      right += best == Digits.test().label(i) ? 1 : 0;
    }
    assertThat(right).isGreaterThan(75);
  }

  @Test
  void whatTrainingNeedsIsKept(@TempDir Path folder) throws Exception {
    Path file = folder.resolve("model.onnx");
    Network network =
        Network.builder(4, 4, 1)
            .add("output", Conv2d.of(2, 3), Network.PREVIOUS) // as the graph's output is called
            .add(new BatchNorm(1e-3, 0.05))
            .add(new Dropout(0.3))
            .build();
    Map<String, String> notes = Map.of("labels", "zero,one", "scaling", "0.5");
    OnnxModel.save(new StoredModel(network.initialise(1), notes), file);

    OnnxModel loaded = OnnxModel.load(file);
    assertThat(loaded.graph().metadata()).isEqualTo(notes);
    assertThat(loaded.toNetwork().network().nodes().stream().map(node -> node.layer()))
        .contains(new BatchNorm(1e-3, 0.05), new Dropout(0.3));
    Tensor x = tensor(random(1, BATCH * 16), network.inputShape());
    assertThat(
            TOLERANCE.difference(
                loaded.run(Workers.serial(), x).getFirst(),
                OnnxRuntime.run(Files.readAllBytes(file), x).getFirst()))
        .isNull();
  }

  @Test
  void modelsThatAreNoNetworksAreRefusedByName(@TempDir Path folder) throws Exception {
    Path file = folder.resolve("model.onnx");
    Model model =
        Network.builder(4, 4, 1).add(new AdaptiveMaxPool2d(new Size(3, 3))).build().initialise(1);
    OnnxModel.save(model, file);
    OnnxModel loaded = OnnxModel.load(file);
    assertThatThrownBy(loaded::toNetwork)
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("ReduceMax (opset 21)");
  }
}
