package io.github.lanewise.cli;

import io.github.lanewise.bench.conv.ConvResult;
import io.github.lanewise.bench.conv.PerformanceReport;
import io.github.lanewise.bench.json.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
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
    description = "Writes docs/performance.md and its plot from what bench conv --output kept.")
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
    List<ConvResult> results = new ArrayList<>();
    for (Path file : files) {
      results.addAll(List.of(Json.read(file, ConvResult[].class)));
    }
    PerformanceReport report = new PerformanceReport(results);
    Path folder = output.toAbsolutePath().getParent();
    Files.createDirectories(folder);
    Path plot = Files.createTempFile(folder, "plot", ".png");
    Path text = Files.createTempFile(folder, "report", ".md");
    try {
      PeakPlot.write(report.percentOfPeak(), plot);
      Files.write(text, report.markdown(PLOT));
      Files.move(plot, folder.resolve(PLOT), StandardCopyOption.REPLACE_EXISTING);
      Files.move(text, output, StandardCopyOption.REPLACE_EXISTING);
    } finally {
      Files.deleteIfExists(plot);
      Files.deleteIfExists(text);
    }
    return 0;
  }
}
