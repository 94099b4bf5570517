package io.github.lanewise.bench.lecture;

import static java.util.Comparator.comparingDouble;

import io.github.lanewise.bench.progress.Progress;
import io.github.lanewise.kernels.lanes.Workers;
import io.github.lanewise.nn.Model;
import io.github.lanewise.nn.Network;
import io.github.lanewise.nn.Node;
import io.github.lanewise.nn.Parameters;
import io.github.lanewise.nn.Shape;
import io.github.lanewise.nn.Workspace;
import io.github.lanewise.nn.data.Dataset;
import io.github.lanewise.nn.data.Digits;
import io.github.lanewise.nn.layers.Conv2d;
import io.github.lanewise.nn.layers.ReLU;
import io.github.lanewise.nn.lecture.Efficiency;
import io.github.lanewise.nn.loss.SoftmaxCrossEntropy;
import io.github.lanewise.nn.optimize.Adam;
import io.github.lanewise.nn.optimize.Schedule;
import io.github.lanewise.nn.train.Epoch;
import io.github.lanewise.nn.train.Evaluation;
import io.github.lanewise.nn.train.Trainer;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * A convolutional network, trained, and what there is to see in it.
 *
 * @param weights its weights
 * @param biases its biases
 * @param trainingPictures pictures that it learned from
 * @param epochs its learning curve
 * @param evaluation how good it is on the test pictures
 * @param wrong some that it takes for another digit, the surest mistakes first
 * @param filters kernels of its first layer
 * @param input the digit that all below is about
 * @param maps what its layers make of that digit
 * @param saliency which pixels the score of some digits depends on
 * @param unsure what it says of the test digit that it is least sure of
 * @param comparison dense against convolutional
 */
public record Learned(
    long weights,
    long biases,
    int trainingPictures,
    List<Epoch> epochs,
    Evaluation evaluation,
    List<Said> wrong,
    List<Plane> filters,
    Digit input,
    List<Maps> maps,
    List<Saliency> saliency,
    Said unsure,
    Comparison comparison) {

  private static final int BATCH = 32;
  private static final double RATE = 0.002;
  private static final int WRONG = 12;
  private static final int MAPS = 32;

  /** Digits that the page looks into. */
  private static final int SHOWN = 3;

  private static final List<Integer> SALIENT = List.of(0, 3, 4, 8);

  /**
   * What the network says of a digit.
   *
   * @param digit the digit
   * @param scores its scores
   */
  public record Said(Digit digit, Scores scores) {}

  /**
   * Outputs of a layer for one digit.
   *
   * @param layer the layer's name
   * @param channels channels that it has
   * @param planes the first of them
   */
  public record Maps(String layer, int channels, List<Plane> planes) {}

  /**
   * Which pixels the score of a digit's class depends on.
   *
   * @param digit the digit
   * @param slope derivative of the score of its class with respect to the brightness of each pixel
   */
  public record Saliency(Digit digit, Plane slope) {}

  static Learned train(Effort effort, long seed, Workers workers, Progress progress)
      throws InterruptedException {
    Dataset train = Digit.framed(Digits.train());
    Dataset test = Digit.framed(Digits.test());
    Model model = Efficiency.Kind.CONVOLUTIONAL.network().initialise(seed);
    List<Epoch> epochs = train(model, train, test, effort.epochs(), seed, workers, progress);
    List<Digit> each = Digit.oneOfEach(Digits.test());
    Digit shown = each.get(SHOWN);
    float[] x = Digit.framed(Digits.test(), shown.index());
    List<Said> said = said(model, workers);
    return new Learned(
        model.network().summary().weights(),
        model.network().summary().biases(),
        train.size(),
        epochs,
        Evaluation.of(model, new SoftmaxCrossEntropy(), test, workers),
        said.stream()
            .filter(one -> one.scores().best() != one.digit().label())
            .sorted(comparingDouble(one -> -one.scores().probability()))
            .limit(WRONG)
            .toList(),
        filters(model),
        shown,
        maps(model, x, workers),
        SALIENT.stream().map(label -> saliency(model, each.get(label), workers)).toList(),
        said.stream().min(comparingDouble(one -> one.scores().margin())).orElseThrow(),
        Comparison.run(effort, seed, workers, progress));
  }

  private static List<Epoch> train(
      Model model,
      Dataset train,
      Dataset test,
      int epochs,
      long seed,
      Workers workers,
      Progress progress)
      throws InterruptedException {
    try {
      return Trainer.of(model)
          .optimizer(Adam.of(RATE))
          .schedule(Schedule.cosine())
          .epochs(epochs)
          .batch(BATCH)
          .seed(seed)
          .validation(test)
          .workers(workers)
          .listener(new TrainingProgress("Training", 1, progress))
          .train(train);
    } catch (IOException e) {
      throw new IllegalStateException("no checkpoint is written", e);
    }
  }

  /** What the network says of each test digit. */
  private static List<Said> said(Model model, Workers workers) {
    Dataset test = Digits.test();
    List<Said> said = new ArrayList<>();
    for (int i = 0; i < test.size(); i++) {
      Scores scores = Scores.of(model, Digit.framed(test, i), test.label(i), workers);
      said.add(new Said(Digit.of(test, i), scores));
    }
    return said;
  }

  private static List<Plane> filters(Model model) {
    Node first =
        model.network().nodes().stream()
            .filter(node -> node.layer() instanceof Conv2d)
            .findFirst()
            .orElseThrow();
    List<Integer> sizes = first.parameters().getFirst().sizes(); // [height][width][in][out]
    float[] weights = model.parameters().get(first.name() + ".weight");
    List<Plane> filters = new ArrayList<>();
    for (int i = 0; i < sizes.get(3); i++) {
      filters.add(Plane.channel(weights, sizes.get(0), sizes.get(1), sizes.get(3), i));
    }
    return filters;
  }

  /** Computes the network up to each of its rectifiers. */
  private static List<Maps> maps(Model model, float[] x, Workers workers) {
    List<Maps> maps = new ArrayList<>();
    Network.Builder builder = Network.builder(model.network().inputShape());
    for (Node node : model.network().nodes()) {
      if (node.layer() == null) {
        continue;
      }
      builder.add(node.name(), node.layer());
      if (node.layer() instanceof ReLU) {
        Network front = builder.build();
        Parameters parameters = Parameters.zeros(front);
        parameters.set(model.parameters());
        float[] y = new Workspace(front, 1).forward(parameters, x, workers);
        maps.add(maps(node, y));
      }
    }
    return maps;
  }

  private static Maps maps(Node node, float[] y) {
    Shape shape = node.shape();
    List<Plane> planes = new ArrayList<>();
    for (int i = 0; i < Math.min(MAPS, shape.channels()); i++) {
      planes.add(Plane.channel(y, shape.height(), shape.width(), shape.channels(), i));
    }
    return new Maps(node.name(), shape.channels(), planes);
  }

  private static Saliency saliency(Model model, Digit digit, Workers workers) {
    float[] x = Digit.framed(Digits.test(), digit.index());
    float[] score = new float[model.network().outputShape().length()];
    score[digit.label()] = 1;
    float[] slope = model.vectorJacobianProduct(x, score, workers);
    // The network reads each pixel several times over, so that its derivative is the sum of theirs,
    // and in units of the deviation.
    int height = digit.picture().height();
    int width = digit.picture().width();
    int side = model.network().inputShape().width();
    int times = side / width;
    float[] sums = new float[height * width];
    for (int i = 0; i < slope.length; i++) {
      sums[i / side / times * width + i % side / times] += slope[i] / Digits.SCALING.deviation();
    }
    return new Saliency(digit, new Plane(height, width, sums));
  }
}
