package io.github.lanewise.onnx.graph;

import io.github.lanewise.onnx.tensor.Tensor;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * The attributes of a node. Remembers which were asked for: those that nobody asks for are not
 * supported.
 */
public final class Attributes {
  private final Map<String, Object> values;
  private final Set<String> asked = new TreeSet<>();

  /**
   * The attributes of a node.
   *
   * @param values {@link Float}, {@link Long}, {@link String}, {@link Tensor}, {@code float[]},
   *     {@code long[]} or {@code String[]} by name
   */
  public Attributes(Map<String, Object> values) {
    this.values = new TreeMap<>(values);
  }

  /**
   * Whether an attribute is there.
   *
   * @param name its name
   * @return true if it is
   */
  public boolean has(String name) {
    return values.containsKey(name);
  }

  /**
   * A number.
   *
   * @param name of the attribute
   * @param otherwise its default
   * @return its value
   * @throws IllegalArgumentException if it is something else
   */
  public float decimal(String name, double otherwise) {
    return get(name, Float.class, (float) otherwise);
  }

  /**
   * An integer.
   *
   * @param name of the attribute
   * @param otherwise its default
   * @return its value
   * @throws IllegalArgumentException if it is something else
   */
  public long integer(String name, long otherwise) {
    return get(name, Long.class, otherwise);
  }

  /**
   * A number of things, such as channels.
   *
   * @param name of the attribute
   * @param otherwise its default
   * @return its value; what does not fit an int becomes one that no operator takes
   * @throws IllegalArgumentException if it is something else
   */
  public int size(String name, int otherwise) {
    return Math.clamp(integer(name, otherwise), 0, Integer.MAX_VALUE);
  }

  /**
   * A flag.
   *
   * @param name of the attribute
   * @param otherwise its default
   * @return whether it is not 0
   * @throws IllegalArgumentException if it is something else
   */
  public boolean flag(String name, boolean otherwise) {
    return integer(name, otherwise ? 1 : 0) != 0;
  }

  /**
   * A text.
   *
   * @param name of the attribute
   * @param otherwise its default
   * @return its value
   * @throws IllegalArgumentException if it is something else
   */
  public String text(String name, String otherwise) {
    return get(name, String.class, otherwise);
  }

  /**
   * Integers.
   *
   * @param name of the attribute
   * @param otherwise its default, may be null
   * @return its value
   * @throws IllegalArgumentException if it is something else
   */
  public long[] integers(String name, long... otherwise) {
    return get(name, long[].class, otherwise);
  }

  /**
   * Numbers.
   *
   * @param name of the attribute
   * @return its value, null if it is not there
   * @throws IllegalArgumentException if it is something else
   */
  public float[] decimals(String name) {
    return get(name, float[].class, null);
  }

  /**
   * A tensor.
   *
   * @param name of the attribute
   * @return its value, null if it is not there
   * @throws IllegalArgumentException if it is something else
   */
  public Tensor tensor(String name) {
    return get(name, Tensor.class, null);
  }

  /**
   * Passes over an attribute that changes nothing here.
   *
   * @param name of the attribute
   */
  public void ignore(String name) {
    asked.add(name);
  }

  /**
   * The attributes that nobody asked for.
   *
   * @return their names
   */
  public Set<String> unasked() {
    Set<String> names = new TreeSet<>(values.keySet());
    names.removeAll(asked);
    return names;
  }

  private <T> T get(String name, Class<T> type, T otherwise) {
    asked.add(name);
    Object value = values.get(name);
    if (value == null) {
      return otherwise;
    }
    if (!type.isInstance(value)) {
      throw new IllegalArgumentException(
          "attribute %s is of type %s, expected %s"
              .formatted(name, value.getClass().getSimpleName(), type.getSimpleName()));
    }
    return type.cast(value);
  }
}
