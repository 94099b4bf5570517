package io.github.lanewise.bench.peers;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.TensorInfo;
import io.github.lanewise.bench.contest.Contender;
import io.github.lanewise.bench.model.ModelInputs;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A whole model in ONNX Runtime, ready to be timed. Inputs and outputs are direct buffers that the
 * library reads and writes in place.
 */
final class OnnxModelPeer implements Contender {
  private final OrtSession session;
  private final Map<String, OnnxTensor> inputs;
  private final Map<String, OnnxTensor> outputs = new LinkedHashMap<>();

  private OnnxModelPeer(OrtSession session, Map<String, OnnxTensor> inputs) throws OrtException {
    this.session = session;
    this.inputs = inputs;
    // The first run tells the shapes of the outputs.
    try (OrtSession.Result first = session.run(inputs)) {
      for (var output : first) {
        long[] shape = ((TensorInfo) output.getValue().getInfo()).getShape();
        outputs.put(
            output.getKey(), OnnxSessions.tensor(DirectFloats.zeros(length(shape)), shape));
      }
    }
  }

  /** Loads a model. */
  static OnnxModelPeer open(Path model, ModelInputs inputs, int threads) {
    try {
      OrtSession session = OnnxSessions.open(model, threads);
      return new OnnxModelPeer(session, tensors(session, inputs));
    } catch (OrtException e) {
      throw failed(e);
    }
  }

  /** Loads a model, runs it once and closes it: its first output. */
  static float[] answer(Path model, ModelInputs inputs, int threads) {
    try (OrtSession session = OnnxSessions.open(model, threads);
        OrtSession.Result result = session.run(tensors(session, inputs))) {
      return ((OnnxTensor) result.get(0)).getFloatBuffer().array();
    } catch (OrtException e) {
      throw failed(e);
    }
  }

  private static Map<String, OnnxTensor> tensors(OrtSession session, ModelInputs inputs)
      throws OrtException {
    Map<String, OnnxTensor> tensors = new LinkedHashMap<>();
    for (String name : session.getInputNames()) {
      int index = tensors.size();
      int[] dims = inputs.dims().get(index);
      long[] shape = new long[dims.length];
      Arrays.setAll(shape, d -> dims[d]);
      tensors.put(name, OnnxSessions.tensor(DirectFloats.copyOf(inputs.values(index)), shape));
    }
    return tensors;
  }

  private static int length(long... shape) {
    long length = 1;
    for (long size : shape) {
      length = Math.multiplyExact(length, size);
    }
    return Math.toIntExact(length);
  }

  private static IllegalStateException failed(OrtException e) {
    return new IllegalStateException("ONNX Runtime failed: " + e.getMessage(), e);
  }

  @Override
  public String name() {
    return "onnxruntime";
  }

  @Override
  public String layout() {
    return "as in the model; the library's own inside, conversions at the ends inside the timing";
  }

  @Override
  public void run() {
    try {
      session.run(inputs, outputs).close();
    } catch (OrtException e) {
      throw failed(e);
    }
  }

  @Override
  public Map<String, float[]> outputs() {
    Map<String, float[]> values = new LinkedHashMap<>();
    outputs.forEach((name, tensor) -> values.put(name, tensor.getFloatBuffer().array()));
    return values;
  }

  @Override
  public void close() {
    inputs.values().forEach(OnnxTensor::close);
    outputs.values().forEach(OnnxTensor::close);
    try {
      session.close();
    } catch (OrtException e) {
      throw failed(e);
    }
  }
}
