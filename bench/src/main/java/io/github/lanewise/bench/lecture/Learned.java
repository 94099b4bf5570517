package io.github.lanewise.bench.lecture;

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
import io.github.lanewise.nn.train.TrainingListener;
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
 * @param wrong some that it takes for another digit
 * @param filters kernels of its first layer
 * @param input the digit that all below is about
 * @param maps what its layers make of that digit
 * @param saliency which pixels the score of some digits depends on
 * @param scores what it says of the digit
 * @param comparison dense against convolutional
 */
public record Learned(
    long weights,
    long biases,
    int trainingPictures,
    List<Epoch> epochs,
    Evaluation evaluation,
    List<Wrong> wrong,
    List<Plane> filters,
    Digit input,
    List<Maps> maps,
    List<Saliency> saliency,
    Scores scores,
    Comparison comparison) {

  private static final int BATCH = 32;
  private static final double RATE = 0.002;
  private static final int WRONG = 12;
  private static final int MAPS = 32;

  /** Digits that the page looks into. */
  private static final int SHOWN = 3;

  private static final List<Integer> SALIENT = List.of(0, 3, 4, 8);

  /**
   * A digit that was taken for another.
   *
   * @param digit the digit
   * @param said what it was taken for
   * @param probability how sure the network was
   */
  public record Wrong(Digit digit, int said, double probability) {}

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
   * @param slope derivative of the score of its class with respect to each pixel
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
    return new Learned(
        model.network().summary().weights(),
        model.network().summary().biases(),
        train.size(),
        epochs,
        Evaluation.of(model, new SoftmaxCrossEntropy(), test, workers),
        wrong(model, workers),
        filters(model),
        shown,
        maps(model, x, workers),
        SALIENT.stream().map(label -> saliency(model, each.get(label), workers)).toList(),
        Scores.of(model, x, shown.label(), workers),
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
    TrainingListener listener =
        new TrainingListener() {
          @Override
          public void step(TrainingListener.Progress step) {
            long steps = step.steps();
            progress.at(
                "Training", (step.epoch() - 1) * steps + step.step(), step.epochs() * steps);
          }
        };
    try {
      return Trainer.of(model)
          .optimizer(Adam.of(RATE))
          .schedule(Schedule.cosine())
          .epochs(epochs)
          .batch(BATCH)
          .seed(seed)
          .validation(test)
          .workers(workers)
          .listener(listener)
          .train(train);
    } catch (IOException e) {
      throw new IllegalStateException("no checkpoint is written", e);
    }
  }

  private static List<Wrong> wrong(Model model, Workers workers) {
    Dataset test = Digits.test();
    List<Wrong> wrong = new ArrayList<>();
    for (int i = 0; i < test.size() && wrong.size() < WRONG; i++) {
      Scores scores = Scores.of(model, Digit.framed(test, i), test.label(i), workers);
      if (scores.best() != scores.label()) {
        wrong.add(
            new Wrong(Digit.of(test, i), scores.best(), scores.probabilities()[scores.best()]));
      }
    }
    return wrong;
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
    // The network reads each pixel several times over, so that its derivative is the sum of theirs.
    int height = digit.picture().height();
    int width = digit.picture().width();
    int side = model.network().inputShape().width();
    int times = side / width;
    float[] sums = new float[height * width];
    for (int i = 0; i < slope.length; i++) {
      sums[i / side / times * width + i % side / times] += slope[i];
    }
    return new Saliency(digit, new Plane(height, width, sums));
  }
}
