package io.github.lanewise.bench.peers;

import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtLoggingLevel;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.OrtSession.SessionOptions;
import ai.onnxruntime.OrtSession.SessionOptions.ExecutionMode;
import ai.onnxruntime.OrtSession.SessionOptions.OptLevel;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.FloatBuffer;
import java.nio.file.Files;
import java.nio.file.Path;

/** ONNX Runtime's CPU provider with every optimisation on. */
final class OnnxSessions {
  private static final OrtEnvironment ENVIRONMENT = OrtEnvironment.getEnvironment();

  private OnnxSessions() {}

  static OrtSession open(ModelProto model, int threads) throws OrtException {
    try (SessionOptions options = options(threads)) {
      return ENVIRONMENT.createSession(model.toByteArray(), options);
    }
  }

  /** A model in a file, which may refer to others beside it. */
  static OrtSession open(Path model, int threads) throws OrtException {
    try (SessionOptions options = options(threads)) {
      return ENVIRONMENT.createSession(model.toString(), options);
    }
  }

  /** The model as the library would run it here: its own operators, weights in its own format. */
  static ModelProto optimised(ModelProto model) throws OrtException {
    try (SessionOptions options = options(1)) {
      Path file = Files.createTempFile("optimised", ".onnx");
      try {
        options.setOptimizedModelFilePath(file.toString());
        // Else it warns that such a model fits this machine only, which is what is wanted.
        options.setSessionLogLevel(OrtLoggingLevel.ORT_LOGGING_LEVEL_ERROR);
        ENVIRONMENT.createSession(model.toByteArray(), options).close();
        return ModelProto.parseFrom(Files.readAllBytes(file));
      } finally {
        Files.delete(file);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("the optimised model goes through a temporary file", e);
    }
  }

  /** A tensor over a direct buffer, which the library reads and writes in place. */
  static OnnxTensor tensor(FloatBuffer values, long... shape) throws OrtException {
    return OnnxTensor.createTensor(ENVIRONMENT, values, shape);
  }

  private static SessionOptions options(int threads) throws OrtException {
    SessionOptions options = new SessionOptions();
    options.setIntraOpNumThreads(threads);
    options.setInterOpNumThreads(1);
    options.setExecutionMode(ExecutionMode.SEQUENTIAL);
    options.setOptimizationLevel(OptLevel.ALL_OPT);
    return options;
  }
}
