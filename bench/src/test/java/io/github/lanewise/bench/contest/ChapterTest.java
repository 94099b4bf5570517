package io.github.lanewise.bench.contest;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.lanewise.bench.machine.Machine;
import io.github.lanewise.bench.roofline.Roofline;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ChapterTest {
  private static final Chapter<Result> CHAPTER =
      new Chapter<>(
          "Things",
          "thing",
          "What a thing is.",
          (style, names, peers) ->
              new Table<Result>(style, peers)
                  .names("thing", Result::name, names)
                  .peers()
                  .bytes()
                  .stating(results -> "Seen: " + results.size()));

  private record Result(
      String name, String conditions, Map<String, PeerTime> peers, Double ratioToBestPeer)
      implements ContestResult {
    @Override
    public double spread() {
      return 0;
    }

    @Override
    public long bytesPerCall() {
      return 7;
    }

    @Override
    public int forks() {
      return 3;
    }

    @Override
    public RunInfo run() {
      return new RunInfo(
          "2030-01-01T00:00:00Z",
          "a test",
          new Machine("cpu", 2, 1L << 30, "os", "Java", 512),
          new Roofline(1, 100, List.of()));
    }
  }

  @Test
  void itHasATableForAllConditions() {
    Map<String, PeerTime> first = Map.of("first", new PeerTime(2e-3));
    List<String> lines =
        CHAPTER.markdown(
            List.of(
                new Result("a", "Cold", first, 2.0),
                new Result("b", "Warm", first, 8.0),
                new Result("c", "Cold", Map.of("second", new PeerTime(0.5e-3)), 0.5)));

    assertThat(lines)
        .containsExactly(
            "",
            "## Things",
            "",
            "- cpu, 2 processors, 1 GiB, os, Java, 512-bit lanes",
            "- 2030-01-01: `a test`, JVMs for each thing: 3",
            "",
            "What a thing is.",
            "",
            "### Cold",
            "",
            "| thing | first ms | second ms | × best | bytes |",
            "|---|---:|---:|---:|---|",
            "| a | 2.000 |  | 2.00 | 7 |",
            "| c |  | 0.5000 | 0.50 | 7 |",
            "",
            "- Geometric mean of best peer's time ÷ ours over 2 things: 1.00 (least 0.50)",
            "- Seen: 2",
            "- Peak of multiply-adds, measured in the same forks: 100.0 GFLOP/s",
            "- Bandwidth of reading/copying, GB/s: ",
            "",
            "### Warm",
            "",
            "| thing | first ms | × best | bytes |",
            "|---|---:|---:|---|",
            "| b | 2.000 | 8.00 | 7 |",
            "",
            "- Geometric mean of best peer's time ÷ ours over 1 thing: 8.00 (least 8.00)",
            "- Seen: 1",
            "- Peak of multiply-adds, measured in the same forks: 100.0 GFLOP/s",
            "- Bandwidth of reading/copying, GB/s: ");
  }

  @Test
  void withoutResultsThereIsNone() {
    assertThat(CHAPTER.markdown(List.of())).isEmpty();
  }
}
