package io.github.lanewise.bench.lecture;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.github.lanewise.bench.costtable.Slide;
import io.github.lanewise.nn.Network;
import io.github.lanewise.nn.Summary;
import io.github.lanewise.nn.zoo.Zoo;
import java.util.List;
import java.util.function.ToLongFunction;

/**
 * AlexNet, layer by layer, as the lecture draws it and as it was built.
 *
 * @param lecture the slide's: no pooling after the last convolution
 * @param krizhevsky the one of 2012: pooling there, and groups
 * @param questions answers to the lecture's questions: weights and biases of the layer from the
 *     last convolution to 4,096 units
 * @param checks the slide's numbers
 */
public record AlexNets(
    Variant lecture, Variant krizhevsky, Answer questions, List<Slide.Check> checks) {

  /**
   * A variant.
   *
   * @param rows its layers
   * @param weights weights in all
   * @param biases biases in all
   * @param multiplyAdds multiply-adds in all, for one picture
   * @param bytes memory of parameters and outputs in all, for one picture
   */
  public record Variant(
      List<Summary.Row> rows, long weights, long biases, long multiplyAdds, long bytes) {
    static Variant of(Network network) {
      Summary summary = network.summary();
      return new Variant(
          summary.rows(),
          summary.weights(),
          summary.biases(),
          summary.multiplyAdds(),
          summary.bytes());
    }

    /**
     * Where the weights are.
     *
     * @return share of the dense layers in all weights, percent
     */
    @JsonProperty
    public double weightsInDense() {
      return 100.0 * sum("Dense", Summary.Row::weights) / weights;
    }

    /**
     * Where the work is.
     *
     * @return share of the convolutions in all multiply-adds, percent
     */
    @JsonProperty
    public double workInConvolutions() {
      return 100.0 * sum("Conv2d", Summary.Row::multiplyAdds) / multiplyAdds;
    }

    private long sum(String type, ToLongFunction<Summary.Row> what) {
      return rows.stream().filter(row -> row.type().equals(type)).mapToLong(what).sum();
    }

    Summary.Row row(String name) {
      return rows.stream().filter(row -> row.name().equals(name)).findFirst().orElseThrow();
    }
  }

  /**
   * The lecture's two questions.
   *
   * @param inputs values after the last convolution
   * @param units units of the next layer
   * @param weights how many weights are needed
   * @param biases how many biases
   * @param shareOfWeights of all weights of the network, percent
   * @param poolingInputs values after the last pooling of Krizhevsky's
   * @param poolingWeights weights that are needed there
   */
  public record Answer(
      long inputs,
      long units,
      long weights,
      long biases,
      double shareOfWeights,
      long poolingInputs,
      long poolingWeights) {}

  static AlexNets compute() {
    Variant lecture = Variant.of(Zoo.lectureAlexNet());
    Variant krizhevsky = Variant.of(Zoo.alexNet());
    Summary.Row dense = lecture.row("dense1");
    long inputs = lecture.row("flatten").shape().length();
    return new AlexNets(
        lecture,
        krizhevsky,
        new Answer(
            inputs,
            dense.shape().length(),
            dense.weights(),
            dense.biases(),
            100.0 * dense.weights() / lecture.weights(),
            krizhevsky.row("flatten").shape().length(),
            krizhevsky.row("dense1").weights()),
        List.of(
            Slide.Check.equal("values after the last convolution", inputs, 43_264),
            Slide.Check.equal("units of the next layer", dense.shape().length(), 4_096)));
  }
}
