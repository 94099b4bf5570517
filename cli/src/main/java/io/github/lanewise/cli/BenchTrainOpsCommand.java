package io.github.lanewise.cli;

import io.github.lanewise.bench.layers.Layer;
import io.github.lanewise.bench.layers.LayerPlan;
import io.github.lanewise.bench.train.TrainRun;
import io.github.lanewise.bench.train.TrainTable;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

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
      "Each figure comes from JVMs of its own, in which all take turns. Libraries: pytorch,"
          + " pytorch-channels-last; without names, pytorch."
    },
    footer = {
      "",
      "Examples:",
      "  lanewise bench train-ops --quick",
      "  lanewise bench train-ops --peers --threads 1,2 --batch 1,16 --output results.json",
      "  lanewise bench train-ops --layers res4_3x3 --forks 1 --format json"
    })
final class BenchTrainOpsCommand implements Callable<Integer> {

  @Mixin private PlanOptions options = new PlanOptions();

  @Mixin private ResultOptions results = new ResultOptions("pytorch");

  /** Made by picocli. */
  BenchTrainOpsCommand() {}

  @Override
  public Integer call() throws IOException {
    TrainRun run =
        new TrainRun(results.peers(), options.effort(), options.jvmArgs(), results.commandLine());
    LayerPlan plan = options.plan(results, run::estimate);
    List<String> names = plan.layers().stream().map(Layer::name).toList();
    results.run(
        run.estimate(plan),
        TrainTable::of,
        names,
        (progress, sink) -> run.measure(plan, progress, sink));
    return 0;
  }
}
