package io.github.lanewise.bench.nets;

import java.util.ArrayList;
import java.util.List;

/**
 * What a run measures.
 *
 * @param nets networks, at least one
 * @param training batch sizes of training; none for no training
 * @param inference batch sizes of inference; none for no inference
 * @param threads numbers of threads, at least one
 */
public record NetPlan(
    List<Net> nets, List<Integer> training, List<Integer> inference, List<Integer> threads) {
  /** Copies the lists. */
  public NetPlan {
    nets = List.copyOf(nets);
    training = List.copyOf(training);
    inference = List.copyOf(inference);
    threads = List.copyOf(threads);
  }

  /** In the order of the tables. */
  List<NetCase> cases(List<String> peers) {
    List<NetCase> cases = new ArrayList<>();
    for (int count : threads) {
      for (Use use : Use.values()) {
        for (int batch : use == Use.TRAINING ? training : inference) {
          nets.forEach(net -> cases.add(new NetCase(net, use, batch, count, peers)));
        }
      }
    }
    return cases;
  }
}
