package io.github.lanewise.cli;

import io.github.lanewise.bench.layers.Layer;
import io.github.lanewise.bench.layers.LayerPlan;
import io.github.lanewise.bench.train.TrainResult;
import io.github.lanewise.bench.train.TrainRun;
import io.github.lanewise.bench.train.TrainTable;
import io.github.lanewise.cli.report.ResultTables;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Convolution layers forward and backward, by Lanewise and by PyTorch. */
@Command(
    name = "train-ops",
    mixinStandardHelpOptions = true,
    description = {
      "Measures convolution layers forward and backward, and native libraries on the same ones.",
      "",
      "Timed are the forward pass, the gradient of the input, the gradients of weights and bias, "
          + "and the total: the packing of weights that have changed, then the three in a row, as "
          + "a step of training needs them. The libraries are timed on the same results.",
      "",
      "Each figure comes from JVMs of its own, in which all take turns."
    },
    footer = {
      "",
      "Examples:",
      "  lanewise bench train-ops --quick",
      "  lanewise bench train-ops --peers --threads 1,2 --batch 1,16 --output results.json",
      "  lanewise bench train-ops --layers res4_3x3 --forks 1 --format json"
    })
final class BenchTrainOpsCommand implements Callable<Integer> {
  private static final String DEFAULT_PEERS = "pytorch";

  @Mixin private PlanOptions options = new PlanOptions();

  @Mixin private ResultOptions results = new ResultOptions();

  @Option(
      names = "--peers",
      arity = "0..1",
      fallbackValue = DEFAULT_PEERS,
      split = ",",
      paramLabel = "NAME",
      description = {
        "Measure native libraries, too: pytorch, pytorch-channels-last (without a NAME: "
            + DEFAULT_PEERS
            + ")."
      })
  private List<String> peers = List.of();

  /** Made by picocli. */
  BenchTrainOpsCommand() {}

  @Override
  public Integer call() throws IOException {
    results.requireBuilt(peers);
    TrainRun run = new TrainRun(peers, options.effort(), options.jvmArgs(), results.commandLine());
    LayerPlan plan = options.plan(results, run::estimate);
    List<String> names = plan.layers().stream().map(Layer::name).toList();
    results.<TrainResult>run(
        run.estimate(plan),
        style -> tables(new TrainTable(style, names, peers)),
        (progress, sink) -> run.measure(plan, progress, sink));
    return 0;
  }

  /** One for each batch and number of threads. */
  private ResultTables<TrainResult> tables(TrainTable table) {
    return new ResultTables<>(
        result -> List.of(result.batch(), result.threads()),
        first -> table.header(first.batch(), first.threads()),
        table::row,
        table::footer,
        results.out());
  }
}
