package io.github.lanewise.bench.conv;

import io.github.lanewise.bench.layers.Layer;
import io.github.lanewise.kernels.conv.ConvAlgorithm;
import io.github.lanewise.kernels.conv.ConvShape;
import io.github.lanewise.kernels.conv.Convolution;
import io.github.lanewise.kernels.conv.Epilogue;
import io.github.lanewise.kernels.lanes.Workers;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;

/** How wrong each algorithm is: max |error| / max |y| against sums in double precision. */
final class Accuracy implements AutoCloseable {
  private final Workers workers = Workers.of(Runtime.getRuntime().availableProcessors());
  private final Map<Layer, Map<ConvAlgorithm, Double>> known = new HashMap<>();

  /** The errors of all algorithms that support the layer, with one image; computed once. */
  Map<ConvAlgorithm, Double> of(Layer layer) {
    return known.computeIfAbsent(layer, this::measure);
  }

  private Map<ConvAlgorithm, Double> measure(Layer layer) {
    ConvShape shape = layer.shape(1);
    ConvData data = ConvData.of(shape);
    float[] exact = compute(shape, ConvAlgorithm.REFERENCE, data);
    Map<ConvAlgorithm, Double> errors = new EnumMap<>(ConvAlgorithm.class);
    for (ConvAlgorithm algorithm : Algorithms.of(shape)) {
      errors.put(algorithm, error(compute(shape, algorithm, data), exact));
    }
    return errors;
  }

  private float[] compute(ConvShape shape, ConvAlgorithm algorithm, ConvData data) {
    Convolution convolution = Convolution.of(shape, algorithm);
    float[] y = new float[shape.outputLength()];
    convolution.forward(data.x(), convolution.pack(data.weights()), Epilogue.NONE, y, workers);
    return y;
  }

  static double error(float[] values, float[] exact) {
    double largest = 0;
    double error = 0;
    for (int i = 0; i < exact.length; i++) {
      largest = Math.max(largest, Math.abs(exact[i]));
      error = Math.max(error, Math.abs((double) values[i] - exact[i]));
    }
    return error / largest;
  }

  @Override
  public void close() {
    workers.close();
  }
}
