package io.github.lanewise.nn;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * All parameters of a network by name, in the order of its layers; or something of the same form,
 * such as their gradient. Optimizers change the arrays in place.
 */
public final class Parameters implements Iterable<Parameter> {
  private final List<Parameter> list;
  private final Map<String, Parameter> byName = new LinkedHashMap<>();

  private Parameters(List<Parameter> list) {
    this.list = List.copyOf(list);
    for (Parameter parameter : this.list) {
      byName.put(parameter.name(), parameter);
    }
  }

  /**
   * Zeros in the form of a network's parameters.
   *
   * @param network the network
   * @return new arrays
   */
  public static Parameters zeros(Network network) {
    List<Parameter> list = new ArrayList<>();
    for (Node node : network.nodes()) {
      for (ParameterSpec spec : node.parameters()) {
        list.add(new Parameter(node.name() + "." + spec.name(), spec, new float[spec.length()]));
      }
    }
    return new Parameters(list);
  }

  /**
   * Zeros in the form of these.
   *
   * @return new arrays
   */
  public Parameters zerosLike() {
    return new Parameters(
        list.stream()
            .map(p -> new Parameter(p.name(), p.spec(), new float[p.values().length]))
            .toList());
  }

  /**
   * Copies the values of others into these.
   *
   * @param others parameters of the same network
   * @throws IllegalArgumentException if names or lengths differ
   */
  public void set(Parameters others) {
    for (Parameter parameter : list) {
      float[] from = others.get(parameter.name());
      if (from.length != parameter.values().length) {
        throw new IllegalArgumentException(
            "%s has %d values, expected %d"
                .formatted(parameter.name(), from.length, parameter.values().length));
      }
      System.arraycopy(from, 0, parameter.values(), 0, from.length);
    }
  }

  /**
   * The values of one parameter.
   *
   * @param name {@code layer.parameter}
   * @return the array itself
   * @throws IllegalArgumentException if there is none of that name
   */
  public float[] get(String name) {
    Parameter parameter = byName.get(name);
    if (parameter == null) {
      throw new IllegalArgumentException(
          "no parameter is named " + name + ", expected one of " + byName.keySet());
    }
    return parameter.values();
  }

  /**
   * All of them.
   *
   * @return in the order of the layers
   */
  public List<Parameter> all() {
    return list;
  }

  /**
   * Number of values of those with a role.
   *
   * @param role the role
   * @return the sum of their lengths
   */
  public long count(ParameterSpec.Role role) {
    return list.stream()
        .filter(p -> p.spec().role() == role)
        .mapToLong(p -> p.values().length)
        .sum();
  }

  /**
   * Number of values that are learned.
   *
   * @return what papers call the number of parameters
   */
  public long learnedCount() {
    return list.stream()
        .filter(p -> p.spec().role().learned())
        .mapToLong(p -> p.values().length)
        .sum();
  }

  @Override
  public Iterator<Parameter> iterator() {
    return list.iterator();
  }
}
