package io.github.lanewise.cli;

import io.github.lanewise.bench.contest.Effort;
import io.github.lanewise.bench.layers.Layer;
import io.github.lanewise.bench.layers.Layers;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import picocli.CommandLine.Mixin;
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

  @Mixin private EffortOptions effort = new EffortOptions();

  /** Made by picocli. */
  LayerOptions() {}

  /**
   * The layers.
   *
   * @param quickCount how many, where a quick look chooses
   */
  List<Layer> layers(int quickCount) throws IOException {
    List<Layer> all = file == null ? Layers.published() : Layers.read(file);
    if (!effort.quick() || !names.isEmpty()) {
      return Layers.named(all, names);
    }
    List<Layer> few =
        file == null ? Layers.named(all, KINDS) : all; // of a list of one's own, the first ones
    return few.subList(0, Math.min(few.size(), Math.max(1, quickCount)));
  }

  Effort effort() {
    return effort.effort();
  }

  List<String> jvmArgs() {
    return effort.jvmArgs();
  }
}
