package io.github.lanewise.cli;

import io.github.lanewise.bench.costtable.CostTable;
import io.github.lanewise.bench.costtable.CostTableRun;
import io.github.lanewise.bench.costtable.DenseMode;
import io.github.lanewise.bench.costtable.Sweep;
import io.github.lanewise.bench.costtable.SweepRun;
import io.github.lanewise.bench.jmh.WhenStopped;
import io.github.lanewise.bench.picture.Filter;
import io.github.lanewise.bench.picture.Picture;
import io.github.lanewise.cli.picture.PictureReader;
import io.github.lanewise.cli.picture.PictureWriter;
import io.github.lanewise.cli.picture.SamplePicture;
import io.github.lanewise.cli.plot.Plots;
import io.github.lanewise.cli.report.Format;
import io.github.lanewise.cli.report.SweepReport;
import io.github.lanewise.cli.report.TableReport;
import io.github.lanewise.cli.terminal.ProgressLine;
import io.github.lanewise.kernels.lanes.Workers;
import io.github.lanewise.nn.files.AtomicFile;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** The main job: the lecture's cost table. */
@Command(
    name = "table",
    mixinStandardHelpOptions = true,
    description = {
      "Fills in the table of the lecture's slide \"Efficiency of Convolution\", by formula and by"
          + " measurement: one convolution as a dense matrix, as a sparse matrix, and as a"
          + " convolution.",
      "",
      "Takes under five minutes, with --quick under one. Each figure comes from JVMs of its own"
          + " (forks), in which the machine's peak is measured, too."
    },
    footer = {
      "",
      "Examples:",
      "  lanewise table",
      "  lanewise table --quick --format json",
      "  lanewise table --image photo.jpg --edges edges.png --plot costs.png",
      "  lanewise table --sizes 32..512"
    })
final class TableCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Mixin private ThreadsOption threads = new ThreadsOption();

  @Option(
      names = "--quick",
      description = "Under 60 seconds: one fork for each figure, the dense matrix scaled.")
  private boolean quick;

  @Option(
      names = "--format",
      paramLabel = "FORMAT",
      defaultValue = "TEXT",
      description = "text, markdown, json or csv (default: text).")
  private Format format;

  @Option(
      names = "--image",
      paramLabel = "FILE",
      description = "A PNG or JPEG picture of any size (default: a flower of 320×280).")
  private Path image;

  @Option(
      names = "--edges",
      paramLabel = "FILE.png",
      description = "Also write the output, the picture's vertical edges, as a picture.")
  private Path edges;

  @Option(
      names = "--plot",
      paramLabel = "FILE.png",
      description = "Also draw the result on logarithmic scales.")
  private Path plot;

  @Option(
      names = "--sizes",
      paramLabel = "FROM..TO",
      converter = SizesConverter.class,
      description =
          "In place of the table, show how the time grows over square pictures of these sides,"
              + " such as 32..512.")
  private Sizes sizes;

  @Option(
      names = "--dense",
      paramLabel = "MODE",
      description =
          "A dense matrix too large for memory: full (as a sparse file), scaled (smaller ones,"
              + " extrapolated), largest (of those alone) or auto (full where it fits; the default"
              + " without --quick).")
  private DenseMode dense;

  @Option(
      names = "--temp",
      paramLabel = "FOLDER",
      description = "Folder for temporary files (default: the system's).")
  private Optional<Path> temp = Optional.empty();

  /** Made by picocli. */
  TableCommand() {}

  @Override
  public Integer call() throws IOException {
    for (Path file : new Path[] {edges, plot}) {
      if (file != null) {
        AtomicFile.check(file); // now rather than after minutes of measuring
      }
    }
    Picture picture = image == null ? SamplePicture.read() : PictureReader.read(image);
    String report;
    try (WhenStopped _ = new WhenStopped(this::tellThatItStopped)) {
      report = sizes == null ? table(picture) : sweep(picture);
    }
    if (edges != null) {
      try (Workers workers = threads.workers()) {
        PictureWriter.write(edges, Filter.of("-1 1").apply(picture.grey(), workers));
      }
    }
    spec.commandLine().getOut().print(report);
    spec.commandLine().getOut().flush();
    return 0;
  }

  private void tellThatItStopped() {
    PrintWriter err = spec.commandLine().getErr();
    err.println("\nlanewise: stopped; nothing was written, temporary files are removed");
    err.flush();
  }

  private String table(Picture picture) throws IOException {
    DenseMode mode = dense != null ? dense : quick ? DenseMode.SCALED : DenseMode.AUTO;
    CostTableRun run = new CostTableRun(picture, mode, quick, threads.count(), temp);
    CostTable table;
    try (ProgressLine progress = ProgressLine.on(spec.commandLine().getErr())) {
      table = run.run(progress);
    }
    if (plot != null) {
      Plots.draw(table, plot);
    }
    return new TableReport(table).as(format);
  }

  private String sweep(Picture picture) throws IOException {
    SweepRun run = new SweepRun(picture, sizes.from(), sizes.to(), quick, threads.count(), temp);
    Sweep sweep;
    try (ProgressLine progress = ProgressLine.on(spec.commandLine().getErr())) {
      sweep = run.run(progress);
    }
    if (plot != null) {
      Plots.draw(sweep, plot);
    }
    return new SweepReport(sweep).as(format);
  }
}
