package io.github.lanewise.onnx.verify;

import io.github.lanewise.kernels.lanes.Workers;
import io.github.lanewise.onnx.OnnxModel;
import io.github.lanewise.onnx.OnnxPredictor;
import io.github.lanewise.onnx.UnsupportedOperatorsException;
import io.github.lanewise.onnx.tensor.Tensor;
import io.github.lanewise.onnx.tensor.TensorFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * A case of ONNX's own tests: a folder with {@code model.onnx} and folders {@code test_data_set_N}
 * of inputs {@code input_N.pb} and expected outputs {@code output_N.pb}.
 *
 * @param folder the folder
 */
public record BackendCase(Path folder) {
  /** How a case ended. */
  public enum Status {
    /** All outputs agree. */
    PASSED,
    /** An output differs, or the model could not be loaded or run. */
    FAILED,
    /** The model has nodes that are not supported. */
    SKIPPED
  }

  /**
   * What came of a case.
   *
   * @param name of its folder
   * @param status how it ended
   * @param reason why it did not pass; empty if it did
   */
  public record Result(String name, Status status, String reason) {}

  /**
   * Finds cases.
   *
   * @param folder a case, or a folder of cases
   * @return the cases in the order of their names
   * @throws IOException if there is none, or the folder cannot be read
   */
  public static List<BackendCase> in(Path folder) throws IOException {
    if (Files.isRegularFile(folder.resolve("model.onnx"))) {
      return List.of(new BackendCase(folder));
    }
    if (!Files.isDirectory(folder)) {
      throw new IOException(folder + " is no folder, expected one with model.onnx");
    }
    try (Stream<Path> folders = Files.list(folder)) {
      List<BackendCase> cases =
          folders
              .filter(path -> Files.isRegularFile(path.resolve("model.onnx")))
              .sorted()
              .map(BackendCase::new)
              .toList();
      if (cases.isEmpty()) {
        throw new IOException(folder + " has no folder with model.onnx in it");
      }
      return cases;
    }
  }

  /**
   * Runs the case on all its data.
   *
   * @param tolerance how far outputs may differ
   * @param workers threads to compute on
   * @return what came of it
   */
  public Result run(Tolerance tolerance, Workers workers) {
    String name = folder.getFileName().toString();
    try {
      OnnxModel model = OnnxModel.load(folder.resolve("model.onnx"));
      int sets = 0;
      for (; Files.isDirectory(set(sets)); sets++) {
        String difference = difference(model, set(sets), tolerance, workers);
        if (difference != null) {
          return new Result(name, Status.FAILED, difference);
        }
      }
      return sets > 0
          ? new Result(name, Status.PASSED, "")
          : new Result(name, Status.FAILED, "no folder test_data_set_0");
    } catch (UnsupportedOperatorsException e) {
      return new Result(name, Status.SKIPPED, "not supported: " + String.join("; ", e.nodes()));
    } catch (IOException | RuntimeException e) {
      return new Result(name, Status.FAILED, e.toString());
    }
  }

  private Path set(int number) {
    return folder.resolve("test_data_set_" + number);
  }

  private static String difference(OnnxModel model, Path set, Tolerance tolerance, Workers workers)
      throws IOException {
    Tensor[] inputs = tensors(set, "input_").toArray(Tensor[]::new);
    List<Tensor> expected = tensors(set, "output_");
    OnnxPredictor predictor = model.predictor(inputs);
    Tensor[] outputs = predictor.newOutputs();
    predictor.run(inputs, outputs, workers);
    List<Tensor> actual = List.of(outputs);
    if (expected.size() != actual.size() || expected.isEmpty()) {
      return "%d outputs in %s, the model has %d"
          .formatted(expected.size(), set.getFileName(), actual.size());
    }
    for (int i = 0; i < expected.size(); i++) {
      String difference = tolerance.difference(actual.get(i), expected.get(i));
      if (difference != null) {
        return "%s, output %d: %s".formatted(set.getFileName(), i, difference);
      }
    }
    return null;
  }

  private static List<Tensor> tensors(Path set, String prefix) throws IOException {
    List<Tensor> tensors = new ArrayList<>();
    while (Files.exists(set.resolve(prefix + tensors.size() + ".pb"))) {
      tensors.add(TensorFile.read(set.resolve(prefix + tensors.size() + ".pb")));
    }
    return tensors;
  }
}
