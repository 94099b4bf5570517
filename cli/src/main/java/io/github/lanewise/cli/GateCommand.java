package io.github.lanewise.cli;

import io.github.lanewise.bench.gate.BuildGate;
import io.github.lanewise.bench.gate.BuildReport;
import io.github.lanewise.bench.gate.FloorGate;
import io.github.lanewise.bench.gate.FloorReport;
import io.github.lanewise.cli.report.GateJson;
import io.github.lanewise.cli.report.GateText;
import io.github.lanewise.cli.terminal.ProgressLine;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code lanewise gate}: have the kernels become slower? */
@Command(
    name = "gate",
    mixinStandardHelpOptions = true,
    description = {
      "Tells whether the kernels have become slower.",
      "",
      "Measures a kernel of each kind on one thread, in JVMs of their own, as a share of what the "
          + "machine can do by probes in the same JVM, and holds that against floors; what a call "
          + "allocates against 0; the algorithm chosen against the one expected. What fails is "
          + "measured again, and only what fails twice counts. Takes about a minute.",
      "",
      "Exit codes: 0 passed, 1 failed, 2 called wrongly."
    },
    footer = {
      "",
      "Examples:",
      "  lanewise gate",
      "  lanewise gate --measure",
      "  lanewise gate --against ../before/kernels/target/lanewise-kernels-0.1.0-SNAPSHOT.jar"
    })
final class GateCommand implements Callable<Integer> {
  /** A floor's part of what was measured: CI machines are shared, and so are noisy. */
  private static final double MARGIN = 0.65;

  /** How a report is written. */
  enum Format {
    text,
    json
  }

  @Spec private CommandSpec spec;

  @Option(
      names = "--against",
      paramLabel = "JAR",
      description = "Compare with the kernels module of another build instead.")
  private Path against;

  @Option(
      names = "--measure",
      description = "Judge nothing, print floors with margin for what was measured.")
  private boolean measure;

  @Option(
      names = "--layers",
      paramLabel = "NAME",
      split = ",",
      description = "Only these (default: all): ${COMPLETION-CANDIDATES}.",
      completionCandidates = Subjects.class)
  private List<String> layers = FloorGate.subjects();

  @Option(
      names = "--forks",
      paramLabel = "N",
      description = "JVMs that measure, of each build (default: 3, with --against 5).")
  private Integer forks;

  @Option(
      names = "--format",
      description = "One of ${COMPLETION-CANDIDATES} (default: ${DEFAULT-VALUE}).")
  private Format format = Format.text;

  /** Made by picocli. */
  GateCommand() {}

  @Override
  public Integer call() throws IOException {
    check();
    return against == null ? floors() : builds();
  }

  private void check() {
    for (String layer : layers) {
      if (!FloorGate.subjects().contains(layer)) {
        throw usage("--layers: '" + layer + "', expected some of " + FloorGate.subjects());
      }
    }
    int least = against == null ? 1 : BuildGate.FORKS;
    if (forks != null && forks < least) {
      throw usage("--forks: " + forks + ", expected at least " + least);
    }
    if (measure && against != null) {
      throw usage("--measure and --against: expected one of them");
    }
  }

  private ParameterException usage(String message) {
    return new ParameterException(spec.commandLine(), message);
  }

  private int floors() throws IOException {
    FloorGate gate = FloorGate.ofThisBuild(forks == null ? FloorGate.FORKS : forks);
    FloorReport report;
    try (ProgressLine progress = ProgressLine.on(spec.commandLine().getErr())) {
      report = gate.run(layers, progress);
    }
    if (measure) {
      report.proposal(MARGIN).forEach(spec.commandLine().getOut()::println);
      return 0;
    }
    print(format == Format.json ? GateJson.of(report) : GateText.of(report));
    return report.passed() ? 0 : 1;
  }

  private int builds() throws IOException {
    BuildGate gate = BuildGate.against(against, forks == null ? BuildGate.FORKS : forks);
    BuildReport report;
    try (ProgressLine progress = ProgressLine.on(spec.commandLine().getErr())) {
      report = gate.run(layers, progress);
    }
    print(format == Format.json ? GateJson.of(report) : GateText.of(report));
    return report.passed() ? 0 : 1;
  }

  private void print(String text) {
    spec.commandLine().getOut().println(text.stripTrailing());
    spec.commandLine().getOut().flush();
  }

  /** Completes names of layers. */
  private static final class Subjects implements Iterable<String> {
    @Override
    public Iterator<String> iterator() {
      return FloorGate.subjects().iterator();
    }
  }
}
