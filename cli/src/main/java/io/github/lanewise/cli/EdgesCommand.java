package io.github.lanewise.cli;

import io.github.lanewise.bench.picture.Filter;
import io.github.lanewise.bench.picture.Picture;
import io.github.lanewise.cli.picture.PictureReader;
import io.github.lanewise.cli.picture.PictureWriter;
import io.github.lanewise.kernels.lanes.Workers;
import io.github.lanewise.nn.files.AtomicFile;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** The lecture's edge detection on any picture. */
@Command(
    name = "edges",
    mixinStandardHelpOptions = true,
    description = {
      "Convolves a picture with a kernel: edges, blur, sharpen, or weights of your own.",
      "",
      "A kernel whose weights add up to 0 sees differences: it runs on the picture in grey and"
          + " shows how large they are. Others run on each colour. Nothing is padded: the result is"
          + " smaller than the picture by the kernel less 1."
    },
    footer = {
      "",
      "Examples:",
      "  lanewise edges photo.jpg -o edges.png",
      "  lanewise edges photo.jpg -o sharp.png --kernel sharpen",
      "  lanewise edges photo.jpg -o lecture.png --kernel \"-1 1\"",
      "  lanewise edges photo.jpg -o emboss.png --kernel \"-2 -1 0; -1 1 1; 0 1 2\""
    })
final class EdgesCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Mixin private ThreadsOption threads = new ThreadsOption();

  @Parameters(paramLabel = "IMAGE", description = "A PNG or JPEG picture.")
  private Path image;

  @Option(
      names = {"-o", "--output"},
      required = true,
      paramLabel = "OUT.png",
      description = "The PNG file to write.")
  private Path output;

  @Option(
      names = "--kernel",
      paramLabel = "KERNEL",
      defaultValue = "sobel",
      description =
          "sobel, laplacian, blur, sharpen, or rows of weights with semicolons between them, such"
              + " as \"-1 1\" (default: ${DEFAULT-VALUE}).")
  private String kernel;

  /** Made by picocli. */
  EdgesCommand() {}

  @Override
  public Integer call() throws IOException {
    Filter filter = filter();
    AtomicFile.check(output);
    Picture picture = PictureReader.read(image);
    try (Workers workers = threads.workers()) {
      PictureWriter.write(output, filter.apply(picture, workers));
    }
    return 0;
  }

  private Filter filter() {
    try {
      return Filter.of(kernel);
    } catch (IllegalArgumentException e) {
      throw new ParameterException(spec.commandLine(), "--kernel: " + e.getMessage(), e);
    }
  }
}
