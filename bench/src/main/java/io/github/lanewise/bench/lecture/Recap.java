package io.github.lanewise.bench.lecture;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.github.lanewise.kernels.lanes.Workers;
import io.github.lanewise.nn.Model;
import io.github.lanewise.nn.Network;
import io.github.lanewise.nn.Parameter;
import io.github.lanewise.nn.Parameters;
import io.github.lanewise.nn.Shape;
import io.github.lanewise.nn.Workspace;
import io.github.lanewise.nn.layers.Dense;
import io.github.lanewise.nn.layers.Sigmoid;
import io.github.lanewise.nn.lecture.ScalarGraph;
import io.github.lanewise.nn.loss.SquaredError;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * The recap: a network of two inputs, two hidden units and one output, number by number, and both
 * modes of differentiation on it.
 *
 * @param steps every number of the network, in the order in which they are computed
 * @param derivatives of the output with respect to everything that is given, by both modes
 * @param layers the two layers as matrix products
 * @param network the same by the network library
 * @param descent one step of gradient descent
 */
public record Recap(
    List<Step> steps,
    List<Derivative> derivatives,
    List<Layer> layers,
    ByLibrary network,
    Descent descent) {

  /** What the output of the network ought to be, for the step of gradient descent. */
  private static final float TARGET = 1;

  private static final float RATE = 0.5f;

  /**
   * A number of the network.
   *
   * @param name what it is called
   * @param formula how it is made
   * @param value the value
   * @param forward its derivative with respect to the first input: forward mode
   * @param backward the derivative of the output with respect to it: backward mode
   */
  public record Step(String name, String formula, double value, double forward, double backward) {}

  /**
   * How the output depends on something given.
   *
   * @param name an input, weight or bias
   * @param forward by a sweep of forward mode of its own
   * @param backward by the one sweep of backward mode
   */
  public record Derivative(String name, double forward, double backward) {}

  /**
   * A layer, {@code outputs = g(sums)} with {@code sums = weights · inputs + biases}.
   *
   * @param units names of its units
   * @param weights a row for each unit
   * @param biases one for each unit
   * @param inputs what it reads
   * @param sums before g
   * @param outputs after g
   */
  public record Layer(
      List<String> units,
      List<List<Double>> weights,
      List<Double> biases,
      List<Double> inputs,
      List<Double> sums,
      List<Double> outputs) {}

  /**
   * What the network library says, in floats.
   *
   * @param output the output
   * @param forward derivatives with respect to the inputs, by a tangent pass each
   * @param backward the same by one backward pass
   */
  public record ByLibrary(double output, List<Double> forward, List<Double> backward) {}

  /**
   * One step of gradient descent on the squared error.
   *
   * @param target what the output ought to be
   * @param rate step size η
   * @param outputBefore output before the step
   * @param lossBefore squared error before the step
   * @param outputAfter output after the step
   * @param lossAfter squared error after the step
   */
  public record Descent(
      double target,
      double rate,
      double outputBefore,
      double lossBefore,
      double outputAfter,
      double lossAfter) {}

  /**
   * How far both modes are apart at most.
   *
   * @return largest difference between the two derivatives of anything given
   */
  @JsonProperty
  public double largestDifference() {
    return derivatives.stream()
        .mapToDouble(derivative -> Math.abs(derivative.forward() - derivative.backward()))
        .max()
        .orElseThrow();
  }

  static Recap compute(Workers workers) {
    ScalarGraph graph = ScalarGraph.twoLayers();
    List<ScalarGraph.Step> numbers = graph.steps();
    double[] forward = graph.forwardMode(0);
    double[] backward = graph.backwardMode();
    List<Step> steps = new ArrayList<>();
    List<Derivative> derivatives = new ArrayList<>();
    for (int i = 0; i < numbers.size(); i++) {
      ScalarGraph.Step number = numbers.get(i);
      steps.add(new Step(number.name(), number.formula(), number.value(), forward[i], backward[i]));
      if (number.operation() == ScalarGraph.Operation.INPUT) {
        double own = graph.forwardMode(i)[numbers.size() - 1];
        derivatives.add(new Derivative(number.name(), own, backward[i]));
      }
    }
    Map<String, Double> values =
        numbers.stream()
            .filter(number -> number.operation() != ScalarGraph.Operation.PRODUCT)
            .collect(Collectors.toMap(ScalarGraph.Step::name, ScalarGraph.Step::value));
    Layer hidden = layer(values, List.of("h1", "h2"), List.of("x1", "x2"));
    Layer output = layer(values, List.of("y"), List.of("h1", "h2"));
    Model model = model(hidden, output);
    float[] x = {hidden.inputs().get(0).floatValue(), hidden.inputs().get(1).floatValue()};
    return new Recap(
        steps,
        derivatives,
        List.of(hidden, output),
        byLibrary(model, x, workers),
        descent(model, x, workers));
  }

  private static Layer layer(Map<String, Double> values, List<String> units, List<String> inputs) {
    return new Layer(
        units,
        units.stream()
            .map(
                unit ->
                    IntStream.rangeClosed(1, inputs.size())
                        .mapToObj(i -> values.get("w" + i + "_" + unit))
                        .toList())
            .toList(),
        units.stream().map(unit -> values.get("b_" + unit)).toList(),
        inputs.stream().map(values::get).toList(),
        units.stream().map(unit -> values.get("sum_" + unit)).toList(),
        units.stream().map(values::get).toList());
  }

  /** The same network, made of layers. */
  private static Model model(Layer hidden, Layer output) {
    Network network =
        Network.builder(Shape.flat(hidden.inputs().size()))
            .add("hidden", Dense.of(hidden.units().size()))
            .add(new Sigmoid())
            .add("output", Dense.of(output.units().size()))
            .add(new Sigmoid())
            .build();
    Parameters parameters = Parameters.zeros(network);
    set(parameters, "hidden", hidden);
    set(parameters, "output", output);
    return new Model(network, parameters);
  }

  private static void set(Parameters parameters, String name, Layer layer) {
    int units = layer.units().size();
    for (int unit = 0; unit < units; unit++) {
      parameters.get(name + ".bias")[unit] = layer.biases().get(unit).floatValue();
      for (int input = 0; input < layer.inputs().size(); input++) {
        parameters.get(name + ".weight")[input * units + unit] =
            layer.weights().get(unit).get(input).floatValue();
      }
    }
  }

  private static float output(Model model, float[] x, Workers workers) {
    return new Workspace(model.network(), 1).forward(model.parameters(), x, workers)[0];
  }

  private static ByLibrary byLibrary(Model model, float[] x, Workers workers) {
    List<Double> forward = new ArrayList<>();
    for (int i = 0; i < x.length; i++) {
      float[] direction = new float[x.length];
      direction[i] = 1;
      forward.add((double) model.jacobianVectorProduct(x, direction, workers)[0]);
    }
    List<Double> backward = new ArrayList<>();
    for (float derivative : model.vectorJacobianProduct(x, new float[] {1}, workers)) {
      backward.add((double) derivative);
    }
    return new ByLibrary(output(model, x, workers), forward, backward);
  }

  private static Descent descent(Model model, float[] x, Workers workers) {
    float before = output(model, x, workers);
    Parameters gradient = model.gradient(new SquaredError(), x, new float[] {TARGET}, workers);
    for (Parameter parameter : model.parameters()) {
      float[] slope = gradient.get(parameter.name());
      for (int i = 0; i < slope.length; i++) {
        parameter.values()[i] -= RATE * slope[i];
      }
    }
    float after = output(model, x, workers);
    return new Descent(TARGET, RATE, before, square(before), after, square(after));
  }

  private static double square(float output) {
    double difference = (double) output - TARGET;
    return difference * difference;
  }
}
