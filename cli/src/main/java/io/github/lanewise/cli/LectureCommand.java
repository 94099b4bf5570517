package io.github.lanewise.cli;

import io.github.lanewise.bench.jmh.WhenStopped;
import io.github.lanewise.bench.lecture.Effort;
import io.github.lanewise.bench.lecture.Lecture;
import io.github.lanewise.bench.lecture.LectureRun;
import io.github.lanewise.bench.picture.Picture;
import io.github.lanewise.cli.lecture.LecturePage;
import io.github.lanewise.cli.picture.PictureReader;
import io.github.lanewise.cli.picture.SamplePicture;
import io.github.lanewise.cli.terminal.ProgressLine;
import io.github.lanewise.nn.files.AtomicFile;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** What the lecture shows: as one page, and as programs. */
@Command(
    name = "lecture",
    mixinStandardHelpOptions = true,
    description = {
      "Writes the lecture as one HTML page: every idea on real input, every number of the slides"
          + " beside the number computed and measured here.",
      "",
      "The page needs no network and no JavaScript. It takes under ten minutes, with --quick under"
          + " one. The commands show parts of it as text."
    },
    synopsisSubcommandLabel = "[COMMAND]",
    subcommands = {LectureRecapCommand.class, LectureEfficiencyCommand.class},
    footer = {
      "",
      "Examples:",
      "  lanewise lecture -o lecture.html",
      "  lanewise lecture -o lecture.html --quick --image photo.jpg",
      "  lanewise lecture recap",
      "  lanewise lecture efficiency"
    })
final class LectureCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Mixin private ThreadsOption threads = new ThreadsOption();

  @Option(
      names = {"-o", "--out"},
      paramLabel = "FILE.html",
      description = "The page to write.")
  private Path output;

  @Option(
      names = "--image",
      paramLabel = "FILE",
      description = "A PNG or JPEG picture, for edge detection beside the default one.")
  private Path image;

  @Option(names = "--quick", description = "Under 60 seconds: measures and trains less.")
  private boolean quick;

  @Option(
      names = "--seed",
      paramLabel = "S",
      defaultValue = "1",
      description = "Where all random choices come from (default: ${DEFAULT-VALUE}).")
  private long seed;

  /** Made by picocli. */
  LectureCommand() {}

  /** Called without a subcommand. */
  @Override
  public Integer call() throws IOException, InterruptedException {
    if (output == null) {
      throw new ParameterException(
          spec.commandLine(), "Missing the page to write, such as -o lecture.html, or a command.");
    }
    AtomicFile.check(output); // now rather than after minutes of work
    Picture own = image == null ? null : PictureReader.read(image);
    LectureRun run =
        new LectureRun(
            SamplePicture.read(), quick ? Effort.QUICK : Effort.FULL, threads.count(), seed);
    if (own != null) {
      run.addPicture(image.getFileName().toString(), own);
    }
    Lecture lecture;
    try (WhenStopped _ = new WhenStopped(this::tellThatItStopped);
        ProgressLine progress = ProgressLine.on(spec.commandLine().getErr())) {
      lecture = run.run(progress);
    }
    LecturePage.write(output, lecture, new Version().getVersion()[0]);
    spec.commandLine().getOut().println(output + " is written");
    return 0;
  }

  private void tellThatItStopped() {
    PrintWriter err = spec.commandLine().getErr();
    err.println("\nlanewise: stopped; nothing was written, temporary files are removed");
    err.flush();
  }
}
