package io.github.lanewise.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.github.lanewise.bench.conv.ConvResult;
import io.github.lanewise.bench.conv.PerformanceReport;
import io.github.lanewise.bench.json.Json;
import io.github.lanewise.bench.model.ModelResult;
import io.github.lanewise.bench.model.ModelTable;
import io.github.lanewise.bench.nets.NetResult;
import io.github.lanewise.bench.nets.NetTable;
import io.github.lanewise.bench.ops.OpResult;
import io.github.lanewise.bench.ops.OpTable;
import io.github.lanewise.bench.train.TrainResult;
import io.github.lanewise.bench.train.TrainTable;
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
      "  lanewise bench report one.json two.json -o report/performance.md",
      "  lanewise bench report results.json --train train.json --nets nets.json"
    })
final class BenchReportCommand implements Callable<Integer> {
  private static final String PLOT = "percent-of-peak.png";

  @Parameters(arity = "1..*", paramLabel = "RESULT.json", description = "Results of bench conv.")
  private List<Path> files;

  @Option(
      names = "--train",
      split = ",",
      paramLabel = "TRAIN.json",
      description = "Results of bench train-ops, for a chapter of their own.")
  private List<Path> train = List.of();

  @Option(
      names = "--nets",
      split = ",",
      paramLabel = "NETS.json",
      description = "Results of bench nets, for a chapter of their own.")
  private List<Path> nets = List.of();

  @Option(
      names = "--model",
      split = ",",
      paramLabel = "MODEL.json",
      description = "Results of bench model, for a chapter of their own.")
  private List<Path> models = List.of();

  @Option(
      names = "--ops",
      split = ",",
      paramLabel = "OPS.json",
      description = "Results of bench ops, for a chapter of their own.")
  private List<Path> ops = List.of();

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
    PerformanceReport report = new PerformanceReport(read(files, ConvResult[].class));
    List<String> lines = new ArrayList<>(report.markdown(PLOT));
    lines.addAll(TrainTable.CHAPTER.markdown(read(train, TrainResult[].class)));
    lines.addAll(NetTable.CHAPTER.markdown(read(nets, NetResult[].class)));
    lines.addAll(ModelTable.CHAPTER.markdown(read(models, ModelResult[].class)));
    lines.addAll(OpTable.CHAPTER.markdown(read(ops, OpResult[].class)));
    PeakPlot.write(report.percentOfPeak(), output.resolveSibling(PLOT));
    AtomicFile.write(output, out -> out.write((String.join("\n", lines) + "\n").getBytes(UTF_8)));
    return 0;
  }

  private static <R> List<R> read(List<Path> files, Class<R[]> type) throws IOException {
    List<R> results = new ArrayList<>();
    for (Path file : files) {
      results.addAll(List.of(Json.read(file, type)));
    }
    return results;
  }
}
