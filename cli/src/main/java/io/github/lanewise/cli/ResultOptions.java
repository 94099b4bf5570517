package io.github.lanewise.cli;

import io.github.lanewise.bench.contest.ContestResult;
import io.github.lanewise.bench.contest.Sink;
import io.github.lanewise.bench.contest.Table;
import io.github.lanewise.bench.jmh.ForkedJvm;
import io.github.lanewise.bench.json.Json;
import io.github.lanewise.bench.progress.Progress;
import io.github.lanewise.cli.report.JsonArray;
import io.github.lanewise.cli.report.ResultOutput;
import io.github.lanewise.cli.report.ResultTables;
import io.github.lanewise.cli.terminal.ProgressLine;
import io.github.lanewise.nn.files.AtomicFile;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/**
 * With how many threads and which native libraries is measured, and where results go: shared by the
 * commands that hold contests.
 */
final class ResultOptions {
  private enum Format {
    TEXT,
    JSON,
    MARKDOWN
  }

  /**
   * Measures something.
   *
   * @param <R> the results
   */
  @FunctionalInterface
  interface Measurement<R> {
    void run(Progress progress, Sink<R> sink) throws IOException;
  }

  private static final String USUAL = "usual";

  private final List<String> usualPeers;

  @Spec(Spec.Target.MIXEE)
  private CommandSpec spec;

  @Option(
      names = "--threads",
      split = ",",
      paramLabel = "N",
      defaultValue = "1",
      description = "Numbers of threads (default: ${DEFAULT-VALUE}).")
  private List<Integer> threads;

  @Option(
      names = "--format",
      paramLabel = "FORMAT",
      defaultValue = "TEXT",
      description = "text, json or markdown (default: text).")
  private Format format;

  @Option(
      names = {"-o", "--output"},
      paramLabel = "FILE.json",
      description = "Also keep the results here, written anew after each.")
  private Path output;

  @Option(
      names = "--peers",
      arity = "0..1",
      fallbackValue = USUAL,
      split = ",",
      paramLabel = "NAME",
      description =
          "Measure native libraries, too (default: none; without a NAME: the usual ones).")
  private List<String> peers = List.of();

  /**
   * Options of a command.
   *
   * @param usualPeers the native libraries that {@code --peers} without a name stands for
   */
  ResultOptions(String... usualPeers) {
    this.usualPeers = List.of(usualPeers);
  }

  /** Numbers of threads, each at least 1. */
  List<Integer> threads() {
    threads.forEach(n -> requirePositive("--threads", n));
    return threads;
  }

  void requirePositive(String option, int n) {
    if (n < 1) {
      throw new ParameterException(
          spec.commandLine(), option + " is " + n + ", expected at least 1");
    }
  }

  /** Names of native libraries; none may be asked for in a program that was built without them. */
  List<String> peers() {
    if (!peers.isEmpty() && !ForkedJvm.hasPeers()) {
      throw new IllegalArgumentException(
          "this program was built without native libraries; `./lanewise "
              + spec.qualifiedName(" ").replaceFirst("^\\S+ ", "")
              + " --peers` builds one that has them");
    }
    return peers.equals(List.of(USUAL)) ? usualPeers : peers;
  }

  /** What was typed, but of the output its name alone: where it was kept is nobody's business. */
  String commandLine() {
    String typed = String.join(" ", spec.root().commandLine().getParseResult().originalArgs());
    return "./lanewise "
        + (output == null
            ? typed
            : typed.replace(output.toString(), output.getFileName().toString()));
  }

  /**
   * Measures, shows each result as it comes and keeps it.
   *
   * @param time how long it will take
   * @param form the form of tables
   * @param names what their first column will say
   * @param measurement measures
   */
  <R extends ContestResult> void run(
      Duration time, Table.Form<R> form, List<String> names, Measurement<R> measurement)
      throws IOException {
    if (output != null) {
      AtomicFile.check(output); // now rather than after minutes of measuring
    }
    PrintWriter out = spec.commandLine().getOut();
    PrintWriter err = spec.commandLine().getErr();
    err.println(EstimateText.of(time));
    ResultOutput<R> shown =
        switch (format) {
          case JSON -> new JsonArray<>(out);
          case TEXT -> new ResultTables<>(form.of(Table.Style.TEXT, names, peers()), out);
          case MARKDOWN -> new ResultTables<>(form.of(Table.Style.MARKDOWN, names, peers()), out);
        };
    List<R> results = new ArrayList<>();
    try (ProgressLine progress = ProgressLine.on(err)) {
      measurement.run(
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
  }
}
