package io.github.lanewise.nn.files;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.lanewise.nn.Layer;
import io.github.lanewise.nn.Network;
import io.github.lanewise.nn.Node;
import io.github.lanewise.nn.Shape;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A network as JSON and back: each layer is a record, its components are its fields. Only layers of
 * a given list are made, so a file cannot ask for any other class.
 */
final class NetworkJson {
  private static final JsonMapper MAPPER =
      JsonMapper.builder()
          .enable(DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES)
          .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
          .disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT)
          .build();

  private final Map<String, Class<? extends Layer>> types = new LinkedHashMap<>();

  /** Knows layers by the simple names of their classes. */
  NetworkJson(Iterable<Class<? extends Layer>> layers) {
    for (Class<? extends Layer> layer : layers) {
      types.put(layer.getSimpleName(), layer);
    }
  }

  String write(Network network) {
    ObjectNode root = MAPPER.createObjectNode();
    root.set("input", MAPPER.valueToTree(network.inputShape()));
    for (Node node : network.nodes()) {
      if (node.layer() != null) {
        String type = node.layer().getClass().getSimpleName();
        if (types.get(type) != node.layer().getClass()) {
          throw new IllegalArgumentException(
              "%s is a %s, expected one of %s; name other layers to ModelFile.with"
                  .formatted(node.name(), node.layer().getClass().getName(), types.keySet()));
        }
        ObjectNode entry = root.withArray("nodes").addObject();
        entry.put("name", node.name());
        entry.put("type", type);
        node.inputs().forEach(i -> entry.withArray("inputs").add(network.nodes().get(i).name()));
        entry.set("layer", MAPPER.valueToTree(node.layer()));
      }
    }
    return root.toString();
  }

  /**
   * Reads a network.
   *
   * @throws IllegalArgumentException if the text is no network; the message says where
   */
  Network read(String json) {
    try {
      JsonNode root = MAPPER.readTree(json);
      Network.Builder builder = Network.builder(value(root, "input", Shape.class));
      for (JsonNode node : root.path("nodes")) {
        String name = node.path("name").asText();
        String type = node.path("type").asText();
        Class<? extends Layer> layer = types.get(type);
        if (layer == null) {
          throw new IllegalArgumentException(
              "%s is a %s, expected one of %s; name other layers to ModelFile.with"
                  .formatted(name, type, types.keySet()));
        }
        String[] inputs = value(node, "inputs", String[].class);
        builder.add(name, value(node, "layer", layer), inputs);
      }
      return builder.build();
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(e.getOriginalMessage(), e);
    }
  }

  private static <T> T value(JsonNode parent, String field, Class<T> type)
      throws JsonProcessingException {
    T value = MAPPER.treeToValue(parent.path(field), type);
    if (value == null) {
      throw new IllegalArgumentException("it lacks the field " + field);
    }
    return value;
  }
}
