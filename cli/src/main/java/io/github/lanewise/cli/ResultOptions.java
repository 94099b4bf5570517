package io.github.lanewise.cli;

import io.github.lanewise.bench.contest.Sink;
import io.github.lanewise.bench.contest.Table;
import io.github.lanewise.bench.jmh.ForkedJvm;
import io.github.lanewise.bench.json.Json;
import io.github.lanewise.bench.progress.Progress;
import io.github.lanewise.cli.report.JsonArray;
import io.github.lanewise.cli.report.ResultOutput;
import io.github.lanewise.cli.terminal.ProgressLine;
import io.github.lanewise.nn.files.AtomicFile;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** With how many threads is measured, and where results go: shared by the commands that measure. */
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

  /** Made by picocli. */
  ResultOptions() {}

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

  /** Refuses native libraries in a program that was built without them. */
  void requireBuilt(List<String> peers) {
    if (!peers.isEmpty() && !ForkedJvm.hasPeers()) {
      throw new IllegalArgumentException(
          "this program was built without native libraries; `./lanewise "
              + spec.qualifiedName(" ").replaceFirst("^\\S+ ", "")
              + " --peers` builds one that has them");
    }
  }

  /** What was typed. */
  String commandLine() {
    return "./lanewise "
        + String.join(" ", spec.root().commandLine().getParseResult().originalArgs());
  }

  /**
   * Measures, shows each result as it comes and keeps it.
   *
   * @param time how long it will take
   * @param tables shows results in a style of table
   * @param measurement measures
   */
  <R> void run(
      Duration time, Function<Table.Style, ResultOutput<R>> tables, Measurement<R> measurement)
      throws IOException {
    if (output != null) {
      AtomicFile.check(output); // now rather than after minutes of measuring
    }
    PrintWriter out = out();
    PrintWriter err = spec.commandLine().getErr();
    err.println(EstimateText.of(time));
    ResultOutput<R> shown =
        switch (format) {
          case JSON -> new JsonArray<>(out);
          case TEXT -> tables.apply(Table.Style.TEXT);
          case MARKDOWN -> tables.apply(Table.Style.MARKDOWN);
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

  /** Where tables go. */
  PrintWriter out() {
    return spec.commandLine().getOut();
  }
}
