package io.github.lanewise.cli;

import io.github.lanewise.cli.learn.DataSource;
import io.github.lanewise.cli.learn.KnownData;
import io.github.lanewise.cli.learn.Notes;
import io.github.lanewise.kernels.lanes.Workers;
import io.github.lanewise.nn.data.Dataset;
import io.github.lanewise.nn.files.ModelFile;
import io.github.lanewise.nn.files.StoredModel;
import io.github.lanewise.nn.loss.SoftmaxCrossEntropy;
import io.github.lanewise.nn.train.Evaluation;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Tests a trained network. */
@Command(
    name = "evaluate",
    mixinStandardHelpOptions = true,
    description = {
      "Tests a trained network on the test pictures of the data it was trained on, or of other data.",
      "",
      "Prints the share that it takes for what they are, and how often the class of each row was"
          + " taken for that of each column."
    },
    footer = {
      "",
      "Examples:",
      "  lanewise evaluate digits.safetensors",
      "  lanewise evaluate mnist.safetensors --data mnist/"
    })
final class EvaluateCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Mixin private ThreadsOption threads = new ThreadsOption();

  @Parameters(paramLabel = "M.safetensors", description = "A file that `train` has written.")
  private Path file;

  @Option(
      names = "--on",
      paramLabel = "DATA",
      description =
          "digits, mnist, fashion-mnist, cifar-10 or a folder of pictures (default: what it was"
              + " trained on).")
  private String data;

  @Option(
      names = "--data",
      paramLabel = "FOLDER",
      description = "Where the files of mnist, fashion-mnist or cifar-10 lie.")
  private Path folder;

  /** Made by picocli. */
  EvaluateCommand() {}

  @Override
  public Integer call() throws IOException {
    StoredModel stored = ModelFile.STANDARD.read(file);
    String name = data == null ? Notes.data(stored.notes()) : data;
    if (name == null) {
      throw new IOException(file + " does not say what it was trained on; name it with --on");
    }
    DataSource source = DataSource.of(name);
    if (folder != null && !source.inNamedFolder()) {
      throw new ParameterException(
          spec.commandLine(),
          source.title()
              + " takes no --data, which is for "
              + KnownData.inNamedFolders()
              + ": name other data than it was trained on with --on");
    }
    Dataset test = source.test(folder);
    Evaluation result;
    try (Workers workers = threads.workers()) {
      result = Evaluation.of(stored.model(), new SoftmaxCrossEntropy(), test, workers);
    }
    PrintWriter out = spec.commandLine().getOut();
    out.println(
        String.format(
            Locale.ROOT,
            "%s: %.2f %% right, %d of %d, loss %.4f",
            name,
            100 * result.accuracy(),
            result.right(),
            result.examples(),
            result.loss()));
    for (int[] row : result.confusion()) {
      StringBuilder line = new StringBuilder();
      for (int count : row) {
        line.append(String.format(Locale.ROOT, "%6d", count));
      }
      out.println(line);
    }
    out.flush();
    return 0;
  }
}
