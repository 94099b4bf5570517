package io.github.lanewise.bench.lecture;

import io.github.lanewise.bench.progress.Progress;
import io.github.lanewise.kernels.lanes.Workers;
import io.github.lanewise.nn.Network;
import io.github.lanewise.nn.data.Digits;
import io.github.lanewise.nn.layers.Conv2d;
import io.github.lanewise.nn.layers.Dense;
import io.github.lanewise.nn.layers.Flatten;
import io.github.lanewise.nn.layers.MaxPool2d;
import io.github.lanewise.nn.layers.ReLU;
import io.github.lanewise.nn.lecture.Efficiency;
import io.github.lanewise.nn.lecture.Efficiency.Kind;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Dense against convolutional networks.
 *
 * @param shifts pixels of 32 that test pictures were moved by, in the order of all accuracies
 * @param byPictures the lecture's dense network and a convolutional one, by pictures to learn from
 * @param byWeights networks of several sizes that learned from all pictures, smallest first
 * @param seen pictures that each learns from at least, the same again if they are few
 */
public record Comparison(
    List<Integer> shifts, List<Efficiency.Result> byPictures, List<Sized> byWeights, int seen) {

  private static final List<Integer> SHIFTS = List.of(0, 2, 4);

  /** Units of two hidden layers of dense networks beside the lecture's. */
  private static final int[][] DENSE = {{32, 16}, {8, 8}, {128, 64}};

  /** Channels of three convolutions beside those of {@link Kind#CONVOLUTIONAL}. */
  private static final int[][] CONVOLUTIONAL = {{8, 8, 16}, {4, 8, 8}, {8, 16, 64}};

  /**
   * A network of some size.
   *
   * @param kind dense or convolutional
   * @param weights weights that it has
   * @param accuracies share of the test pictures right, for each shift
   */
  public record Sized(Kind kind, long weights, List<Double> accuracies) {}

  static Comparison run(Effort effort, long seed, Workers workers, Progress progress)
      throws InterruptedException {
    int all = Digits.train().size();
    List<Integer> sizes = effort.sizes();
    List<Network> others = others(effort.networks());
    int trainings = Kind.values().length * sizes.size() + others.size();
    Efficiency efficiency =
        new Efficiency(
            Digits.train(),
            Digits.test(),
            Digits.SCALING.apply(0),
            SHIFTS,
            effort.seen(),
            new TrainingProgress("Dense against convolutional", trainings, progress));
    List<Efficiency.Result> byPictures = efficiency.run(sizes, seed, workers, result -> {});
    List<Sized> byWeights = new ArrayList<>();
    for (Efficiency.Result result : byPictures) {
      if (result.examples() == all) {
        byWeights.add(sized(result.kind(), result.kind().network(), result.accuracies()));
      }
    }
    for (Network network : others) {
      boolean dense = network.nodes().stream().noneMatch(node -> node.layer() instanceof Conv2d);
      byWeights.add(
          sized(
              dense ? Kind.DENSE : Kind.CONVOLUTIONAL,
              network,
              efficiency.accuracies(network, all, seed, workers)));
    }
    byWeights.sort(Comparator.comparing(Sized::kind).thenComparingLong(Sized::weights));
    return new Comparison(SHIFTS, byPictures, byWeights, effort.seen());
  }

  private static Sized sized(Kind kind, Network network, List<Double> accuracies) {
    return new Sized(kind, network.summary().weights(), accuracies);
  }

  private static List<Network> others(int count) {
    List<Network> networks = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      networks.add(
          Network.builder(32, 32, 1)
              .add(new Flatten())
              .add(Dense.of(DENSE[i][0]))
              .add(new ReLU())
              .add(Dense.of(DENSE[i][1]))
              .add(new ReLU())
              .add(Dense.of(10))
              .build());
      Network.Builder builder = Network.builder(32, 32, 1);
      for (int channels : CONVOLUTIONAL[i]) {
        builder.add(Conv2d.of(channels, 3).padding(1)).add(new ReLU()).add(MaxPool2d.of(2));
      }
      networks.add(builder.add(Dense.of(10)).build());
    }
    return networks;
  }
}
