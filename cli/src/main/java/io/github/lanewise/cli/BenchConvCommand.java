package io.github.lanewise.cli;

import io.github.lanewise.bench.conv.ConvRun;
import io.github.lanewise.bench.conv.ConvTable;
import io.github.lanewise.bench.layers.Layer;
import io.github.lanewise.bench.layers.LayerPlan;
import io.github.lanewise.kernels.conv.ConvAlgorithm;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Convolution layers, by Lanewise and by native libraries. */
@Command(
    name = "conv",
    mixinStandardHelpOptions = true,
    description = {
      "Measures convolution layers, and native libraries on the same ones.",
      "",
      "Each figure comes from JVMs of its own, in which Lanewise and the libraries take turns. "
          + "Lanewise computes bias and ReLU with the convolution, the libraries the bias only. "
          + "Each library has the memory format it likes best; the JSON form states it, and which "
          + "reorders are timed.",
      "",
      "Libraries: onnxruntime, onnxruntime-blocked, pytorch, pytorch-channels-last, onednn; without"
          + " names, onnxruntime and pytorch."
    },
    footer = {
      "",
      "Examples:",
      "  lanewise bench conv --quick",
      "  lanewise bench conv --peers --threads 1,2 --batch 1,16 --output results.json",
      "  lanewise bench conv --layers res4_3x3 --algorithm DIRECT --format json"
    })
final class BenchConvCommand implements Callable<Integer> {

  @Mixin private PlanOptions options = new PlanOptions();

  @Mixin private ResultOptions results = new ResultOptions("onnxruntime", "pytorch");

  @Option(
      names = "--algorithm",
      paramLabel = "NAME",
      converter = AlgorithmConverter.class,
      description = "An algorithm, such as DIRECT (default: AUTO, the one chosen for the shape).")
  private Optional<ConvAlgorithm> algorithm = Optional.empty();

  /** Made by picocli. */
  BenchConvCommand() {}

  @Override
  public Integer call() throws IOException {
    ConvRun run =
        new ConvRun(
            results.peers(), algorithm, options.effort(), options.jvmArgs(), results.commandLine());
    LayerPlan plan = options.plan(results, run::estimate);
    List<String> names = plan.layers().stream().map(Layer::name).toList();
    results.run(
        run.estimate(plan),
        ConvTable::of,
        names,
        (progress, sink) -> run.measure(plan, progress, sink));
    return 0;
  }
}
