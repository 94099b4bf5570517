package io.github.lanewise.bench.model;

import io.github.lanewise.bench.contest.Contender;
import io.github.lanewise.kernels.lanes.Workers;
import io.github.lanewise.onnx.OnnxModel;
import io.github.lanewise.onnx.OnnxPredictor;
import io.github.lanewise.onnx.graph.GraphInput;
import io.github.lanewise.onnx.tensor.ElementType;
import io.github.lanewise.onnx.tensor.Tensor;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A model by Lanewise. */
final class OurModel implements Contender {
  static final String NAME = "lanewise";

  private final OnnxModel model;
  private final OnnxPredictor predictor;
  private final Workers workers;
  private final Tensor[] inputs;
  private final Tensor[] outputs;

  OurModel(Path file, int batch, int threads) {
    model = load(file);
    inputs = tensors(ModelInputs.of(model, batch));
    predictor = model.predictor(inputs);
    outputs = predictor.newOutputs();
    workers = Workers.of(threads);
  }

  /** Loads a model and computes it once: the shortest way to an answer. */
  static float[] answer(Path file, ModelInputs inputs, int threads) {
    OnnxModel model = load(file);
    try (Workers workers = Workers.of(threads)) {
      return model.run(workers, tensors(inputs)).getFirst().floats();
    }
  }

  static OnnxModel load(Path file) {
    try {
      return OnnxModel.load(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Refuses what cannot be measured.
   *
   * @throws IllegalArgumentException if an input or output is not of floats
   */
  static void check(OnnxModel model) {
    for (List<GraphInput> values : List.of(model.inputs(), model.outputs())) {
      for (GraphInput value : values) {
        if (value.type() != ElementType.FLOAT32 || value.dims() == null) {
          throw new IllegalArgumentException(
              "the model has '%s', expected inputs and outputs of floats and of known rank"
                  .formatted(value));
        }
      }
    }
  }

  private static Tensor[] tensors(ModelInputs inputs) {
    Tensor[] tensors = new Tensor[inputs.dims().size()];
    for (int i = 0; i < tensors.length; i++) {
      tensors[i] = Tensor.of(inputs.values(i), inputs.dims().get(i));
    }
    return tensors;
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public String layout() {
    return "as in the model; channels last inside, conversions at the ends inside the timing";
  }

  @Override
  public void run() {
    predictor.run(inputs, outputs, workers);
  }

  @Override
  public Map<String, float[]> outputs() {
    Map<String, float[]> named = new LinkedHashMap<>();
    for (int i = 0; i < outputs.length; i++) {
      named.put(model.outputs().get(i).name(), outputs[i].floats());
    }
    return named;
  }

  @Override
  public void close() {
    workers.close();
  }
}
