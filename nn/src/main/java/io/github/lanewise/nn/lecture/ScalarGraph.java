package io.github.lanewise.nn.lecture;

import java.util.ArrayList;
import java.util.List;

/**
 * The lecture's recap of automatic differentiation: a graph of numbers {@code s_1 … s_n}, each an
 * input, a sum, a product or {@code g} of earlier ones, with intermediate results that are numbers
 * at each step.
 *
 * <p>Forward mode sweeps from the first to the last and computes {@code s'_i}, the derivative of
 * every {@code s_i} with respect to one input. Backward mode sweeps from the last to the first and
 * computes {@code s̄_i}, the derivative of the last with respect to every {@code s_i}.
 */
public final class ScalarGraph {
  /** How a number is made. */
  public enum Operation {
    /** It is given. */
    INPUT,
    /** All arguments added. */
    SUM,
    /** Two arguments multiplied. */
    PRODUCT,
    /** {@code g(x) = 1 / (1 + exp(−x))} of one argument. */
    G
  }

  /**
   * A number of the graph.
   *
   * @param name what it is called
   * @param operation how it is made
   * @param arguments numbers of the steps that it is made of
   * @param value the value
   */
  public record Step(String name, Operation operation, List<Integer> arguments, double value) {
    /** Copies the arguments. */
    public Step {
      arguments = List.copyOf(arguments);
    }

    /**
     * How the number is made, for people.
     *
     * @return such as {@code s1 + s2}, the first number of the graph being s1
     */
    public String formula() {
      List<String> from = arguments.stream().map(i -> "s" + (i + 1)).toList();
      return switch (operation) {
        case INPUT -> "given";
        case SUM -> String.join(" + ", from);
        case PRODUCT -> String.join(" · ", from);
        case G -> "g(" + from.getFirst() + ")";
      };
    }
  }

  private final List<Step> steps = new ArrayList<>();

  /** A graph without numbers. */
  public ScalarGraph() {}

  /**
   * The lecture's feedforward network with two inputs, two hidden units and one output, {@code y =
   * g(b + Σ w_i h_i)} with {@code h_i = g(b_i + Σ w_ij x_j)}, for some weights.
   *
   * @return the graph; its last number is y
   */
  public static ScalarGraph twoLayers() {
    ScalarGraph graph = new ScalarGraph();
    int x1 = graph.input("x1", 1);
    int x2 = graph.input("x2", -2);
    int h1 = graph.unit("h1", 0.5, new double[] {0.75, -0.25}, x1, x2);
    int h2 = graph.unit("h2", -1, new double[] {-0.5, -1}, x1, x2);
    graph.unit("y", 0.25, new double[] {2, -1.5}, h1, h2);
    return graph;
  }

  /** A unit: weights and bias are inputs of the graph, too. */
  private int unit(String name, double bias, double[] weights, int... from) {
    int[] terms = new int[from.length + 1];
    terms[0] = input("b_" + name, bias);
    for (int i = 0; i < from.length; i++) {
      int weight = input("w" + (i + 1) + "_" + name, weights[i]);
      terms[i + 1] = product("w" + (i + 1) + "·" + steps.get(from[i]).name(), weight, from[i]);
    }
    return g(name, sum("sum_" + name, terms));
  }

  /**
   * Adds a number that is given.
   *
   * @param name what it is called
   * @param value the value
   * @return its number in the graph
   */
  public int input(String name, double value) {
    return add(name, Operation.INPUT, value);
  }

  /**
   * Adds a sum.
   *
   * @param name what it is called
   * @param arguments what is added
   * @return its number in the graph
   */
  public int sum(String name, int... arguments) {
    double sum = 0;
    for (int argument : arguments) {
      sum += steps.get(argument).value();
    }
    return add(name, Operation.SUM, sum, arguments);
  }

  /**
   * Adds a product.
   *
   * @param name what it is called
   * @param a one factor
   * @param b the other
   * @return its number in the graph
   */
  public int product(String name, int a, int b) {
    return add(name, Operation.PRODUCT, steps.get(a).value() * steps.get(b).value(), a, b);
  }

  /**
   * Adds g of a number.
   *
   * @param name what it is called
   * @param a the number
   * @return its number in the graph
   */
  public int g(String name, int a) {
    return add(name, Operation.G, 1 / (1 + Math.exp(-steps.get(a).value())), a);
  }

  private int add(String name, Operation operation, double value, int... arguments) {
    List<Integer> from = new ArrayList<>();
    for (int argument : arguments) {
      from.add(argument);
    }
    steps.add(new Step(name, operation, from, value));
    return steps.size() - 1;
  }

  /**
   * The numbers of the graph.
   *
   * @return in the order in which they are computed
   */
  public List<Step> steps() {
    return List.copyOf(steps);
  }

  /** The derivative of a step with respect to one of its arguments. */
  private double local(Step step, int argument) {
    return switch (step.operation()) {
      case INPUT -> 0;
      case SUM -> 1;
      case PRODUCT -> steps.get(step.arguments().get(1 - argument)).value();
      case G -> step.value() * (1 - step.value());
    };
  }

  /**
   * Forward mode: one sweep from the first to the last.
   *
   * @param input number of the step that is moved
   * @return {@code s'_i = ∂s_i / ∂s_input} for every i
   */
  public double[] forwardMode(int input) {
    double[] derivatives = new double[steps.size()];
    derivatives[input] = 1;
    for (int i = input + 1; i < derivatives.length; i++) {
      List<Integer> arguments = steps.get(i).arguments();
      for (int a = 0; a < arguments.size(); a++) {
        derivatives[i] += local(steps.get(i), a) * derivatives[arguments.get(a)];
      }
    }
    return derivatives;
  }

  /**
   * Backward mode: one sweep from the last to the first.
   *
   * @return {@code s̄_i = ∂s_n / ∂s_i} for every i
   */
  public double[] backwardMode() {
    double[] derivatives = new double[steps.size()];
    derivatives[derivatives.length - 1] = 1;
    for (int i = derivatives.length - 1; i >= 0; i--) {
      List<Integer> arguments = steps.get(i).arguments();
      for (int a = 0; a < arguments.size(); a++) {
        derivatives[arguments.get(a)] += local(steps.get(i), a) * derivatives[i];
      }
    }
    return derivatives;
  }
}
