package io.github.lanewise.bench.nets;

import io.github.lanewise.bench.contest.Chapter;
import io.github.lanewise.bench.contest.Table;
import java.util.List;
import java.util.Locale;

/** How networks are shown. */
public final class NetTable {
  /** What the document on performance says of them. */
  public static final Chapter<NetResult> CHAPTER =
      new Chapter<>(
          "Networks",
          "network",
          "A step of training is the forward pass, softmax cross-entropy, the backward pass and"
              + " stochastic gradient descent with momentum (Nesterov's by deeplearning4j, which has"
              + " no other), by each library from the same weights and pictures. In the first step,"
              + " computed without dropout, the losses and the"
              + " length of each parameter's gradient are within 1 % of each other, and the gradients"
              + " themselves within 5 % of that length. Inference is the"
              + " outputs of a network whose weights do not change; they differ by at most 1 % of"
              + " the largest.",
          NetTable::of);

  private NetTable() {}

  /**
   * A {@link Table.Form}.
   *
   * @param style how it is written
   * @param nets names of the networks, for the width of their column
   * @param peers names of the native libraries
   * @return the table
   */
  public static Table<NetResult> of(Table.Style style, List<String> nets, List<String> peers) {
    return new Table<NetResult>(style, peers)
        .names("network", NetResult::net, nets)
        .column("images/s", 9, result -> rate(result, result.seconds()))
        .millis("ms", NetResult::seconds)
        .spread()
        .peers("images/s", (result, peer) -> rate(result, result.peers().get(peer).seconds()))
        .peers("×", (result, peer) -> ratio(result.peers().get(peer).seconds() / result.seconds()))
        .ratios()
        .bytes()
        .column("parameters", 0, result -> String.format(Locale.ROOT, "%,d", result.parameters()));
  }

  private static String ratio(double value) {
    return String.format(Locale.ROOT, "%.2f", value);
  }

  private static String rate(NetResult result, double seconds) {
    return String.format(Locale.ROOT, "%,.0f", result.imagesPerSecond(seconds));
  }
}
