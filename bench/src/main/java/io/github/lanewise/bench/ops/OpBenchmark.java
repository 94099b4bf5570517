package io.github.lanewise.bench.ops;

import io.github.lanewise.bench.contest.Contender;
import io.github.lanewise.bench.contest.ContestBenchmark;
import java.util.List;
import java.util.ServiceLoader;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** Measures an operator. */
@State(Scope.Benchmark)
public class OpBenchmark extends ContestBenchmark {
  /** Name of the operator. */
  @Param("relu_14x14x256")
  public String op;

  /** Made by JMH. */
  public OpBenchmark() {}

  private Op op() {
    return Ops.named(List.of(op)).getFirst();
  }

  @Override
  protected List<Contender> openPeers(List<String> names) {
    return names.stream()
        .map(name -> provider(ServiceLoader.load(OpPeerProvider.class)).open(name, op(), threads))
        .toList();
  }

  @Override
  protected List<Contender> openOurs(List<String> names) {
    return List.of(new OpContender(op(), threads));
  }
}
