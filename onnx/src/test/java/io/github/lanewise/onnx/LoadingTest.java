package io.github.lanewise.onnx;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import io.github.lanewise.kernels.lanes.Lanes;
import io.github.lanewise.nn.Model;
import io.github.lanewise.nn.Shape;
import io.github.lanewise.nn.zoo.ResNet;
import io.github.lanewise.nn.zoo.Zoo;
import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** What models are loaded from, and how much memory a large one takes. */
@Timeout(60)
class LoadingTest {

  @Test
  void resNet50IsLoadedInAHeapOfLessThanThreeTimesItsFile(@TempDir Path folder)
      throws IOException, InterruptedException {
    Path file = folder.resolve("resnet50.onnx");
    OnnxModel.save(ResNet.resNet50(new Shape(224, 224, 3), 1000).initialise(1), file);
    long size = Files.size(file);
    assertThat(size).isGreaterThan(100_000_000);
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx" + size * 11 / 4, // rounded up by the JVM
                "--add-modules=jdk.incubator.vector",
                "--sun-misc-unsafe-memory-access=allow",
                "-cp",
                classPath(),
                InASmallHeap.class.getName(),
                file.toString())
            .redirectErrorStream(true)
            .start();
    String output = new String(process.getInputStream().readAllBytes(), UTF_8);
    assertThat(process.waitFor()).as(output).isZero();
    String heap = output.lines().reduce((_, last) -> last).orElseThrow();
    assertThat(Long.parseLong(heap)).as("heap").isLessThan(3 * size);
  }

  @Test
  @EnabledOnOs(OS.LINUX)
  void aPipeIsReadToItsEnd(@TempDir Path folder) throws IOException, InterruptedException {
    Path file = folder.resolve("lenet.onnx");
    OnnxModel.save(Zoo.lenet(new Shape(28, 28, 1), 10).initialise(1), file);
    Path pipe = folder.resolve("pipe");
    assertThat(new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor()).isZero();
    Process writer =
        new ProcessBuilder("cp", file.toString(), pipe.toString())
            .redirectErrorStream(true)
            .start();
    assertThat(OnnxModel.load(pipe).graph().nodes())
        .hasSameSizeAs(OnnxModel.load(file).graph().nodes());
    assertThat(writer.waitFor()).isZero();
  }

  private static String classPath() {
    return Stream.of(
            InASmallHeap.class, OnnxModel.class, Model.class, Lanes.class, ByteString.class)
        .map(c -> Path.of(location(c)).toString())
        .distinct()
        .collect(Collectors.joining(File.pathSeparator));
  }

  private static URI location(Class<?> type) {
    try {
      return type.getProtectionDomain().getCodeSource().getLocation().toURI();
    } catch (URISyntaxException e) {
      throw new AssertionError(e);
    }
  }

  /** Loads a model and prints the heap that the JVM may have. */
  static final class InASmallHeap {
    private InASmallHeap() {}

    public static void main(String[] args) throws IOException {
      OnnxModel model = OnnxModel.load(Path.of(args[0]));
      if (model.graph().nodes().size() < 100) {
        throw new AssertionError(model.graph().nodes().size() + " nodes");
      }
      System.out.println(Runtime.getRuntime().maxMemory());
    }
  }
}
