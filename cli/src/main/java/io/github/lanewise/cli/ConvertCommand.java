package io.github.lanewise.cli;

import io.github.lanewise.nn.files.AtomicFile;
import io.github.lanewise.nn.files.ModelFile;
import io.github.lanewise.nn.files.StoredModel;
import io.github.lanewise.onnx.OnnxModel;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Turns model files into each other. */
@Command(
    name = "convert",
    mixinStandardHelpOptions = true,
    description = {
      "Writes a trained network as an ONNX model, or an ONNX model that is a network of Lanewise's"
          + " layers as one that can be trained further."
    },
    footer = {
      "",
      "Examples:",
      "  lanewise convert digits.safetensors digits.onnx",
      "  lanewise convert model.onnx model.safetensors"
    })
final class ConvertCommand implements Callable<Integer> {
  @Parameters(
      index = "0",
      paramLabel = "FROM",
      description = "A .safetensors file that `train` has written, or an .onnx file.")
  private Path from;

  @Parameters(index = "1", paramLabel = "TO", description = "An .onnx or .safetensors file.")
  private Path to;

  /** Made by picocli. */
  ConvertCommand() {}

  @Override
  public Integer call() throws IOException {
    AtomicFile.check(to);
    StoredModel stored = read();
    if (named(to, ".onnx")) {
      OnnxModel.save(stored, to);
    } else if (named(to, ".safetensors")) {
      ModelFile.STANDARD.write(to, stored);
    } else {
      throw unknown(to);
    }
    return 0;
  }

  private StoredModel read() throws IOException {
    if (named(from, ".safetensors")) {
      return ModelFile.STANDARD.read(from);
    }
    if (named(from, ".onnx")) {
      OnnxModel model = OnnxModel.load(from);
      return new StoredModel(model.toNetwork(), model.graph().metadata());
    }
    throw unknown(from);
  }

  private static boolean named(Path file, String suffix) {
    return file.toString().endsWith(suffix);
  }

  private static IllegalArgumentException unknown(Path file) {
    return new IllegalArgumentException(file + ": expected a name in .onnx or .safetensors");
  }
}
