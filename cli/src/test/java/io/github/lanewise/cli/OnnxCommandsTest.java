package io.github.lanewise.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.lanewise.kernels.lanes.Workers;
import io.github.lanewise.nn.Shape;
import io.github.lanewise.nn.files.ModelFile;
import io.github.lanewise.nn.files.StoredModel;
import io.github.lanewise.nn.zoo.Zoo;
import io.github.lanewise.onnx.OnnxModel;
import io.github.lanewise.onnx.tensor.ElementType;
import io.github.lanewise.onnx.tensor.Tensor;
import io.github.lanewise.onnx.tensor.TensorFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The commands around ONNX models, on a small one of our own. */
class OnnxCommandsTest {
  @TempDir private Path folder;
  private Path model;
  private Path input;

  @BeforeEach
  void write() throws Exception {
    model = folder.resolve("small.onnx");
    input = folder.resolve("input.pb");
    OnnxModel.save(Zoo.small(new Shape(8, 8, 1), 10).initialise(1), model);
    TensorFile.write(input, "input", Tensor.zeros(ElementType.FLOAT32, 1, 1, 8, 8));
  }

  @Test
  void runShowsTheLargestValuesAndWritesTheOutput() throws Exception {
    Path output = folder.resolve("output.pb");
    Lanewise call =
        Lanewise.call(
            "run", "" + model, "--input", "" + input, "--top", "2", "--output", "" + output);
    assertThat(call.err()).isEmpty();
    assertThat(call.exitCode()).isZero();
    assertThat(call.out().lines()).hasSize(3).first().isEqualTo("output FLOAT32[1, 10]");
    assertThat(TensorFile.read(output).dims()).containsExactly(1, 10);
  }

  @Test
  void runTakesAPicture() {
    Path picture = Path.of("..", "src-test-data", "flower-320x280.png");
    Lanewise call = Lanewise.call("run", "" + model, "--input", "" + picture);
    assertThat(call.err()).isEmpty();
    assertThat(call.out().lines()).hasSize(6);
  }

  @Test
  void verifyCountsAndFailsWhereAnOutputDiffers() throws Exception {
    Path good = folder.resolve("good");
    Path set = Files.createDirectories(good.resolve("test_data_set_0"));
    Files.copy(model, good.resolve("model.onnx"));
    Files.copy(input, set.resolve("input_0.pb"));
    Tensor y = OnnxModel.load(model).run(Workers.serial(), TensorFile.read(input)).getFirst();
    TensorFile.write(set.resolve("output_0.pb"), "output", y);
    Lanewise call = Lanewise.call("verify", "" + folder);
    assertThat(call.out()).contains("passed good").endsWith("1 passed, 0 failed, 0 skipped\n");
    assertThat(call.exitCode()).isZero();

    y.floats()[3] += 1;
    TensorFile.write(set.resolve("output_0.pb"), "output", y);
    call = Lanewise.call("verify", "" + good);
    assertThat(call.out())
        .contains("failed good", "1 of 10 elements differ, most that at 3")
        .endsWith("0 passed, 1 failed, 0 skipped\n");
    assertThat(call.exitCode()).isEqualTo(1);
  }

  @Test
  void summaryListsNodes() {
    Lanewise call = Lanewise.call("summary", "" + model);
    assertThat(call.err()).isEmpty();
    assertThat(call.out()).contains("Conv", "[1, 16, 8, 8]", "9,216", "multiply-adds");
  }

  @Test
  void convertGoesBothWays() throws Exception {
    Path trained = folder.resolve("trained.safetensors");
    Path written = folder.resolve("written.onnx");
    Path back = folder.resolve("back.safetensors");
    var network = Zoo.lenet(new Shape(28, 28, 1), 10).initialise(2);
    ModelFile.STANDARD.write(trained, new StoredModel(network, Map.of()));
    assertThat(Lanewise.call("convert", "" + trained, "" + written).exitCode()).isZero();
    assertThat(Lanewise.call("convert", "" + written, "" + back).exitCode()).isZero();
    assertThat(ModelFile.STANDARD.read(back).model().parameters().learnedCount()).isEqualTo(61_706);
    Lanewise wrong = Lanewise.call("convert", "" + trained, "" + folder.resolve("x.txt"));
    assertThat(wrong.exitCode()).isEqualTo(1);
    assertThat(wrong.err()).contains("x.txt: expected a name in .onnx or .safetensors");
  }
}
