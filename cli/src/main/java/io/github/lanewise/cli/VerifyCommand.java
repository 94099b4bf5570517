package io.github.lanewise.cli;

import io.github.lanewise.kernels.lanes.Workers;
import io.github.lanewise.onnx.verify.BackendCase;
import io.github.lanewise.onnx.verify.BackendCase.Status;
import io.github.lanewise.onnx.verify.Tolerance;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Runs ONNX's own test cases. */
@Command(
    name = "verify",
    mixinStandardHelpOptions = true,
    description = {
      "Runs ONNX models on inputs whose outputs are known, and says which agree.",
      "",
      "A case is a folder with model.onnx and folders test_data_set_N of input_N.pb and"
          + " output_N.pb, as ONNX's own tests have. Exit code 1 if a case failed; a model with"
          + " nodes that are not supported is skipped."
    },
    footer = {"", "Examples:", "  lanewise verify onnx/backend/test/data/node"})
final class VerifyCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Mixin private ThreadsOption threads = new ThreadsOption();

  @Option(
      names = "--rtol",
      paramLabel = "X",
      description = "Difference allowed relative to the expected value (${DEFAULT-VALUE}).",
      defaultValue = "1e-3")
  private double relative;

  @Option(
      names = "--atol",
      paramLabel = "X",
      description = "Difference allowed besides (${DEFAULT-VALUE}).",
      defaultValue = "1e-7")
  private double absolute;

  @Parameters(arity = "1..*", paramLabel = "DIR", description = "A case, or a folder of cases.")
  private List<Path> folders;

  /** Made by picocli. */
  VerifyCommand() {}

  @Override
  public Integer call() throws IOException {
    PrintWriter out = spec.commandLine().getOut();
    Map<Status, Integer> counts = new EnumMap<>(Status.class);
    Tolerance tolerance = new Tolerance(relative, absolute);
    try (Workers workers = threads.workers()) {
      for (Path folder : folders) {
        for (BackendCase backendCase : BackendCase.in(folder)) {
          BackendCase.Result result = backendCase.run(tolerance, workers);
          counts.merge(result.status(), 1, Integer::sum);
          String status = result.status().name().toLowerCase(Locale.ROOT);
          String reason = result.reason().isEmpty() ? "" : ": " + result.reason();
          out.println(status + " " + result.name() + reason);
        }
      }
    }
    out.printf(
        "%d passed, %d failed, %d skipped%n",
        counts.getOrDefault(Status.PASSED, 0),
        counts.getOrDefault(Status.FAILED, 0),
        counts.getOrDefault(Status.SKIPPED, 0));
    out.flush();
    return counts.containsKey(Status.FAILED) ? 1 : 0;
  }
}
