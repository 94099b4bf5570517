package io.github.lanewise.bench.ops;

import io.github.lanewise.bench.contest.Contest;
import io.github.lanewise.bench.contest.ContestBenchmark;
import io.github.lanewise.bench.contest.Table;
import java.util.List;
import java.util.Map;

/**
 * An operator in one fork.
 *
 * @param op the operator
 * @param threads threads of each contender
 * @param peers the native ones, by name
 */
record OpCase(Op op, int threads, List<String> peers) implements Contest {
  /** Speeds that no machine of interest falls short of, operations and bytes a second. */
  private static final double SLOW = 100e9;

  private static final double SLOW_BYTES = 5e9;

  @Override
  public String title() {
    return "%s, %s".formatted(op.name(), Table.threads(threads));
  }

  @Override
  public List<String> ours() {
    return List.of(OpContender.NAME);
  }

  @Override
  public double slowCall() {
    return op.operations() / (SLOW * threads) + op.bytes() / SLOW_BYTES;
  }

  @Override
  public Class<? extends ContestBenchmark> benchmark() {
    return OpBenchmark.class;
  }

  @Override
  public Map<String, String> parameters() {
    return Map.of("op", op.name());
  }
}
