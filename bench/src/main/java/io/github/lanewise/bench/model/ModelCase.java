package io.github.lanewise.bench.model;

import io.github.lanewise.bench.contest.Contest;
import io.github.lanewise.bench.contest.ContestBenchmark;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * A model in one fork.
 *
 * @param name what tables call it
 * @param file where it is
 * @param multiplyAdds of one run
 * @param batch size of dimensions that vary
 * @param threads threads of each contender
 * @param peers the native contenders, by name
 */
record ModelCase(
    String name, Path file, long multiplyAdds, int batch, int threads, List<String> peers)
    implements Contest {
  /** A speed that no machine of interest falls short of, float operations a second and thread. */
  private static final double SLOW = 50e9;

  @Override
  public String title() {
    return "%s, batch %d, %s"
        .formatted(name, batch, threads == 1 ? "1 thread" : threads + " threads");
  }

  @Override
  public List<String> ours() {
    return List.of(OurModel.NAME);
  }

  @Override
  public double slowCall() {
    return 2.0 * multiplyAdds / (SLOW * threads);
  }

  @Override
  public Class<? extends ContestBenchmark> benchmark() {
    return ModelBenchmark.class;
  }

  @Override
  public Map<String, String> parameters() {
    return Map.of("file", file.toAbsolutePath().toString(), "batch", Integer.toString(batch));
  }
}
