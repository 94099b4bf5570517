package io.github.lanewise.cli;

import io.github.lanewise.bench.conv.ChoiceResult;
import io.github.lanewise.bench.conv.ChoiceRun;
import io.github.lanewise.bench.json.Json;
import io.github.lanewise.bench.layers.Layer;
import io.github.lanewise.cli.terminal.ProgressLine;
import io.github.lanewise.nn.files.AtomicFile;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Whether the algorithm chosen for a layer is the best there is. */
@Command(
    name = "choose",
    mixinStandardHelpOptions = true,
    description = {
      "Measures every algorithm that supports a layer and holds the chosen one against the best.",
      "",
      "What is more than 5 %% behind is measured again; if it stays behind, the exit code is 1."
    },
    footer = {
      "",
      "Examples:",
      "  lanewise bench choose --quick",
      "  lanewise bench choose --layers res4_3x3,mob_dw2 --threads 2"
    })
final class BenchChooseCommand implements Callable<Integer> {
  private static final String ROW = "%-16s %-14s %-14s %8s  %s%n";

  @Spec private CommandSpec spec;

  @Mixin private LayerOptions options = new LayerOptions();
  @Mixin private ThreadsOption threads = new ThreadsOption();

  @Option(
      names = "--batch",
      paramLabel = "N",
      defaultValue = "1",
      description = "Number of images (default: ${DEFAULT-VALUE}).")
  private int batch;

  @Option(
      names = {"-o", "--output"},
      paramLabel = "FILE.json",
      description = "Also keep the results here, written anew after each layer.")
  private Path output;

  /** Made by picocli. */
  BenchChooseCommand() {}

  @Override
  public Integer call() throws IOException {
    if (batch < 1) {
      throw new ParameterException(
          spec.commandLine(), "--batch is " + batch + ", expected at least 1");
    }
    if (output != null) {
      AtomicFile.check(output); // now rather than after minutes of measuring
    }
    PrintWriter out = spec.commandLine().getOut();
    ChoiceRun run = new ChoiceRun(options.effort(), options.jvmArgs());
    List<Layer> layers = options.layers(Integer.MAX_VALUE - 1);
    spec.commandLine()
        .getErr()
        .println(EstimateText.of(run.estimate(layers, batch, threads.count())));
    out.printf(ROW, "layer", "chosen", "best", "behind", "ms");
    out.flush();
    List<ChoiceResult> results = new ArrayList<>();
    try (ProgressLine progress = ProgressLine.on(spec.commandLine().getErr())) {
      for (int i = 0; i < layers.size(); i++) {
        ChoiceResult result =
            run.measure(layers.get(i), batch, threads.count(), progress.part(i, layers.size()));
        results.add(result);
        if (output != null) {
          Json.write(output, results);
        }
        progress.clear();
        show(result, out);
      }
    }
    List<String> behind =
        results.stream().filter(result -> !result.good()).map(ChoiceResult::layer).toList();
    out.println();
    out.println(
        behind.isEmpty()
            ? "The choice is within 5 % of the best for every layer."
            : "More than 5 % behind the best: " + String.join(", ", behind));
    out.flush();
    return behind.isEmpty() ? 0 : 1;
  }

  private static void show(ChoiceResult result, PrintWriter out) {
    String times =
        result.seconds().entrySet().stream()
            .map(
                entry ->
                    String.format(Locale.ROOT, "%s %.4f", entry.getKey(), 1e3 * entry.getValue()))
            .collect(Collectors.joining(", "));
    out.printf(
        ROW,
        result.layer(),
        result.chosen(),
        result.best(),
        String.format(Locale.ROOT, "%.1f %%", 100 * result.behind()),
        times);
    out.flush();
  }
}
