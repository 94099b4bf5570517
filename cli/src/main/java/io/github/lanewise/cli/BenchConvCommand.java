package io.github.lanewise.cli;

import io.github.lanewise.bench.conv.ConvResult;
import io.github.lanewise.bench.conv.ConvRun;
import io.github.lanewise.bench.conv.ConvTable;
import io.github.lanewise.bench.layers.Layer;
import io.github.lanewise.bench.layers.LayerPlan;
import io.github.lanewise.cli.report.ResultTables;
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
          + "reorders are timed."
    },
    footer = {
      "",
      "Examples:",
      "  lanewise bench conv --quick",
      "  lanewise bench conv --peers --threads 1,2 --batch 1,16 --output results.json",
      "  lanewise bench conv --layers res4_3x3 --algorithm DIRECT --format json"
    })
final class BenchConvCommand implements Callable<Integer> {
  private static final String DEFAULT_PEERS = "onnxruntime,pytorch";

  @Mixin private PlanOptions options = new PlanOptions();

  @Mixin private ResultOptions results = new ResultOptions();

  @Option(
      names = "--peers",
      arity = "0..1",
      fallbackValue = DEFAULT_PEERS,
      split = ",",
      paramLabel = "NAME",
      description = {
        "Measure native libraries, too: onnxruntime, onnxruntime-blocked, pytorch,"
            + " pytorch-channels-last, onednn (without a NAME: "
            + DEFAULT_PEERS
            + ")."
      })
  private List<String> peers = List.of();

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
    results.requireBuilt(peers);
    ConvRun run =
        new ConvRun(peers, algorithm, options.effort(), options.jvmArgs(), results.commandLine());
    LayerPlan plan = options.plan(results, run::estimate);
    List<String> names = plan.layers().stream().map(Layer::name).toList();
    results.<ConvResult>run(
        run.estimate(plan),
        style -> tables(new ConvTable(style, names, peers)),
        (progress, sink) -> run.measure(plan, progress, sink));
    return 0;
  }

  /** One for each batch and number of threads. */
  private ResultTables<ConvResult> tables(ConvTable table) {
    return new ResultTables<>(
        result -> List.of(result.batch(), result.threads()),
        first -> table.header(first.batch(), first.threads()),
        table::row,
        table::footer,
        results.out());
  }
}
