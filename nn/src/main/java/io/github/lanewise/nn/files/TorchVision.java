package io.github.lanewise.nn.files;

import io.github.lanewise.nn.Model;
import io.github.lanewise.nn.Network;
import io.github.lanewise.nn.Node;
import io.github.lanewise.nn.layers.Dense;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Reads the weights of torchvision's models, saved as safetensors, into the networks of the zoo:
 * {@code resnet18} and {@code resnet50}, {@code vgg16} and {@code vgg19}.
 *
 * {@snippet :
 * // Python: safetensors.torch.save_model(torchvision.models.resnet50(weights="DEFAULT"), file)
 * Model model = TorchVision.read(file, ResNet.resNet50(new Shape(224, 224, 3), 1000));
 * }
 */
public final class TorchVision {
  private static final String STAGE = "stage(\\d)/(\\d)/";

  private TorchVision() {}

  /**
   * Reads the weights of a network of the zoo.
   *
   * @param file the file
   * @param network the same network as the file's
   * @return the network with the file's weights
   * @throws FileFormatException as {@link PyTorchFile#read(Path, Network)}
   * @throws IOException if it cannot be read
   * @throws IllegalArgumentException if torchvision has no such network
   */
  public static Model read(Path file, Network network) throws IOException {
    Map<String, String> modules = modules(network);
    return PyTorchFile.read(file, network, modules::get);
  }

  /** What torchvision calls the nodes with parameters. */
  static Map<String, String> modules(Network network) {
    List<String> names = network.nodes().stream().map(Node::name).toList();
    if (names.contains("stem")) {
      return residual(network);
    }
    if (names.contains("conv1_1") && names.contains("dense3")) {
      return sequential(network);
    }
    throw new IllegalArgumentException(
        "torchvision has no network with the nodes "
            + names
            + "; expected a ResNet or VGG of the zoo, else name the modules for PyTorchFile");
  }

  private static Map<String, String> residual(Network network) {
    Map<String, String> modules = new HashMap<>();
    for (Node node : network.nodes()) {
      modules.put(node.name(), residual(node.name()));
    }
    return modules;
  }

  /** Blocks are counted from 0 there, a block's convolutions from 1, and a shortcut is two. */
  private static String residual(String name) {
    if (!name.matches(STAGE + ".*")) {
      return switch (name) {
        case "stem" -> "conv1";
        case "stem/norm" -> "bn1";
        case "dense" -> "fc";
        default -> name;
      };
    }
    String part = name.replaceFirst(STAGE, "");
    int block = Integer.parseInt(name.replaceFirst(STAGE + ".*", "$2")) - 1;
    String module =
        part.startsWith("shortcut")
            ? part.equals("shortcut") ? "downsample.0" : "downsample.1"
            : part.endsWith("/norm") ? "bn" + part.charAt(0) : "conv" + part;
    return name.replaceFirst(STAGE + ".*", "layer$1.") + block + "." + module;
  }

  /** All layers before the flattening are numbered; of the rest, every third is dense. */
  private static Map<String, String> sequential(Network network) {
    Map<String, String> modules = new HashMap<>();
    int dense = 0;
    for (int i = 1; i < network.nodes().size(); i++) {
      Node node = network.nodes().get(i);
      boolean classifier = node.layer() instanceof Dense;
      modules.put(node.name(), classifier ? "classifier." + 3 * dense++ : "features." + (i - 1));
    }
    return modules;
  }
}
