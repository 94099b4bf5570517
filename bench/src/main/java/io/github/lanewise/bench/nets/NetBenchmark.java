package io.github.lanewise.bench.nets;

import io.github.lanewise.bench.contest.Contender;
import io.github.lanewise.bench.contest.ContestBenchmark;
import java.util.List;
import java.util.ServiceLoader;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** Measures a network. */
@State(Scope.Benchmark)
public class NetBenchmark extends ContestBenchmark {
  /** The network. */
  @Param("LENET")
  public Net net;

  /** What it is used for. */
  @Param("TRAINING")
  public Use use;

  /** Pictures of a call. */
  @Param("64")
  public int batch;

  /** Made by JMH. */
  public NetBenchmark() {}

  /** What is rounded in one layer is rounded again in the next, and there are many. */
  @Override
  protected double tolerance() {
    return 10 * super.tolerance();
  }

  @Override
  protected void agree(List<Contender> all) {
    super.agree(all);
    if (use == Use.TRAINING) {
      FirstStep last = ((Learner) all.getLast()).firstStep();
      for (Contender contender : all) {
        ((Learner) contender).firstStep().requireNear(last, contender.name());
      }
    }
  }

  private NetData data() {
    return NetData.of(net.network(), batch);
  }

  @Override
  protected List<Contender> openPeers(List<String> names) {
    return names.stream()
        .map(
            name ->
                provider(ServiceLoader.load(NetPeerProvider.class))
                    .open(name, use, data(), threads))
        .toList();
  }

  @Override
  protected List<Contender> openOurs(List<String> names) {
    return List.of(
        use == Use.TRAINING
            ? new TrainingContender(data(), threads)
            : new InferenceContender(data(), threads));
  }
}
