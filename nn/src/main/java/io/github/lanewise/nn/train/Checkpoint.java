package io.github.lanewise.nn.train;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.github.lanewise.nn.Parameter;
import io.github.lanewise.nn.Parameters;
import io.github.lanewise.nn.files.SafetensorsReader;
import io.github.lanewise.nn.files.SafetensorsWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The file of a training's state: a safetensors file with the state as text and every array that
 * goes with it, the parameters under {@code model/}, the optimizer's buffers under {@code
 * optimizer0/} and so on, the best parameters, where early stopping keeps them, under {@code
 * best/}.
 */
final class Checkpoint {
  private static final String STATE = "lanewise.training";
  private static final JsonMapper MAPPER = new JsonMapper();

  private final Path file;
  private final Map<String, Parameters> groups = new LinkedHashMap<>();

  Checkpoint(Path file, Parameters model, List<Parameters> buffers, Parameters best) {
    this.file = file;
    groups.put("model/", model);
    for (int i = 0; i < buffers.size(); i++) {
      groups.put("optimizer" + i + "/", buffers.get(i));
    }
    if (best != null) {
      groups.put("best/", best);
    }
  }

  void write(TrainingState state) throws IOException {
    SafetensorsWriter writer = new SafetensorsWriter();
    try {
      writer.text(STATE, MAPPER.writeValueAsString(state));
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException("a state can always be written", e);
    }
    for (Map.Entry<String, Parameters> group : groups.entrySet()) {
      for (Parameter parameter : group.getValue()) {
        writer.tensor(
            group.getKey() + parameter.name(), parameter.spec().sizes(), parameter.values());
      }
    }
    writer.write(file);
  }

  /**
   * Reads a state and fills the arrays.
   *
   * @param training what the state has to be of
   */
  TrainingState read(String training) throws IOException {
    try (SafetensorsReader reader = SafetensorsReader.open(file)) {
      String text = reader.metadata().get(STATE);
      if (text == null) {
        throw new IOException(file + " holds tensors but no training: it is no checkpoint");
      }
      TrainingState state;
      try {
        state = MAPPER.readValue(text, TrainingState.class);
      } catch (JsonProcessingException e) {
        throw new IOException(file + ": the training is damaged: " + e.getOriginalMessage(), e);
      }
      if (!training.equals(state.training())) {
        throw new IOException(
            "%s is of another training; delete it, or train as it was.%nIt says%n%s%nexpected%n%s"
                .formatted(file, state.training(), training));
      }
      for (Map.Entry<String, Parameters> group : groups.entrySet()) {
        for (Parameter parameter : group.getValue()) {
          reader.read(group.getKey() + parameter.name(), parameter.values());
        }
      }
      return state;
    }
  }
}
