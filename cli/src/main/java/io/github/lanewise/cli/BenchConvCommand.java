package io.github.lanewise.cli;

import io.github.lanewise.bench.conv.ConvResult;
import io.github.lanewise.bench.conv.ConvRun;
import io.github.lanewise.bench.conv.ConvTable;
import io.github.lanewise.bench.files.AtomicFile;
import io.github.lanewise.bench.jmh.ForkedJvm;
import io.github.lanewise.bench.json.Json;
import io.github.lanewise.bench.layers.Layer;
import io.github.lanewise.cli.report.ConvOutput;
import io.github.lanewise.cli.report.ConvTables;
import io.github.lanewise.cli.report.JsonArray;
import io.github.lanewise.cli.terminal.ProgressLine;
import io.github.lanewise.kernels.conv.ConvAlgorithm;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

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

  /** Of the 3 minutes that a quick run may take; the start and the errors need the rest. */
  private static final Duration QUICK_BUDGET = Duration.ofSeconds(140);

  private enum Format {
    TEXT,
    JSON,
    MARKDOWN
  }

  @Spec private CommandSpec spec;

  @Mixin private LayerOptions options = new LayerOptions();

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
      names = "--threads",
      split = ",",
      paramLabel = "N",
      defaultValue = "1",
      description = "Numbers of threads (default: ${DEFAULT-VALUE}).")
  private List<Integer> threads;

  @Option(
      names = "--batch",
      split = ",",
      paramLabel = "N",
      defaultValue = "1",
      description = "Numbers of images (default: ${DEFAULT-VALUE}).")
  private List<Integer> batches;

  @Option(
      names = "--algorithm",
      paramLabel = "NAME",
      converter = AlgorithmConverter.class,
      description = "An algorithm, such as DIRECT (default: AUTO, the one chosen for the shape).")
  private Optional<ConvAlgorithm> algorithm = Optional.empty();

  @Option(
      names = "--format",
      paramLabel = "FORMAT",
      defaultValue = "TEXT",
      description = "text, json or markdown (default: text).")
  private Format format;

  @Option(
      names = {"-o", "--output"},
      paramLabel = "FILE.json",
      description = "Also keep the results here, written anew after each layer.")
  private Path output;

  /** Made by picocli. */
  BenchConvCommand() {}

  @Override
  public Integer call() throws IOException {
    for (int n : threads) {
      requirePositive("--threads", n);
    }
    for (int n : batches) {
      requirePositive("--batch", n);
    }
    if (!peers.isEmpty() && !ForkedJvm.hasPeers()) {
      throw new IllegalArgumentException(
          "this program was built without native libraries; `./lanewise bench conv --peers` builds"
              + " one that has them");
    }
    if (output != null) {
      AtomicFile.check(output); // now rather than after minutes of measuring
    }
    PrintWriter out = spec.commandLine().getOut();
    ConvRun run = new ConvRun(peers, algorithm, options.effort(), options.jvmArgs(), commandLine());
    ConvRun.Plan plan = plan(run);
    spec.commandLine().getErr().println(EstimateText.of(run.estimate(plan)));
    List<ConvResult> results = new ArrayList<>();
    ConvOutput shown = shown(plan, out);
    try (ProgressLine progress = ProgressLine.on(spec.commandLine().getErr())) {
      run.measure(
          plan,
          progress,
          result -> {
            results.add(result);
            if (output != null) {
              Json.write(output, results);
            }
            progress.clear();
            shown.add(result);
          });
    }
    shown.end();
    return 0;
  }

  private void requirePositive(String option, int n) {
    if (n < 1) {
      throw new ParameterException(
          spec.commandLine(), option + " is " + n + ", expected at least 1");
    }
  }

  /** All layers, or as many as a quick run has the time for. */
  private ConvRun.Plan plan(ConvRun run) throws IOException {
    int count = 1;
    while (true) {
      ConvRun.Plan more = new ConvRun.Plan(options.layers(count + 1), batches, threads);
      ConvRun.Plan plan = new ConvRun.Plan(options.layers(count), batches, threads);
      if (more.layers().size() == plan.layers().size()
          || run.estimate(more).compareTo(QUICK_BUDGET) > 0) {
        return plan;
      }
      count++;
    }
  }

  private ConvOutput shown(ConvRun.Plan plan, PrintWriter out) {
    List<String> names = plan.layers().stream().map(Layer::name).toList();
    return switch (format) {
      case JSON -> new JsonArray(out);
      case TEXT -> new ConvTables(new ConvTable(ConvTable.Style.TEXT, names, peers), out);
      case MARKDOWN -> new ConvTables(new ConvTable(ConvTable.Style.MARKDOWN, names, peers), out);
    };
  }

  private String commandLine() {
    return "./lanewise "
        + String.join(" ", spec.root().commandLine().getParseResult().originalArgs());
  }
}
