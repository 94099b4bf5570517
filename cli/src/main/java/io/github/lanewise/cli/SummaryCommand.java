package io.github.lanewise.cli;

import io.github.lanewise.nn.Network;
import io.github.lanewise.nn.files.ModelFile;
import io.github.lanewise.onnx.OnnxModel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Shows what a network is made of. */
@Command(
    name = "summary",
    mixinStandardHelpOptions = true,
    description =
        "Shows a network layer by layer: output, weights, biases, multiply-adds, how much of the"
            + " input one output sees, bytes.",
    footer = {
      "",
      "Examples:",
      "  lanewise summary lenet",
      "  lanewise summary lecture",
      "  lanewise summary digits.safetensors",
      "  lanewise summary mnist-8.onnx"
    })
final class SummaryCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Parameters(
      paramLabel = "NETWORK",
      description =
          "lecture (the dense network), lenet, mnist-example, pairs, stem-pairs, alexnet (the"
              + " lecture's), alexnet2012 (Krizhevsky's), vgg16, vgg19, resnet18, resnet50,"
              + " mobilenet, a file that `train` has written, or an ONNX model.")
  private String name;

  /** Made by picocli. */
  SummaryCommand() {}

  @Override
  public Integer call() throws IOException {
    if (name.endsWith(".onnx")) {
      spec.commandLine().getOut().print(OnnxModel.summary(Path.of(name)));
      spec.commandLine().getOut().flush();
      return 0;
    }
    Network network = network();
    spec.commandLine().getOut().print(network.summary());
    if (name.equals("lecture")) {
      spec.commandLine()
          .getOut()
          .println(
              "The slide's 1,802 offsets are these 778 biases and the 1,024 input units, which have"
                  + " none.");
    }
    spec.commandLine().getOut().flush();
    return 0;
  }

  private Network network() throws IOException {
    Optional<Network> known = ZooNetworks.named(name);
    if (known.isPresent()) {
      return known.get();
    }
    Path file = Path.of(name);
    if (!Files.exists(file)) {
      throw new IllegalArgumentException(
          "'%s' is neither a file nor one of %s".formatted(name, ZooNetworks.NAMES));
    }
    return ModelFile.STANDARD.read(file).model().network();
  }
}
