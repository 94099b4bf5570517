package io.github.lanewise.cli;

import io.github.lanewise.bench.json.Json;
import io.github.lanewise.cli.learn.DataSource;
import io.github.lanewise.cli.learn.KnownData;
import io.github.lanewise.cli.learn.ModelKind;
import io.github.lanewise.cli.learn.Notes;
import io.github.lanewise.cli.learn.Recipe;
import io.github.lanewise.cli.learn.TrainingLines;
import io.github.lanewise.cli.plot.TrainingPlot;
import io.github.lanewise.cli.terminal.ProgressLine;
import io.github.lanewise.kernels.lanes.Workers;
import io.github.lanewise.nn.Model;
import io.github.lanewise.nn.data.Dataset;
import io.github.lanewise.nn.data.Download;
import io.github.lanewise.nn.files.AtomicFile;
import io.github.lanewise.nn.files.ModelFile;
import io.github.lanewise.nn.files.StoredModel;
import io.github.lanewise.nn.loss.Loss;
import io.github.lanewise.nn.loss.SoftmaxCrossEntropy;
import io.github.lanewise.nn.optimize.Schedule;
import io.github.lanewise.nn.train.Epoch;
import io.github.lanewise.nn.train.Evaluation;
import io.github.lanewise.nn.train.Trainer;
import io.github.lanewise.nn.train.TrainingReport;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Trains a network on pictures. */
@Command(
    name = "train",
    mixinStandardHelpOptions = true,
    description = {
      "Trains a network to tell pictures apart, and keeps it in a file.",
      "",
      "Without options: a convolutional network on the 1,797 handwritten digits that come along, in"
          + " less than half a minute. The same seed gives the same bits, on any number of threads."
    },
    footer = {
      "",
      "Examples:",
      "  lanewise train",
      "  lanewise train --model mlp --epochs 10 --metrics m.json --plot curve.png",
      "  lanewise train mnist --data mnist/ --out mnist.safetensors",
      "  lanewise train mnist --data mnist/ --model stem-pairs",
      "  lanewise train fashion-mnist --download",
      "  lanewise train pictures/ --model resnet18",
      "  lanewise train examples.csv --model mlp",
      "  lanewise train mnist --data mnist/ --out mnist.safetensors --resume"
    })
final class TrainCommand implements Callable<Integer> {
  private static final int STEPS_BETWEEN_CHECKPOINTS = 500;

  @Spec private CommandSpec spec;

  @Parameters(
      arity = "0..1",
      paramLabel = "DATA",
      defaultValue = "digits",
      description =
          "digits, mnist, fashion-mnist, cifar-10, a folder with a folder of pictures for each"
              + " class, or a CSV file with an example in each line, its class last"
              + " (default: ${DEFAULT-VALUE}).")
  private String data;

  @Option(
      names = "--model",
      paramLabel = "MODEL",
      description =
          "lenet, mlp, mnist-example, pairs, stem-pairs, resnet18, or a file that `train` has"
              + " written, to go on from (default: pairs for fashion-mnist and cifar-10, else"
              + " lenet).")
  private String modelName;

  @Option(
      names = "--epochs",
      paramLabel = "N",
      description = "Passes over the training pictures (default: as the data needs).")
  private Integer epochs;

  @Option(
      names = "--seed",
      paramLabel = "S",
      defaultValue = "1",
      description = "Where all random choices come from (default: ${DEFAULT-VALUE}).")
  private long seed;

  @Option(
      names = {"-o", "--out"},
      paramLabel = "M.safetensors",
      description = "The file to keep the model in (default: DATA.safetensors).")
  private Path output;

  @Option(
      names = "--data",
      paramLabel = "FOLDER",
      description = "Where the files of mnist, fashion-mnist or cifar-10 lie.")
  private Path folder;

  @Option(
      names = "--download",
      description =
          "Fetch the files of mnist, fashion-mnist or cifar-10 into the cache folder, unless they"
              + " are there.")
  private boolean download;

  @Option(
      names = "--threads",
      paramLabel = "N",
      description = "Threads to compute on (default: as many as there are processors).")
  private Integer threads;

  @Option(
      names = "--resume",
      description =
          "Go on from the checkpoint that a training with these options left when it was stopped.")
  private boolean resume;

  @Option(
      names = "--metrics",
      paramLabel = "M.json",
      description = "Also write what the training came to as JSON.")
  private Path metrics;

  @Option(
      names = "--plot",
      paramLabel = "CURVE.png",
      description = "Also draw how the accuracy grew.")
  private Path plot;

  /** Made by picocli. */
  TrainCommand() {}

  @Override
  public Integer call() throws IOException, InterruptedException {
    DataSource source = source();
    if (modelName == null) {
      modelName = ModelKind.usual(source).title();
    }
    Path file = output == null ? usualOutput(source) : output;
    Path checkpoint = file.resolveSibling(file.getFileName() + ".checkpoint");
    checkOutputs(file, checkpoint, metrics, plot);
    Recipe recipe = Recipe.of(source, modelName);
    int rounds = positive("--epochs", epochs, recipe.epochs());
    int threadCount = positive("--threads", threads, Runtime.getRuntime().availableProcessors());
    Path place = place(source);
    Dataset train = source.train(place);
    Dataset test = source.test(place);
    Model model = model(train);
    PrintWriter err = spec.commandLine().getErr();
    Loss loss = new SoftmaxCrossEntropy();
    List<Epoch> history;
    Evaluation result;
    try (Workers workers = Workers.of(threadCount);
        ProgressLine bar = ProgressLine.on(err)) {
      Trainer trainer =
          Trainer.of(model)
              .loss(new SoftmaxCrossEntropy(recipe.smoothing()))
              .optimizer(recipe.optimizer())
              .schedule(Schedule.oneCycle())
              .epochs(rounds)
              .batch(recipe.batch())
              .seed(seed)
              .augmentation(recipe.augmentation())
              .validation(test)
              .workers(workers)
              .checkpoint(checkpoint, STEPS_BETWEEN_CHECKPOINTS)
              .listener(new TrainingLines(err, bar, rounds));
      history = (resume ? trainer.resume() : trainer).train(train);
      result = Evaluation.of(model, loss, test, workers);
    }
    TrainingReport report = report(source, model, result, history, threadCount);
    ModelFile.STANDARD.write(file, new StoredModel(model, Notes.of(source)));
    Files.deleteIfExists(checkpoint);
    if (metrics != null) {
      Json.write(metrics, report);
    }
    if (plot != null) {
      TrainingPlot.draw(history, plot);
    }
    show(report, result, file);
    return 0;
  }

  private static Path usualOutput(DataSource source) {
    Path name = Path.of(source.title()).toAbsolutePath().normalize().getFileName();
    return Path.of((name == null ? "model" : name) + ".safetensors");
  }

  /** Now rather than after the training: each can be written, and none is written twice. */
  private void checkOutputs(Path... files) throws IOException {
    Set<Path> seen = new HashSet<>();
    for (Path file : files) {
      if (file != null) {
        AtomicFile.check(file);
        if (!seen.add(file.toAbsolutePath().normalize())) {
          throw new ParameterException(
              spec.commandLine(), file + " is named twice, expected a file of its own for each");
        }
      }
    }
  }

  private Path place(DataSource source) throws IOException, InterruptedException {
    if (!source.inNamedFolder() && (folder != null || download)) {
      throw new ParameterException(
          spec.commandLine(),
          source.title()
              + " takes neither --data nor --download, which are for "
              + KnownData.inNamedFolders());
    }
    return download && source instanceof KnownData known ? known.fetch(Download.cache()) : folder;
  }

  private Model model(Dataset train) throws IOException {
    for (ModelKind kind : ModelKind.values()) {
      if (kind.title().equalsIgnoreCase(modelName)) {
        return kind.network(train.shape(), train.classes()).initialise(seed);
      }
    }
    Path file = Path.of(modelName);
    if (!Files.exists(file)) {
      throw new ParameterException(
          spec.commandLine(),
          "'%s' is neither a file nor one of %s"
              .formatted(
                  modelName, Arrays.stream(ModelKind.values()).map(ModelKind::title).toList()));
    }
    return ModelFile.STANDARD.read(file).model();
  }

  private DataSource source() throws IOException {
    try {
      return DataSource.of(data);
    } catch (IllegalArgumentException e) {
      throw new ParameterException(spec.commandLine(), e.getMessage(), e);
    }
  }

  private int positive(String option, Integer value, int otherwise) {
    if (value != null && value < 1) {
      throw new ParameterException(
          spec.commandLine(), option + " is " + value + ", expected at least 1");
    }
    return value == null ? otherwise : value;
  }

  private TrainingReport report(
      DataSource source, Model model, Evaluation result, List<Epoch> history, int threadCount) {
    Instant start = ProcessHandle.current().info().startInstant().orElse(Instant.now());
    double images = history.stream().mapToDouble(Epoch::imagesPerSecond).average().orElse(0);
    return new TrainingReport(
        source.title(),
        modelName.toLowerCase(Locale.ROOT),
        model.parameters().learnedCount(),
        result.accuracy(),
        result.loss(),
        Duration.between(start, Instant.now()).toMillis() / 1e3,
        history.size(),
        images,
        seed,
        threadCount,
        result.confusion(),
        history);
  }

  private void show(TrainingReport report, Evaluation result, Path file) {
    PrintWriter out = spec.commandLine().getOut();
    out.println(
        String.format(
            Locale.ROOT,
            "%s, %s, %,d parameters: %.2f %% of %d test pictures right after %d epochs, seed %d,"
                + " %.1f s in all, %,.0f images/s",
            report.data(),
            report.model(),
            report.parameters(),
            100 * report.testAccuracy(),
            result.examples(),
            report.epochs(),
            report.seed(),
            report.seconds(),
            report.imagesPerSecond()));
    out.println("kept in " + file);
    out.flush();
  }
}
