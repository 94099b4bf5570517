package io.github.lanewise.cli;

import io.github.lanewise.nn.Network;
import io.github.lanewise.nn.Shape;
import io.github.lanewise.nn.files.ModelFile;
import io.github.lanewise.nn.zoo.MobileNet;
import io.github.lanewise.nn.zoo.ResNet;
import io.github.lanewise.nn.zoo.Zoo;
import io.github.lanewise.onnx.OnnxModel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
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
  private static final Shape MNIST = new Shape(28, 28, 1);
  private static final Shape IMAGE_NET = new Shape(224, 224, 3);

  @Spec private CommandSpec spec;

  @Parameters(
      paramLabel = "NETWORK",
      description =
          "lecture (the dense network), lenet, mnist_example, pairs, alexnet (the lecture's),"
              + " alexnet2012 (Krizhevsky's), vgg16, vgg19, resnet18, resnet50, mobilenet, a file"
              + " that `train` has written, or an ONNX model.")
  private String name;

  /** Made by picocli. */
  SummaryCommand() {}

  @Override
  public Integer call() throws IOException {
    if (name.endsWith(".onnx")) {
      spec.commandLine().getOut().print(OnnxModel.load(Path.of(name)).summary());
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
    return switch (name.toLowerCase(Locale.ROOT)) {
      case "lecture" -> Zoo.lectureDense();
      case "lenet" -> Zoo.lenet(MNIST, 10);
      case "mnist_example" -> Zoo.mnistExample(MNIST, 10);
      case "pairs" -> Zoo.pairs(MNIST, 10);
      case "alexnet" -> Zoo.lectureAlexNet();
      case "alexnet2012" -> Zoo.alexNet();
      case "vgg16" -> Zoo.vgg16();
      case "vgg19" -> Zoo.vgg19();
      case "resnet18" -> ResNet.resNet18(IMAGE_NET, 1000);
      case "resnet50" -> ResNet.resNet50(IMAGE_NET, 1000);
      case "mobilenet" -> MobileNet.v1(IMAGE_NET, 1000);
      default -> {
        Path file = Path.of(name);
        if (!Files.exists(file)) {
          throw new IllegalArgumentException(
              "'%s' is neither a file nor one of lecture, lenet, mnist_example, pairs, alexnet,"
                      .formatted(name)
                  + " alexnet2012, vgg16, vgg19, resnet18, resnet50, mobilenet");
        }
        yield ModelFile.STANDARD.read(file).model().network();
      }
    };
  }
}
