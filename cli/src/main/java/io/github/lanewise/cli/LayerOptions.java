package io.github.lanewise.cli;

import io.github.lanewise.bench.conv.Effort;
import io.github.lanewise.bench.layers.Layer;
import io.github.lanewise.bench.layers.Layers;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import picocli.CommandLine.Option;

/** Which layers are measured, and how long: shared by the commands that measure layers. */
final class LayerOptions {
  /** One of each kind, those that tell most first: what a quick look takes as many of as fit. */
  private static final List<String> KINDS =
      List.of(
          "res4_3x3",
          "res3_1x1a",
          "resnet_conv1",
          "mob_dw2",
          "lenet2",
          "alex2",
          "res3_3x3s2",
          "res5_1x1b");

  @Option(
      names = "--layers",
      split = ",",
      paramLabel = "NAME",
      description = "Layers to measure (default: all of the list).")
  private List<String> names = List.of();

  @Option(
      names = "--layers-file",
      paramLabel = "FILE.csv",
      description = "A list of layers to take in place of the bundled one, in the same form.")
  private Path file;

  @Option(
      names = "--quick",
      description = "Within 3 minutes: short, one JVM for each figure, some of the layers.")
  private boolean quick;

  @Option(
      names = "--forks",
      paramLabel = "N",
      description = "JVMs for each figure (default: 3; 1 with --quick).")
  private Integer forks;

  @Option(
      names = "--jvm-arg",
      paramLabel = "ARG",
      description = "A further argument for the measuring JVMs, such as -XX:UseAVX=2.")
  private List<String> jvmArgs = List.of();

  /** Made by picocli. */
  LayerOptions() {}

  /**
   * The layers.
   *
   * @param quickCount how many, where a quick look chooses
   */
  List<Layer> layers(int quickCount) throws IOException {
    List<Layer> all = file == null ? Layers.published() : Layers.read(file);
    if (!quick || !names.isEmpty()) {
      return Layers.named(all, names);
    }
    List<Layer> few =
        file == null ? Layers.named(all, KINDS) : all; // of a list of one's own, the first ones
    return few.subList(0, Math.min(few.size(), Math.max(1, quickCount)));
  }

  Effort effort() {
    Effort effort = quick ? Effort.QUICK : Effort.FULL;
    return forks == null ? effort : effort.withForks(forks);
  }

  List<String> jvmArgs() {
    return jvmArgs;
  }
}
