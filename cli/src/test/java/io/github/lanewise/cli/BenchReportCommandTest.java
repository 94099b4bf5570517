package io.github.lanewise.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.lanewise.bench.contest.PeerTime;
import io.github.lanewise.bench.contest.RunInfo;
import io.github.lanewise.bench.conv.ConvResult;
import io.github.lanewise.bench.json.Json;
import io.github.lanewise.bench.layers.Layer;
import io.github.lanewise.bench.machine.Machine;
import io.github.lanewise.bench.ops.OpResult;
import io.github.lanewise.bench.roofline.MemoryLevel;
import io.github.lanewise.bench.roofline.Roofline;
import io.github.lanewise.kernels.conv.ConvAlgorithm;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BenchReportCommandTest {

  @Test
  void theDocumentSaysWhatWasMeasured(@TempDir Path folder) throws IOException {
    Path input = folder.resolve("results.json");
    Json.write(input, List.of(result("a", 2.0), result("b", 0.5)));
    Path ops = folder.resolve("ops.json");
    Json.write(ops, List.of(operator()));
    Path document = folder.resolve("performance.md");

    int exitCode =
        Main.commandLine()
            .execute(
                "bench",
                "report",
                input.toString(),
                "--ops",
                ops.toString(),
                "-o",
                document.toString());

    assertThat(exitCode).isZero();
    assertThat(Files.readString(document))
        .contains("2030-01-01: `./lanewise bench conv`")
        .contains("### Batch 1, 1 thread")
        .contains("over 2 layers: 1.00 (least 0.50)")
        .contains("Peak of multiply-adds, measured in the same forks: 100.0 GFLOP/s")
        .contains("| a | 2.5e-07 |")
        .contains("## Operators")
        .contains("| relu | 0.5000 | 1 |  | 80.0 | 86.2 | 0 | L2 copy |")
        .contains("(percent-of-peak.png)");
    assertThat(ImageIO.read(folder.resolve("percent-of-peak.png").toFile()).getWidth())
        .isGreaterThan(100);
  }

  private static OpResult operator() {
    return new OpResult(
        "relu",
        1,
        0.5e-3,
        0,
        80,
        "L2 copy",
        86.2,
        0,
        Map.of(),
        null,
        0.01,
        3,
        Map.of(),
        run("ops"));
  }

  private static RunInfo run(String bench) {
    return new RunInfo(
        "2030-01-01T00:00:00Z",
        "./lanewise bench " + bench,
        new Machine("cpu", 2, 1L << 30, "os", "Java", 512),
        new Roofline(1, 100, List.of(new MemoryLevel("memory", Long.MAX_VALUE, 30, 30))));
  }

  private static ConvResult result(String layer, double ratio) {
    return new ConvResult(
        layer,
        1,
        1,
        ConvAlgorithm.DIRECT,
        1e-3,
        90,
        90,
        0,
        Map.of("peer", new PeerTime(ratio * 1e-3)),
        ratio,
        0.01,
        3,
        Map.of(ConvAlgorithm.DIRECT, 2.5e-7),
        Map.of("DIRECT", "NHWC"),
        new Layer(layer, 1, 8, 1, 3, 1, 1, 1),
        run("conv"));
  }
}
