package io.github.lanewise.bench.peers;

import ai.djl.MalformedModelException;
import ai.djl.inference.Predictor;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.repository.zoo.Criteria;
import ai.djl.repository.zoo.ModelNotFoundException;
import ai.djl.repository.zoo.ZooModel;
import ai.djl.translate.TranslateException;
import io.github.lanewise.bench.contest.Contender;
import io.github.lanewise.bench.model.ModelInputs;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A whole model by the Deep Java Library, whose engine for ONNX files is ONNX Runtime: arrays to
 * arrays through its predictor, as a Java program would use it.
 */
final class DjlModelPeer implements Contender {
  private final ZooModel<NDList, NDList> model;
  private final Predictor<NDList, NDList> predictor;
  private final NDManager manager;
  private final NDList inputs = new NDList();
  private final Map<String, float[]> outputs = new LinkedHashMap<>();

  static {
    // Read when the engine loads: look for nothing on the network, report to nobody.
    System.setProperty("ai.djl.offline", "true");
    System.setProperty("OPT_OUT_TRACKING", "true");
  }

  /** Loads a model. */
  DjlModelPeer(Path file, ModelInputs given, int threads) {
    try {
      model =
          Criteria.builder()
              .setTypes(NDList.class, NDList.class)
              .optModelPath(file.toAbsolutePath())
              .optEngine("OnnxRuntime")
              .optOption("intraOpNumThreads", Integer.toString(threads))
              .optOption("interOpNumThreads", "1")
              .build()
              .loadModel();
    } catch (IOException | ModelNotFoundException | MalformedModelException e) {
      throw failed(e);
    }
    predictor = model.newPredictor();
    manager = model.getNDManager().newSubManager();
    for (int i = 0; i < given.dims().size(); i++) {
      long[] sizes = Arrays.stream(given.dims().get(i)).asLongStream().toArray();
      inputs.add(manager.create(given.values(i), new Shape(sizes)));
    }
  }

  /** Loads a model, runs it once and closes it: its first output. */
  static float[] answer(Path file, ModelInputs inputs, int threads) {
    try (DjlModelPeer peer = new DjlModelPeer(file, inputs, threads)) {
      peer.run();
      return peer.outputs.values().iterator().next();
    }
  }

  private static IllegalStateException failed(Exception e) {
    return new IllegalStateException("the Deep Java Library failed: " + e.getMessage(), e);
  }

  @Override
  public String name() {
    return "djl";
  }

  @Override
  public String layout() {
    return "as in the model; ONNX Runtime's own inside, arrays of the library's at the ends";
  }

  @Override
  public void run() {
    try (NDList results = predictor.predict(inputs)) {
      for (NDArray result : results) {
        outputs.put(result.getName(), result.toFloatArray());
      }
    } catch (TranslateException e) {
      throw failed(e);
    }
  }

  @Override
  public Map<String, float[]> outputs() {
    return outputs;
  }

  @Override
  public void close() {
    predictor.close();
    manager.close();
    model.close();
  }
}
