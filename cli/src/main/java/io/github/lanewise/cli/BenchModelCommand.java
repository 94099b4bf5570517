package io.github.lanewise.cli;

import io.github.lanewise.bench.jmh.WorkFolder;
import io.github.lanewise.bench.model.ModelPlan;
import io.github.lanewise.bench.model.ModelRun;
import io.github.lanewise.bench.model.ModelTable;
import io.github.lanewise.nn.Network;
import io.github.lanewise.onnx.OnnxModel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Whole models, by Lanewise and by others. */
@Command(
    name = "model",
    mixinStandardHelpOptions = true,
    description = {
      "Measures whole ONNX models, and native libraries on the same ones.",
      "",
      "Timed are runs, from input arrays to output arrays, in JVMs in which all take turns; and the"
          + " time from the start of a fresh JVM to its first answer.",
      "",
      "Libraries: onnxruntime; or djl, the Deep Java Library, whose engine it is. Without a name,"
          + " onnxruntime."
    },
    footer = {
      "",
      "Examples:",
      "  lanewise bench model resnet18 --quick",
      "  lanewise bench model lenet resnet50 model.onnx --peers --threads 1,2 -o models.json"
    })
final class BenchModelCommand implements Callable<Integer> {
  private static final long SEED = 1;

  @Mixin private EffortOptions effort = new EffortOptions();

  @Mixin private ResultOptions results = new ResultOptions("onnxruntime");

  @Parameters(
      arity = "1..*",
      paramLabel = "MODEL",
      description = {
        "An ONNX file; or the name of a known network, which is exported with random weights: "
            + ZooNetworks.NAMES
            + "."
      })
  private List<String> models;

  @Option(
      names = "--batch",
      paramLabel = "N",
      defaultValue = "1",
      description = "Size of dimensions that vary (default: ${DEFAULT-VALUE}).")
  private int batch;

  /** Made by picocli. */
  BenchModelCommand() {}

  @Override
  public Integer call() throws IOException {
    List<Integer> threads = results.threads();
    results.requirePositive("--batch", batch);
    ModelRun run =
        new ModelRun(results.peers(), effort.effort(), effort.jvmArgs(), results.commandLine());
    try (WorkFolder work = WorkFolder.in(Path.of(System.getProperty("java.io.tmpdir")))) {
      List<ModelPlan.Entry> entries = new ArrayList<>();
      for (String model : models) {
        entries.add(ModelPlan.Entry.of(name(model), file(model, work.path()), batch));
      }
      ModelPlan plan = new ModelPlan(entries, batch, threads);
      results.run(
          run.estimate(plan),
          ModelTable::of,
          entries.stream().map(ModelPlan.Entry::name).toList(),
          (progress, sink) -> run.measure(plan, progress, sink));
    }
    return 0;
  }

  /** A file is called by its name, or by its folder's where all are called alike. */
  private static String name(String model) {
    Path file = Path.of(model);
    Path folder = file.toAbsolutePath().getParent();
    return file.endsWith("model.onnx")
        ? folder.getFileName().toString()
        : file.getFileName().toString().replaceFirst("\\.onnx$", "");
  }

  /** The model as a file: itself, or a known network, exported. */
  private static Path file(String model, Path folder) throws IOException {
    Path file = Path.of(model);
    if (Files.exists(file)) {
      return file;
    }
    Optional<Network> network = ZooNetworks.named(model);
    if (network.isEmpty()) {
      throw new IllegalArgumentException(
          "'%s' is neither a file nor one of %s".formatted(model, ZooNetworks.NAMES));
    }
    Path exported = folder.resolve(model + ".onnx");
    OnnxModel.save(network.get().initialise(SEED), exported);
    return exported;
  }
}
