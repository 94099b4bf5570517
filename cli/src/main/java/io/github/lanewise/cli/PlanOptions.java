package io.github.lanewise.cli;

import io.github.lanewise.bench.contest.Effort;
import io.github.lanewise.bench.layers.LayerPlan;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.function.Function;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/**
 * Which layers are measured with which batches: shared by the commands that make tables of them.
 */
final class PlanOptions {
  @Mixin private LayerOptions options = new LayerOptions();

  @Option(
      names = "--batch",
      split = ",",
      paramLabel = "N",
      defaultValue = "1",
      description = "Numbers of images (default: ${DEFAULT-VALUE}).")
  private List<Integer> batches;

  /** Made by picocli. */
  PlanOptions() {}

  /**
   * All layers, or as many as a quick run has the time for.
   *
   * @param results whose numbers of threads are taken
   * @param estimate how long a plan takes
   */
  LayerPlan plan(ResultOptions results, Function<LayerPlan, Duration> estimate) throws IOException {
    List<Integer> threads = results.threads();
    batches.forEach(n -> results.requirePositive("--batch", n));
    int count = 1;
    while (true) {
      LayerPlan more = new LayerPlan(options.layers(count + 1), batches, threads);
      LayerPlan plan = new LayerPlan(options.layers(count), batches, threads);
      if (more.layers().size() == plan.layers().size()
          || estimate.apply(more).compareTo(EffortOptions.QUICK_BUDGET) > 0) {
        return plan;
      }
      count++;
    }
  }

  Effort effort() {
    return options.effort();
  }

  List<String> jvmArgs() {
    return options.jvmArgs();
  }
}
