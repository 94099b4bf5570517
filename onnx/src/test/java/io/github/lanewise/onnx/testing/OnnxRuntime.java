package io.github.lanewise.onnx.testing;

import ai.onnxruntime.OnnxJavaType;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OnnxValue;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtLoggingLevel;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.TensorInfo;
import io.github.lanewise.onnx.tensor.Dims;
import io.github.lanewise.onnx.tensor.ElementType;
import io.github.lanewise.onnx.tensor.Tensor;
import java.nio.ByteBuffer;
import java.nio.FloatBuffer;
import java.nio.IntBuffer;
import java.nio.LongBuffer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** ONNX Runtime, a native library, as the judge of what a model computes. */
public final class OnnxRuntime {
  private OnnxRuntime() {}

  /** Runs a model on inputs in its own order; one thread, no rewriting of the graph. */
  public static List<Tensor> run(byte[] model, Tensor... inputs) throws OrtException {
    OrtEnvironment environment = OrtEnvironment.getEnvironment();
    try (OrtSession.SessionOptions options = new OrtSession.SessionOptions()) {
      options.setIntraOpNumThreads(1);
      options.setSessionLogLevel(OrtLoggingLevel.ORT_LOGGING_LEVEL_ERROR); // unused constants
      options.setOptimizationLevel(OrtSession.SessionOptions.OptLevel.NO_OPT);
      try (OrtSession session = environment.createSession(model, options)) {
        Map<String, OnnxTensor> named = new LinkedHashMap<>();
        int i = 0;
        for (String name : session.getInputNames()) {
          named.put(name, tensor(environment, inputs[i++]));
        }
        try (OrtSession.Result result = session.run(named)) {
          List<Tensor> outputs = new ArrayList<>();
          result.forEach(entry -> outputs.add(tensor(entry.getValue())));
          return outputs;
        } finally {
          named.values().forEach(OnnxTensor::close);
        }
      }
    }
  }

  private static OnnxTensor tensor(OrtEnvironment environment, Tensor tensor) throws OrtException {
    long[] dims = Dims.toLongs(tensor.dims());
    return switch (tensor.type()) {
      case FLOAT32 -> OnnxTensor.createTensor(environment, FloatBuffer.wrap(tensor.floats()), dims);
      case INT64 -> OnnxTensor.createTensor(environment, LongBuffer.wrap(tensor.longs()), dims);
      case INT32 -> {
        IntBuffer ints = IntBuffer.allocate(tensor.length());
        for (long value : tensor.longs()) {
          ints.put((int) value);
        }
        yield OnnxTensor.createTensor(environment, ints.rewind(), dims);
      }
      case BOOL -> {
        ByteBuffer bytes = ByteBuffer.allocateDirect(tensor.length());
        for (long value : tensor.longs()) {
          bytes.put((byte) value);
        }
        yield OnnxTensor.createTensor(environment, bytes.rewind(), dims, OnnxJavaType.BOOL);
      }
    };
  }

  private static Tensor tensor(OnnxValue value) {
    OnnxTensor tensor = (OnnxTensor) value;
    TensorInfo info = tensor.getInfo();
    int[] dims = Dims.of(info.getShape());
    int length = Dims.length(dims);
    return switch (info.type) {
      case FLOAT -> {
        float[] floats = new float[length];
        tensor.getFloatBuffer().get(floats);
        yield Tensor.of(floats, dims);
      }
      case INT64 -> {
        long[] longs = new long[length];
        tensor.getLongBuffer().get(longs);
        yield Tensor.of(ElementType.INT64, longs, dims);
      }
      case INT32 -> {
        IntBuffer ints = tensor.getIntBuffer();
        long[] longs = new long[length];
        for (int i = 0; i < length; i++) {
          longs[i] = ints.get(i);
        }
        yield Tensor.of(ElementType.INT32, longs, dims);
      }
      case BOOL -> {
        ByteBuffer bytes = tensor.getByteBuffer();
        long[] longs = new long[length];
        for (int i = 0; i < length; i++) {
          longs[i] = bytes.get(i);
        }
        yield Tensor.of(ElementType.BOOL, longs, dims);
      }
      default -> throw new IllegalStateException("elements of type " + info.type);
    };
  }
}
