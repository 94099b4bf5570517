package io.github.lanewise.onnx.verify;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.lanewise.kernels.lanes.Workers;
import io.github.lanewise.onnx.tensor.Tensor;
import io.github.lanewise.onnx.tensor.TensorFile;
import io.github.lanewise.onnx.testing.OnnxRuntime;
import io.github.lanewise.onnx.verify.BackendCase.Result;
import io.github.lanewise.onnx.verify.BackendCase.Status;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OwnCasesTest {
  /** Winograd rounds more than ONNX's own tolerances allow near 0. */
  private static final Tolerance TOLERANCE = new Tolerance(1e-3, 1e-5);

  @Test
  void allCasesPass() throws Exception {
    List<BackendCase> cases = BackendCase.in(OwnCases.FOLDER);
    assertThat(cases).hasSize(OwnCases.networks().size());
    for (BackendCase one : cases) {
      Result result = one.run(TOLERANCE, Workers.serial());
      assertThat(result.status()).as(result.toString()).isEqualTo(Status.PASSED);
    }
  }

  /** What is written today gives the outputs that lie there. */
  @Test
  void theyAreWrittenAgain(@TempDir Path folder) throws Exception {
    OwnCases.main(new String[] {folder.toString()});
    for (String name : OwnCases.networks().keySet()) {
      Path stored = OwnCases.FOLDER.resolve(name).resolve("test_data_set_0");
      Tensor input = TensorFile.read(stored.resolve("input_0.pb"));
      byte[] model = Files.readAllBytes(folder.resolve(name).resolve("model.onnx"));
      Tensor expected = TensorFile.read(stored.resolve("output_0.pb"));
      assertThat(TOLERANCE.difference(OnnxRuntime.run(model, input).getFirst(), expected))
          .as(name)
          .isNull();
    }
  }

  @Test
  void aChangedOutputFails(@TempDir Path folder) throws Exception {
    OwnCases.main(new String[] {folder.toString()});
    Path output = folder.resolve("residual/test_data_set_0/output_0.pb");
    Tensor changed = TensorFile.read(output);
    changed.floats()[3] += 0.01f;
    TensorFile.write(output, "output", changed);
    assertThat(
            new BackendCase(folder.resolve("residual")).run(TOLERANCE, Workers.serial()).status())
        .isEqualTo(Status.FAILED);
  }
}
