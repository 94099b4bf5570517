package io.github.lanewise.cli;

import io.github.lanewise.bench.doctor.Doctor;
import io.github.lanewise.bench.doctor.Finding;
import io.github.lanewise.bench.roofline.Roofline;
import io.github.lanewise.cli.report.DoctorReport;
import io.github.lanewise.kernels.lanes.Workers;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Whether all is there that makes Lanewise fast. */
@Command(
    name = "doctor",
    mixinStandardHelpOptions = true,
    description = {
      "Looks at the JVM, the processor and its vectors, says what runs vectorised and why, measures"
          + " what the machine can do at most, and names the fix for what is missing.",
      "",
      "Exit code 0 if all is well, 1 if there is something to fix."
    },
    footer = {"", "Examples:", "  lanewise doctor", "  lanewise doctor --threads 2"})
final class DoctorCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Mixin private ThreadsOption threads = new ThreadsOption();

  @Option(
      names = "--temp",
      paramLabel = "FOLDER",
      description = "Folder for temporary files (default: the system's).")
  private Optional<Path> temp = Optional.empty();

  /** Made by picocli. */
  DoctorCommand() {}

  @Override
  public Integer call() {
    Roofline roofline;
    try (Workers workers = threads.workers()) {
      roofline = Roofline.measure(workers);
    }
    List<Finding> findings = Doctor.examine(roofline, temp);
    spec.commandLine().getOut().print(DoctorReport.of(findings, roofline));
    spec.commandLine().getOut().flush();
    return findings.stream().allMatch(Finding::isWell) ? 0 : 1;
  }
}
