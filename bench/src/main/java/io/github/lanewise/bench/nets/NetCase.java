package io.github.lanewise.bench.nets;

import io.github.lanewise.bench.contest.Contest;
import io.github.lanewise.bench.contest.ContestBenchmark;
import io.github.lanewise.bench.contest.Table;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * A network in one fork.
 *
 * @param net the network
 * @param use what it is used for
 * @param batch pictures of a call
 * @param threads threads of each contender
 * @param peers the native ones, by name
 */
record NetCase(Net net, Use use, int batch, int threads, List<String> peers) implements Contest {
  /** Name of Lanewise's contender. */
  static final String OURS = "lanewise";

  /** A speed that no machine of interest falls short of, float operations a second and thread. */
  private static final double SLOW = 50e9;

  @Override
  public String title() {
    return "%s, %s, %s"
        .formatted(
            net.title(),
            use.title().toLowerCase(Locale.ROOT),
            Table.conditions(batch, threads).toLowerCase(Locale.ROOT));
  }

  @Override
  public List<String> ours() {
    return List.of(OURS);
  }

  @Override
  public double slowCall() {
    double multiplyAdds = (double) batch * net.network().summary().multiplyAdds();
    return 2 * use.passes() * multiplyAdds / (SLOW * threads);
  }

  @Override
  public Class<? extends ContestBenchmark> benchmark() {
    return NetBenchmark.class;
  }

  @Override
  public Map<String, String> parameters() {
    return Map.of("net", net.name(), "use", use.name(), "batch", Integer.toString(batch));
  }
}
