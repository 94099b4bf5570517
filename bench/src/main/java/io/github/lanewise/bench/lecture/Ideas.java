package io.github.lanewise.bench.lecture;

import io.github.lanewise.kernels.conv.ConvShape;
import io.github.lanewise.kernels.lanes.Workers;
import io.github.lanewise.kernels.linalg.CsrMatrix;
import io.github.lanewise.nn.Model;
import io.github.lanewise.nn.Network;
import io.github.lanewise.nn.layers.Conv2d;
import io.github.lanewise.nn.layers.Dense;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The three reasons why a convolution learns efficiently.
 *
 * @param dense connections of a dense layer of five units
 * @param convolution connections of a convolution of five units with a kernel of three
 * @param deep connections of a convolution in a deep network, each layer the same
 * @param fields inputs that the middle unit depends on after one, two and three such layers
 * @param counts connections and weights of layers from 32×32 to 32×32 pixels
 * @param equivariance shifts and convolutions
 * @param tolerance shifts and poolings
 */
public record Ideas(
    Connections dense,
    Connections convolution,
    Connections deep,
    List<Integer> fields,
    List<Count> counts,
    Equivariance equivariance,
    Tolerance tolerance) {

  private static final int UNITS = 5;
  private static final int DEEP_UNITS = 9;
  private static final int DEPTH = 3;
  private static final int SIDE = 32;

  /**
   * How many connections and weights a layer has that keeps 32×32 pixels.
   *
   * @param layer the kind of layer
   * @param connections pairs of an input and an output that depends on it
   * @param weights different weights that they have
   */
  public record Count(String layer, long connections, long weights) {}

  static Ideas compute(Plane picture, Workers workers) {
    Conv2d three = Conv2d.of(1, 3).kernel(1, 3).paddingSame();
    List<Count> counts = new ArrayList<>();
    long pixels = (long) SIDE * SIDE;
    counts.add(new Count("dense", pixels * pixels, pixels * pixels));
    for (int kernel : new int[] {5, 3}) {
      counts.add(count(kernel));
    }
    return new Ideas(
        Connections.of("Dense", Dense.of(UNITS), UNITS, workers),
        Connections.of("Convolution, kernel 3", three, UNITS, workers),
        Connections.of("Convolution, kernel 3", three, DEEP_UNITS, workers),
        fields(three, workers),
        counts,
        Equivariance.compute(picture, workers),
        Tolerance.compute(picture, workers));
  }

  /** The matrix of the convolution has an entry for each connection. */
  private static Count count(int kernel) {
    ConvShape shape =
        ConvShape.builder()
            .input(SIDE, SIDE, 1)
            .outChannels(1)
            .kernel(kernel)
            .paddingSame()
            .build();
    float[] ones = new float[shape.weightCount()];
    Arrays.fill(ones, 1);
    return new Count(
        "convolution " + kernel + "×" + kernel,
        CsrMatrix.fromConvolution(shape, ones).storedFloats(),
        shape.weightCount());
  }

  /** Counts the inputs at which the gradient of the middle output is not zero. */
  private static List<Integer> fields(Conv2d layer, Workers workers) {
    List<Integer> fields = new ArrayList<>();
    Network.Builder builder = Network.builder(1, DEEP_UNITS, 1);
    for (int depth = 1; depth <= DEPTH; depth++) {
      Network network = builder.add(layer).build();
      Model model = network.initialise(1);
      float[] middle = new float[DEEP_UNITS];
      middle[DEEP_UNITS / 2] = 1;
      int seen = 0;
      for (float slope : model.vectorJacobianProduct(new float[DEEP_UNITS], middle, workers)) {
        if (slope != 0) {
          seen++;
        }
      }
      fields.add(seen);
    }
    return fields;
  }
}
