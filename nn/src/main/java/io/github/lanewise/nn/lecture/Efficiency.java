package io.github.lanewise.nn.lecture;

import io.github.lanewise.kernels.lanes.Workers;
import io.github.lanewise.kernels.shape.Checks;
import io.github.lanewise.nn.Model;
import io.github.lanewise.nn.Network;
import io.github.lanewise.nn.Seeds;
import io.github.lanewise.nn.data.Dataset;
import io.github.lanewise.nn.layers.Conv2d;
import io.github.lanewise.nn.layers.Dense;
import io.github.lanewise.nn.layers.MaxPool2d;
import io.github.lanewise.nn.layers.ReLU;
import io.github.lanewise.nn.loss.SoftmaxCrossEntropy;
import io.github.lanewise.nn.optimize.Adam;
import io.github.lanewise.nn.optimize.Schedule;
import io.github.lanewise.nn.train.Evaluation;
import io.github.lanewise.nn.train.Trainer;
import io.github.lanewise.nn.train.TrainingListener;
import io.github.lanewise.nn.zoo.Zoo;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;

/**
 * The lecture's claims as measurements: that a dense network "needs lots of data to train", and
 * that one wants to "generalise over transformations of the input". The lecture's dense network and
 * a convolutional one with less than a tenth of its weights learn from the same few or many
 * pictures, with the same recipe, and are tested on pictures where they were and moved.
 */
public final class Efficiency {
  /** What is compared. */
  public enum Kind {
    /** The lecture's: 657,920 weights. */
    DENSE,
    /** Three convolutions, each with a pooling, and a dense layer: 62,096 weights. */
    CONVOLUTIONAL;

    /**
     * The network, for grey pictures of 32×32 pixels and ten classes.
     *
     * @return without parameters
     */
    public Network network() {
      if (this == DENSE) {
        return Zoo.lectureDense();
      }
      Network.Builder builder = Network.builder(32, 32, 1);
      for (int channels : new int[] {16, 32, 128}) {
        builder.add(Conv2d.of(channels, 3).padding(1)).add(new ReLU()).add(MaxPool2d.of(2));
      }
      return builder.add(Dense.of(10)).build();
    }
  }

  /**
   * How good a network became.
   *
   * @param kind the network
   * @param examples pictures it learned from
   * @param accuracies share of the test pictures taken for what they are, for each distance that
   *     they were moved by; the average of the four directions
   */
  public record Result(Kind kind, int examples, List<Double> accuracies) {
    /** Copies the list. */
    public Result {
      accuracies = List.copyOf(accuracies);
    }
  }

  private static final int LEAST_EPOCHS = 3;
  private static final int BATCH = 32;
  private static final double RATE = 0.001;

  private final Dataset train;
  private final Dataset test;
  private final float fill;
  private final List<Integer> shifts;
  private final int leastSeen;
  private final TrainingListener listener;

  /**
   * A comparison.
   *
   * @param train pictures to learn from, grey, 32×32 pixels at most
   * @param test pictures to test with
   * @param fill what lies around them, as a network reads it
   * @param shifts pixels of 32 that test pictures are moved by, 0 for not at all
   * @param leastSeen pictures that a network learns from at least, the same ones again and again if
   *     they are few
   * @param listener told of each step of each training
   * @throws IllegalArgumentException if the pictures are larger or not grey
   */
  public Efficiency(
      Dataset train,
      Dataset test,
      float fill,
      List<Integer> shifts,
      int leastSeen,
      TrainingListener listener) {
    this.train = new Frame32(train, fill, 0, 0);
    this.test = test;
    this.fill = fill;
    this.shifts = List.copyOf(shifts);
    this.leastSeen = Checks.atLeast(1, "leastSeen", leastSeen);
    this.listener = listener;
  }

  /**
   * Trains and tests both networks.
   *
   * @param sizes numbers of pictures to learn from, each at least 1 and at most what there is
   * @param seed for all random choices, and for which pictures are taken
   * @param workers threads to compute on
   * @param listener told of each result
   * @return two for each size
   * @throws IllegalArgumentException if a size is out of range
   * @throws InterruptedException if the thread is interrupted
   */
  public List<Result> run(
      List<Integer> sizes, long seed, Workers workers, Consumer<Result> listener)
      throws InterruptedException {
    List<Result> results = new ArrayList<>();
    for (int size : sizes) {
      for (Kind kind : Kind.values()) {
        Result result = new Result(kind, size, accuracies(kind.network(), size, seed, workers));
        listener.accept(result);
        results.add(result);
      }
    }
    return results;
  }

  /**
   * Trains and tests one network.
   *
   * @param network for grey pictures of 32×32 pixels and the classes of the data
   * @param size pictures to learn from, at least 1 and at most what there is
   * @param seed for all random choices, and for which pictures are taken
   * @param workers threads to compute on
   * @return as {@link Result#accuracies}
   * @throws IllegalArgumentException if the size is out of range
   * @throws InterruptedException if the thread is interrupted
   */
  public List<Double> accuracies(Network network, int size, long seed, Workers workers)
      throws InterruptedException {
    if (size < 1 || size > train.size()) {
      throw new IllegalArgumentException(
          "size is " + size + ", expected 1 to the " + train.size() + " pictures there are");
    }
    int[] order = new int[train.size()];
    Seeds.shuffle(order, seed);
    Dataset few = train.subset(Arrays.copyOf(order, size));
    return test(learn(network, few, seed, workers), workers);
  }

  private Model learn(Network network, Dataset data, long seed, Workers workers)
      throws InterruptedException {
    Model model = network.initialise(seed);
    try {
      Trainer.of(model)
          .optimizer(Adam.of(RATE))
          .schedule(Schedule.cosine())
          .epochs(Math.max(LEAST_EPOCHS, Math.ceilDiv(leastSeen, data.size())))
          .batch(BATCH)
          .seed(seed)
          .workers(workers)
          .listener(listener)
          .train(data);
    } catch (IOException e) {
      throw new IllegalStateException("no checkpoint is written", e);
    }
    return model;
  }

  private List<Double> test(Model model, Workers workers) {
    List<Double> accuracies = new ArrayList<>();
    for (int shift : shifts) {
      double sum = 0;
      int[][] directions = {{shift, 0}, {-shift, 0}, {0, shift}, {0, -shift}};
      int count = shift == 0 ? 1 : directions.length;
      for (int i = 0; i < count; i++) {
        Dataset moved = new Frame32(test, fill, directions[i][0], directions[i][1]);
        sum += Evaluation.of(model, new SoftmaxCrossEntropy(), moved, workers).accuracy();
      }
      accuracies.add(sum / count);
    }
    return accuracies;
  }
}
