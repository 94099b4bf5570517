package io.github.lanewise.cli;

import io.github.lanewise.bench.lecture.TrainingProgress;
import io.github.lanewise.cli.learn.KnownData;
import io.github.lanewise.cli.plot.EfficiencyPlot;
import io.github.lanewise.cli.terminal.ProgressLine;
import io.github.lanewise.kernels.lanes.Workers;
import io.github.lanewise.nn.data.Dataset;
import io.github.lanewise.nn.files.AtomicFile;
import io.github.lanewise.nn.lecture.Efficiency;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Why to convolve: accuracy against training pictures and against moved test pictures. */
@Command(
    name = "efficiency",
    mixinStandardHelpOptions = true,
    description = {
      "Compares the lecture's dense network of 657,920 weights with a convolutional one of less than"
          + " a tenth of them.",
      "",
      "Both learn from few pictures and from many, and are tested on pictures where they were and"
          + " moved by some of their 32 pixels. The data are MNIST if its folder is named, else the"
          + " digits that come along, enlarged."
    },
    footer = {
      "",
      "Examples:",
      "  lanewise lecture efficiency --plot efficiency.png",
      "  lanewise lecture efficiency --data mnist/ --threads 2"
    })
final class LectureEfficiencyCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Mixin private ThreadsOption threads = new ThreadsOption();

  @Option(names = "--data", paramLabel = "FOLDER", description = "Where the files of MNIST lie.")
  private Path folder;

  @Option(
      names = "--sizes",
      split = ",",
      paramLabel = "N",
      description =
          "Numbers of pictures to learn from (default: 100, 300, 1000, 3000, 10000 and 60000, as"
              + " many as there are).")
  private List<Integer> sizes;

  @Option(
      names = "--shifts",
      split = ",",
      paramLabel = "PIXELS",
      defaultValue = "0,1,2,4,6",
      description = "Pixels of 32 that test pictures are moved by (default: ${DEFAULT-VALUE}).")
  private List<Integer> shifts;

  @Option(
      names = "--seen",
      paramLabel = "N",
      defaultValue = "20000",
      description =
          "Pictures that a network sees at least, the same ones again if they are few (default:"
              + " ${DEFAULT-VALUE}).")
  private int seen;

  @Option(
      names = "--seed",
      paramLabel = "S",
      defaultValue = "1",
      description = "Where all random choices come from (default: ${DEFAULT-VALUE}).")
  private long seed;

  @Option(names = "--plot", paramLabel = "FILE.png", description = "Also draw both accuracies.")
  private Path plot;

  /** Made by picocli. */
  LectureEfficiencyCommand() {}

  @Override
  public Integer call() throws IOException, InterruptedException {
    if (plot != null) {
      AtomicFile.check(plot);
    }
    KnownData source = folder == null ? KnownData.DIGITS : KnownData.MNIST;
    Dataset train = source.train(folder);
    List<Integer> examples = sizes == null ? sizesOf(train) : sizes;
    PrintWriter out = spec.commandLine().getOut();
    out.println(
        source.title() + ": share of the test pictures right, moved by so many of 32 pixels");
    out.println(header());
    out.flush();
    List<Efficiency.Result> results;
    try (Workers workers = threads.workers();
        ProgressLine progress = ProgressLine.on(spec.commandLine().getErr())) {
      int trainings = Efficiency.Kind.values().length * examples.size();
      Efficiency efficiency =
          new Efficiency(
              train,
              source.test(folder),
              source.scaling().apply(0),
              shifts,
              seen,
              new TrainingProgress("learning", trainings, progress));
      results =
          efficiency.run(
              examples,
              seed,
              workers,
              result -> {
                progress.clear();
                out.println(line(result));
                out.flush();
              });
    }
    if (plot != null) {
      EfficiencyPlot.draw(results, shifts, plot);
    }
    return 0;
  }

  /** Those of the lecture's question that there are pictures for, and all. */
  private static List<Integer> sizesOf(Dataset train) {
    return Stream.of(100, 300, 1000, 3000, 10_000, 60_000)
        .map(size -> Math.min(size, train.size()))
        .distinct()
        .toList();
  }

  private String header() {
    StringBuilder line = new StringBuilder("network          weights  pictures");
    shifts.forEach(shift -> line.append(String.format("%9s", shift + " px")));
    return line.toString();
  }

  private static String line(Efficiency.Result result) {
    StringBuilder line = new StringBuilder();
    line.append(
        String.format(
            Locale.ROOT,
            "%-14s %,9d %9d",
            result.kind().name().toLowerCase(Locale.ROOT),
            result.kind().network().summary().weights(),
            result.examples()));
    for (double accuracy : result.accuracies()) {
      line.append(String.format(Locale.ROOT, "%7.2f %%", 100 * accuracy));
    }
    return line.toString();
  }
}
