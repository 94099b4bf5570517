package io.github.lanewise.nn.files;

import io.github.lanewise.nn.Layer;
import io.github.lanewise.nn.Model;
import io.github.lanewise.nn.Network;
import io.github.lanewise.nn.Node;
import io.github.lanewise.nn.Parameter;
import io.github.lanewise.nn.ParameterSpec;
import io.github.lanewise.nn.Parameters;
import io.github.lanewise.nn.layers.BuiltIn;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Models as safetensors files: parameters as tensors of their names, which any reader of the format
 * understands (Python: {@code safetensors.numpy.load_file}), the network and notes as metadata.
 *
 * {@snippet :
 * ModelFile.STANDARD.write(Path.of("digits.safetensors"), new StoredModel(model, Map.of()));
 * Model same = ModelFile.STANDARD.read(Path.of("digits.safetensors")).model();
 * }
 */
public final class ModelFile {
  /** Knows the layers that come with Lanewise. */
  public static final ModelFile STANDARD = new ModelFile(BuiltIn.LAYERS);

  static final String FORMAT = "lanewise.format";
  static final String NETWORK = "lanewise.network";
  static final String VERSION = "1";
  private static final String NOTE = "note.";

  private final List<Class<? extends Layer>> layers;
  private final NetworkJson json;

  private ModelFile(List<Class<? extends Layer>> layers) {
    this.layers = List.copyOf(layers);
    this.json = new NetworkJson(layers);
  }

  /**
   * Reads and writes one more kind of layer.
   *
   * @param layer a public record in a package that Jackson may use by reflection
   * @return this and that
   */
  public ModelFile with(Class<? extends Layer> layer) {
    List<Class<? extends Layer>> more = new ArrayList<>(layers);
    more.add(layer);
    return new ModelFile(more);
  }

  /**
   * Writes a model whole, over a file of the same name.
   *
   * @param file the file
   * @param stored the model and its notes
   * @throws IOException if it cannot be written; then the old file stays
   * @throws IllegalArgumentException if a layer is none of the known ones
   */
  public void write(Path file, StoredModel stored) throws IOException {
    writer(stored).write(file);
  }

  /**
   * The contents of a model's file, to which more may be added.
   *
   * @param stored the model and its notes
   * @return a writer
   * @throws IllegalArgumentException if a layer is none of the known ones
   */
  public SafetensorsWriter writer(StoredModel stored) {
    SafetensorsWriter writer =
        new SafetensorsWriter()
            .text("format", "lanewise")
            .text(FORMAT, VERSION)
            .text(NETWORK, json.write(stored.model().network()));
    stored.notes().forEach((name, text) -> writer.text(NOTE + name, text));
    for (Parameter parameter : stored.model().parameters()) {
      writer.tensor(parameter.name(), parameter.spec().sizes(), parameter.values());
    }
    return writer;
  }

  /**
   * Reads a model.
   *
   * @param file the file
   * @return the model and its notes
   * @throws FileFormatException if the file is damaged, no model of Lanewise, or one of a newer
   *     version
   * @throws IOException if it cannot be read
   */
  public StoredModel read(Path file) throws IOException {
    try (SafetensorsReader reader = SafetensorsReader.open(file)) {
      return read(file, reader);
    }
  }

  /**
   * Reads a model from an open file.
   *
   * @param file the file, for messages
   * @param reader the file, opened
   * @return the model and its notes
   * @throws IOException as {@link #read(Path)}
   */
  public StoredModel read(Path file, SafetensorsReader reader) throws IOException {
    Map<String, String> metadata = reader.metadata();
    String version = metadata.get(FORMAT);
    if (version == null || !metadata.containsKey(NETWORK)) {
      throw new FileFormatException(
          file, "holds tensors but no network: it was not written by Lanewise");
    }
    if (!version.equals(VERSION)) {
      throw new FileFormatException(
          file, "has format " + version + ", expected " + VERSION + "; use a newer Lanewise");
    }
    Network network;
    try {
      network = json.read(metadata.get(NETWORK));
      checkSizes(file, network, reader);
    } catch (IllegalArgumentException e) {
      throw new FileFormatException(file, "the network is wrong: " + e.getMessage(), e);
    }
    Parameters parameters = Parameters.zeros(network);
    for (Parameter parameter : parameters) {
      reader.read(parameter.name(), parameter.values());
    }
    Map<String, String> notes = new HashMap<>();
    metadata.forEach(
        (name, text) -> {
          if (name.startsWith(NOTE)) {
            notes.put(name.substring(NOTE.length()), text);
          }
        });
    return new StoredModel(new Model(network, parameters), notes);
  }

  /** Before memory is taken for the parameters: the file has to have them all. */
  private static void checkSizes(Path file, Network network, SafetensorsReader reader)
      throws IOException {
    for (Node node : network.nodes()) {
      for (ParameterSpec spec : node.parameters()) {
        String name = node.name() + "." + spec.name();
        if (!reader.sizes(name).equals(spec.sizes())) {
          throw new FileFormatException(
              file,
              "tensor %s has sizes %s, the network expects %s"
                  .formatted(name, reader.sizes(name), spec.sizes()));
        }
      }
    }
  }
}
