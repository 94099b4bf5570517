package io.github.lanewise.bench.layers;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Lists of layers: comma-separated, a header line, then one layer a line. Empty lines and those
 * that begin with # are skipped.
 */
public final class Layers {
  private Layers() {}

  /**
   * The layers of published networks that Lanewise is measured by.
   *
   * @return 29 layers; the file says where they come from
   */
  public static List<Layer> published() {
    try (InputStream in = Layers.class.getResourceAsStream("layers.csv")) {
      return parse(
          "layers.csv", new String(in.readAllBytes(), StandardCharsets.UTF_8).lines().toList());
    } catch (IOException e) {
      throw new UncheckedIOException("layers.csv is part of this module", e);
    }
  }

  /**
   * Reads a list.
   *
   * @param file a file in the form of {@link #published}'s
   * @return its layers, at least one
   * @throws IOException if it cannot be read or a line is wrong; the message names the line
   */
  public static List<Layer> read(Path file) throws IOException {
    try {
      return parse(file.toString(), Files.readAllLines(file));
    } catch (IllegalArgumentException e) {
      throw new IOException(e.getMessage(), e);
    }
  }

  static List<Layer> parse(String source, List<String> lines) {
    Map<String, Layer> layers = new LinkedHashMap<>();
    boolean header = false;
    for (int i = 0; i < lines.size(); i++) {
      String line = lines.get(i).strip();
      if (line.isEmpty() || line.startsWith("#")) {
        continue;
      }
      String where = source + ":" + (i + 1) + ": ";
      if (!header) {
        if (!line.equals(Layer.HEADER)) {
          throw new IllegalArgumentException(
              where + "the first line is '" + line + "', expected the header " + Layer.HEADER);
        }
        header = true;
        continue;
      }
      try {
        Layer layer = Layer.parse(line);
        if (layers.put(layer.name(), layer) != null) {
          throw new IllegalArgumentException(
              "a second layer is named " + layer.name() + ", expected different names");
        }
      } catch (IllegalArgumentException e) {
        throw new IllegalArgumentException(where + e.getMessage(), e);
      }
    }
    if (layers.isEmpty()) {
      throw new IllegalArgumentException(
          source + " has no layer, expected a line for each under the header " + Layer.HEADER);
    }
    return List.copyOf(layers.values());
  }

  /**
   * Picks layers by name.
   *
   * @param layers all there are
   * @param names which to keep, in this order; empty for all
   * @return the layers of these names
   * @throws IllegalArgumentException if there is none of a name
   */
  public static List<Layer> named(List<Layer> layers, List<String> names) {
    if (names.isEmpty()) {
      return layers;
    }
    List<Layer> picked = new ArrayList<>();
    for (String name : names) {
      picked.add(
          layers.stream()
              .filter(layer -> layer.name().equals(name))
              .findFirst()
              .orElseThrow(
                  () ->
                      new IllegalArgumentException(
                          "no layer is named '%s', expected one of %s"
                              .formatted(
                                  name,
                                  String.join(", ", layers.stream().map(Layer::name).toList())))));
    }
    return List.copyOf(picked);
  }
}
