package io.github.lanewise.bench.lecture;

import io.github.lanewise.bench.costtable.Slide;
import io.github.lanewise.kernels.lanes.Workers;
import io.github.lanewise.nn.Network;
import io.github.lanewise.nn.Node;
import io.github.lanewise.nn.Summary;
import io.github.lanewise.nn.data.Dataset;
import io.github.lanewise.nn.data.Digits;
import io.github.lanewise.nn.zoo.Zoo;
import java.util.ArrayList;
import java.util.List;

/**
 * The problem of the lecture: inputs, outputs, parameters and loss of a dense network for digits.
 *
 * @param digits one of each class
 * @param pixels the first of them as the file has it
 * @param side rows and columns that the network reads
 * @param inputs values that the network reads
 * @param layers its dense layers
 * @param weights weights of the whole network
 * @param biases biases of the whole network
 * @param untrained what the network says of the first digit before it has learned anything
 * @param guess the same for scores that are all equal
 * @param checks the slide's numbers
 */
public record DigitProblem(
    List<Digit> digits,
    Matrix pixels,
    int side,
    int inputs,
    List<DenseLayer> layers,
    long weights,
    long biases,
    Scores untrained,
    Scores guess,
    List<Slide.Check> checks) {

  /**
   * A dense layer.
   *
   * @param name its name
   * @param inputs values that it reads
   * @param units its units
   * @param weights its weights
   * @param biases its biases
   */
  public record DenseLayer(String name, int inputs, int units, long weights, long biases) {}

  static DigitProblem compute(long seed, Workers workers) {
    Network network = Zoo.lectureDense();
    Summary summary = network.summary();
    List<DenseLayer> layers = new ArrayList<>();
    for (int i = 0; i < summary.rows().size(); i++) {
      Summary.Row row = summary.rows().get(i);
      Node node = network.nodes().get(i);
      if (row.weights() > 0) {
        layers.add(
            new DenseLayer(
                row.name(),
                node.inputShapes().getFirst().length(),
                row.shape().length(),
                row.weights(),
                row.biases()));
      }
    }
    int inputs = network.inputShape().length();
    Dataset test = Digits.test();
    List<Digit> digits = Digit.oneOfEach(test);
    Digit first = digits.getFirst();
    return new DigitProblem(
        digits,
        new Matrix(first.picture().height(), first.picture().width(), first.picture().values()),
        network.inputShape().width(),
        inputs,
        layers,
        summary.weights(),
        summary.biases(),
        Scores.of(
            network.initialise(seed), Digit.framed(test, first.index()), first.label(), workers),
        Scores.of(new float[test.classes()], first.label(), workers),
        List.of(
            Slide.Check.equal("weights of the dense network", summary.weights(), 657_920),
            Slide.Check.equal("offsets (biases)", summary.biases(), 1_802),
            Slide.Check.equal(
                "biases and input units together", summary.biases() + inputs, 1_802)));
  }
}
