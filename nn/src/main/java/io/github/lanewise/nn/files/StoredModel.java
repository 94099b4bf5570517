package io.github.lanewise.nn.files;

import io.github.lanewise.nn.Model;
import java.util.Map;

/**
 * A model and what goes with it in its file.
 *
 * @param model the model
 * @param notes texts by name, such as how pictures are scaled or what classes are called
 */
public record StoredModel(Model model, Map<String, String> notes) {
  /** Copies the notes. */
  public StoredModel {
    notes = Map.copyOf(notes);
  }
}
