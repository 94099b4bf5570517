package io.github.lanewise.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.github.lanewise.bench.conv.ConvResult;
import io.github.lanewise.bench.conv.PerformanceReport;
import io.github.lanewise.bench.json.Json;
import io.github.lanewise.cli.plot.PeakPlot;
import io.github.lanewise.nn.files.AtomicFile;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Writes the document on performance from measured results. */
@Command(
    name = "report",
    mixinStandardHelpOptions = true,
    description = "Writes docs/performance.md and its plot from what bench conv --output kept.",
    footer = {
      "",
      "Examples:",
      "  lanewise bench report results.json",
      "  lanewise bench report one.json two.json -o report/performance.md"
    })
final class BenchReportCommand implements Callable<Integer> {
  private static final String PLOT = "percent-of-peak.png";

  @Parameters(arity = "1..*", paramLabel = "RESULT.json", description = "Results of bench conv.")
  private List<Path> files;

  @Option(
      names = {"-o", "--output"},
      paramLabel = "FILE.md",
      defaultValue = "docs/performance.md",
      description = "The document (default: ${DEFAULT-VALUE}); the plot goes beside it.")
  private Path output;

  /** Made by picocli. */
  BenchReportCommand() {}

  @Override
  public Integer call() throws IOException {
    AtomicFile.check(output);
    List<ConvResult> results = new ArrayList<>();
    for (Path file : files) {
      results.addAll(List.of(Json.read(file, ConvResult[].class)));
    }
    PerformanceReport report = new PerformanceReport(results);
    PeakPlot.write(report.percentOfPeak(), output.resolveSibling(PLOT));
    AtomicFile.write(
        output,
        out -> out.write((String.join("\n", report.markdown(PLOT)) + "\n").getBytes(UTF_8)));
    return 0;
  }
}
