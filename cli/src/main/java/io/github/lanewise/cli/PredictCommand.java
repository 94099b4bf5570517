package io.github.lanewise.cli;

import io.github.lanewise.bench.picture.Picture;
import io.github.lanewise.cli.learn.Digitised;
import io.github.lanewise.cli.learn.Notes;
import io.github.lanewise.cli.picture.PictureReader;
import io.github.lanewise.kernels.lanes.Workers;
import io.github.lanewise.nn.files.ModelFile;
import io.github.lanewise.nn.files.StoredModel;
import io.github.lanewise.nn.predict.Predictor;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Says what is on pictures. */
@Command(
    name = "predict",
    mixinStandardHelpOptions = true,
    description = {
      "Says what class a trained network takes each picture for, and the next two, with their"
          + " probabilities.",
      "",
      "Pictures are brought to the size that the network reads, and to grey if it reads grey. Ink is"
          + " bright on a dark ground in grey data; a picture with a bright edge is inverted."
    },
    footer = {"", "Examples:", "  lanewise predict digits.safetensors seven.png"})
final class PredictCommand implements Callable<Integer> {
  private static final int SHOWN = 3;

  @Spec private CommandSpec spec;

  @Mixin private ThreadsOption threads = new ThreadsOption();

  @Parameters(
      index = "0",
      paramLabel = "M.safetensors",
      description = "A file that `train` has written.")
  private Path file;

  @Parameters(
      index = "1..*",
      arity = "1..*",
      paramLabel = "PICTURE",
      description = "PNG or JPEG pictures of one object each.")
  private List<Path> pictures;

  /** Made by picocli. */
  PredictCommand() {}

  @Override
  public Integer call() throws IOException {
    StoredModel stored = ModelFile.STANDARD.read(file);
    Predictor predictor = Predictor.of(stored.model());
    float[] probabilities = new float[predictor.outputShape().length()];
    List<String> labels = Notes.labels(stored.notes(), probabilities.length);
    PrintWriter out = spec.commandLine().getOut();
    try (Workers workers = threads.workers()) {
      for (Path path : pictures) {
        Picture picture = PictureReader.read(path);
        float[] x =
            Digitised.picture(
                picture,
                predictor.inputShape(),
                Notes.white(stored.notes()),
                Notes.scaling(stored.notes()));
        predictor.probabilities(x, probabilities, workers);
        out.println(path + ": " + line(probabilities, labels));
      }
    }
    out.flush();
    return 0;
  }

  private static String line(float[] probabilities, List<String> labels) {
    StringBuilder line = new StringBuilder();
    IntStream.range(0, probabilities.length)
        .boxed()
        .sorted(Comparator.comparingDouble(i -> -probabilities[i]))
        .limit(SHOWN)
        .forEach(
            i ->
                line.append(line.isEmpty() ? "" : ", ")
                    .append(
                        String.format(
                            Locale.ROOT, "%s %.1f %%", labels.get(i), 100 * probabilities[i])));
    return line.toString();
  }
}
