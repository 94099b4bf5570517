package io.github.lanewise.cli;

import io.github.lanewise.cli.learn.TensorInput;
import io.github.lanewise.kernels.lanes.Workers;
import io.github.lanewise.nn.files.AtomicFile;
import io.github.lanewise.onnx.OnnxModel;
import io.github.lanewise.onnx.graph.GraphInput;
import io.github.lanewise.onnx.tensor.Tensor;
import io.github.lanewise.onnx.tensor.TensorFile;
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
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Runs an ONNX model. */
@Command(
    name = "run",
    mixinStandardHelpOptions = true,
    description = {
      "Runs an ONNX model and shows the largest values of each output.",
      "",
      "An input is a tensor (.pb as in ONNX's tests, .npy) or a PNG or JPEG picture, which is"
          + " brought to the size that the model reads, with values from 0 to 1."
    },
    footer = {
      "",
      "Examples:",
      "  lanewise run mnist-8.onnx --input input_0.pb",
      "  lanewise run model.onnx --input photo.jpg --top 5 --output scores.pb"
    })
final class RunCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Mixin private ThreadsOption threads = new ThreadsOption();

  @Parameters(paramLabel = "MODEL.onnx", description = "The model.")
  private Path file;

  @Option(
      names = "--input",
      paramLabel = "FILE",
      required = true,
      description = "An input; once for each, in the order of the model.")
  private List<Path> inputs;

  @Option(
      names = "--output",
      paramLabel = "FILE.pb",
      description = "Where the first output is written.")
  private Path output;

  @Option(
      names = "--top",
      paramLabel = "N",
      defaultValue = "5",
      description = "Values shown of each output (default: ${DEFAULT-VALUE}).")
  private int top;

  /** Made by picocli. */
  RunCommand() {}

  @Override
  public Integer call() throws IOException {
    if (output != null) {
      AtomicFile.check(output);
    }
    OnnxModel model = OnnxModel.load(file);
    List<GraphInput> wanted = model.inputs();
    if (inputs.size() != wanted.size()) {
      throw new IllegalArgumentException(
          "%d inputs, the model reads %s".formatted(inputs.size(), wanted));
    }
    Tensor[] tensors = new Tensor[inputs.size()];
    for (int i = 0; i < tensors.length; i++) {
      tensors[i] = TensorInput.read(inputs.get(i), wanted.get(i));
    }
    List<Tensor> outputs;
    try (Workers workers = threads.workers()) {
      outputs = model.run(workers, tensors);
    }
    PrintWriter out = spec.commandLine().getOut();
    for (int i = 0; i < outputs.size(); i++) {
      out.println(model.outputs().get(i).name() + " " + outputs.get(i));
      show(outputs.get(i), out);
    }
    out.flush();
    if (output != null) {
      TensorFile.write(output, model.outputs().getFirst().name(), outputs.getFirst());
    }
    return 0;
  }

  private void show(Tensor tensor, PrintWriter out) {
    IntStream.range(0, tensor.length())
        .boxed()
        .sorted(Comparator.comparingDouble(i -> -tensor.number(i)))
        .limit(top)
        .forEach(i -> out.println(String.format(Locale.ROOT, "  %8d  %.6g", i, tensor.number(i))));
  }
}
