package io.github.lanewise.cli.learn;

import io.github.lanewise.nn.data.Scaling;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/** What a model's file says about the pictures it was trained on. */
public final class Notes {
  private static final String MEAN = "scaling.mean";
  private static final String DEVIATION = "scaling.deviation";
  private static final String WHITE = "scaling.white";
  private static final String DATA = "data";
  private static final String LABELS = "labels";

  /** No name of a file has it. */
  private static final String SEPARATOR = "/";

  private Notes() {}

  /**
   * What classes are called.
   *
   * @param notes of a file
   * @param classes number of classes
   * @return names by number; the numbers if the file does not say
   * @throws IllegalArgumentException if the file names another number of classes
   */
  public static List<String> labels(Map<String, String> notes, int classes) {
    String text = notes.get(LABELS);
    if (text == null) {
      return IntStream.range(0, classes).mapToObj(Integer::toString).toList();
    }
    List<String> labels = List.of(text.split(SEPARATOR, -1));
    if (labels.size() != classes) {
      throw new IllegalArgumentException(
          "the model's file names %d classes, %s, but the network has %d outputs"
              .formatted(labels.size(), labels, classes));
    }
    return labels;
  }

  /**
   * Notes for a file.
   *
   * @param source what was learned from
   * @return texts by name
   */
  public static Map<String, String> of(DataSource source) {
    return Map.of(
        DATA,
        source.title(),
        LABELS,
        String.join(SEPARATOR, source.labels()),
        MEAN,
        Float.toString(source.scaling().mean()),
        DEVIATION,
        Float.toString(source.scaling().deviation()),
        WHITE,
        Float.toString(source.white()));
  }

  /**
   * How pictures have to be scaled.
   *
   * @param notes of a file
   * @return the scaling
   * @throws IllegalArgumentException if the file does not say
   */
  public static Scaling scaling(Map<String, String> notes) {
    return new Scaling(number(notes, MEAN), number(notes, DEVIATION));
  }

  /**
   * What stands for white in the data that was learned from.
   *
   * @param notes of a file
   * @return the value as stored, before scaling
   * @throws IllegalArgumentException if the file does not say
   */
  public static float white(Map<String, String> notes) {
    return number(notes, WHITE);
  }

  private static float number(Map<String, String> notes, String name) {
    String text = notes.get(name);
    try {
      if (text != null) {
        return Float.parseFloat(text);
      }
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException(
          "the model's file has the note %s '%s', expected a number".formatted(name, text), e);
    }
    throw new IllegalArgumentException(
        "the model's file has no note %s, so it is unknown how to scale pictures; train writes it"
            .formatted(name));
  }

  /**
   * What was learned from.
   *
   * @param notes of a file
   * @return the data's name, or null if the file does not say
   */
  public static String data(Map<String, String> notes) {
    return notes.get(DATA);
  }
}
