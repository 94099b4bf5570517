package io.github.lanewise.nn.files;

import io.github.lanewise.kernels.conv.Layouts;
import io.github.lanewise.nn.Model;
import io.github.lanewise.nn.Network;
import io.github.lanewise.nn.Node;
import io.github.lanewise.nn.ParameterSpec;
import io.github.lanewise.nn.Parameters;
import io.github.lanewise.nn.Shape;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.UnaryOperator;

/**
 * Reads weights that PyTorch has written, {@code safetensors.torch.save_model(model, file)}, into a
 * network that was built here: PyTorch's files hold no network.
 *
 * <p>What PyTorch keeps in another order is turned: weights of convolutions from OIHW to HWIO,
 * those of dense layers transposed, and, where the input of a dense layer is a picture or a
 * flattened one, its values from channel, row, column to row, column, channel.
 *
 * {@snippet :
 * Model model = PyTorchFile.read(file, network, name -> name.replace('/', '.'));
 * }
 */
public final class PyTorchFile {
  /** A counter that PyTorch's batch norm keeps and nothing here needs. */
  private static final String COUNTER = "num_batches_tracked";

  private final Path file;
  private final Network network;
  private final UnaryOperator<String> modules;

  private PyTorchFile(Path file, Network network, UnaryOperator<String> modules) {
    this.file = file;
    this.network = network;
    this.modules = modules;
  }

  /**
   * Reads the weights of a network whose nodes have the names of PyTorch's modules, with {@code /}
   * in place of dots: {@code layer1/0/conv1} for {@code layer1.0.conv1}.
   *
   * @param file the file
   * @param network the same network as the file's
   * @return the network with the file's weights
   * @throws FileFormatException if the file is damaged, lacks a tensor of the network, has one of
   *     another shape, or has one that the network has no use for
   * @throws IOException if it cannot be read
   */
  public static Model read(Path file, Network network) throws IOException {
    return read(file, network, name -> name.replace('/', '.'));
  }

  /**
   * Reads the weights of a network whose nodes have other names.
   *
   * @param file the file
   * @param network the same network as the file's
   * @param modules from the name of a node to that of PyTorch's module
   * @return the network with the file's weights
   * @throws FileFormatException as {@link #read(Path, Network)}
   * @throws IOException if it cannot be read
   */
  public static Model read(Path file, Network network, UnaryOperator<String> modules)
      throws IOException {
    try (SafetensorsReader reader = SafetensorsReader.open(file)) {
      return new PyTorchFile(file, network, modules).read(reader);
    }
  }

  private Model read(SafetensorsReader reader) throws IOException {
    check(reader);
    Parameters parameters = Parameters.zeros(network);
    for (int number = 0; number < network.nodes().size(); number++) {
      Node node = network.nodes().get(number);
      for (ParameterSpec spec : node.parameters()) {
        float[] values = reader.read(name(node, spec));
        turn(number, spec, values, parameters.get(node.name() + "." + spec.name()));
      }
    }
    return new Model(network, parameters);
  }

  private String name(Node node, ParameterSpec spec) {
    return modules.apply(node.name()) + "." + spec.name();
  }

  /** Before anything is read: the file has what the network needs, and nothing else. */
  private void check(SafetensorsReader reader) throws IOException {
    Set<String> unused = new TreeSet<>(reader.names());
    unused.removeIf(name -> name.endsWith(COUNTER));
    for (Node node : network.nodes()) {
      for (ParameterSpec spec : node.parameters()) {
        String name = name(node, spec);
        if (!reader.names().contains(name)) {
          throw new FileFormatException(
              file,
              "has no tensor %s for %s of %s; what it has and the network does not use: %s"
                  .formatted(name, spec.name(), node.name(), unused));
        }
        List<Integer> expected = sizes(spec);
        if (!reader.sizes(name).equals(expected)) {
          throw new FileFormatException(
              file,
              "tensor %s has sizes %s, %s of %s has %s in PyTorch"
                  .formatted(name, reader.sizes(name), spec.name(), node.name(), expected));
        }
        unused.remove(name);
      }
    }
    if (!unused.isEmpty()) {
      throw new FileFormatException(file, "has tensors that the network has no use for: " + unused);
    }
  }

  /** Sizes as PyTorch has them: pictures channels first, weights outputs first. */
  private static List<Integer> sizes(ParameterSpec spec) {
    List<Integer> s = spec.sizes();
    return switch (s.size()) {
      case 2 -> List.of(s.get(1), s.get(0));
      case 3 -> List.of(s.get(2), s.get(0), s.get(1));
      case 4 -> List.of(s.get(3), s.get(2), s.get(0), s.get(1));
      default -> s;
    };
  }

  private void turn(int node, ParameterSpec spec, float[] from, float[] to) {
    List<Integer> s = spec.sizes();
    switch (s.size()) {
      case 1 -> {
        Shape picture = picture(node); // batch norm after a flattened picture
        boolean whole = picture.length() == to.length;
        transpose(1, whole ? picture : Shape.flat(to.length), from, to);
      }
      case 2 -> {
        float[] rows = new float[to.length];
        transpose(s.get(1), picture(network.nodes().get(node).inputs().getFirst()), from, rows);
        Layouts.nchwToNhwc(1, s.get(1), 1, s.get(0), rows, to);
      }
      case 3 -> transpose(1, new Shape(s.get(0), s.get(1), s.get(2)), from, to);
      case 4 -> Layouts.oihwToHwio(s.get(3), s.get(2), s.get(0), s.get(1), from, to);
      default -> throw new IllegalArgumentException(spec + " has no counterpart in PyTorch");
    }
  }

  private static void transpose(int batch, Shape picture, float[] from, float[] to) {
    Layouts.nchwToNhwc(batch, picture.channels(), picture.height(), picture.width(), from, to);
  }

  /**
   * The picture whose values a node has: its own shape, or that of what was flattened before it.
   */
  private Shape picture(int number) {
    Node node = network.nodes().get(number);
    boolean kept =
        node.inputs().size() == 1
            && node.inputShapes().getFirst().length() == node.shape().length()
            && node.shape().equals(Shape.flat(node.shape().length()))
            && node.parameters().stream().noneMatch(p -> p.role() == ParameterSpec.Role.WEIGHT);
    return kept ? picture(node.inputs().getFirst()) : node.shape();
  }
}
