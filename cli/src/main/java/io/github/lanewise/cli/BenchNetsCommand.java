package io.github.lanewise.cli;

import io.github.lanewise.bench.nets.Net;
import io.github.lanewise.bench.nets.NetPlan;
import io.github.lanewise.bench.nets.NetRun;
import io.github.lanewise.bench.nets.NetTable;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Whole networks, steps of training and predictions, by Lanewise and by others. */
@Command(
    name = "nets",
    mixinStandardHelpOptions = true,
    description = {
      "Measures steps of training and predictions of whole networks, and native libraries on the"
          + " same ones.",
      "",
      "A step is the forward pass, softmax cross-entropy, the backward pass and the update of all"
          + " weights. All start from the same weights, and are compared only if the loss and the"
          + " lengths of all gradients of the first step agree to 1 %%, and the gradients themselves to"
          + " 5 %%.",
      "",
      "Each figure comes from JVMs of its own, in which all take turns. Libraries: pytorch,"
          + " pytorch-channels-last, deeplearning4j (with AVX-512); without names, pytorch and"
          + " deeplearning4j."
    },
    footer = {
      "",
      "Examples:",
      "  lanewise bench nets --quick",
      "  lanewise bench nets --peers --threads 1,2 --output nets.json",
      "  lanewise bench nets --nets resnet18 --batch 32 --inference-batch 1 --format json"
    })
final class BenchNetsCommand implements Callable<Integer> {

  @Mixin private EffortOptions effort = new EffortOptions();

  @Mixin private ResultOptions results = new ResultOptions("pytorch", "deeplearning4j");

  @Option(
      names = "--nets",
      split = ",",
      paramLabel = "NAME",
      description = "Networks to measure: lenet, mnist-example, resnet18 (default: all).")
  private List<String> names = List.of();

  @Option(
      names = "--batch",
      split = ",",
      paramLabel = "N",
      defaultValue = "64",
      description = "Pictures of a step of training (default: ${DEFAULT-VALUE}).")
  private List<Integer> training;

  @Option(
      names = "--inference-batch",
      split = ",",
      paramLabel = "N",
      defaultValue = "1,64",
      description = "Pictures predicted at once (default: ${DEFAULT-VALUE}).")
  private List<Integer> inference;

  /** Made by picocli. */
  BenchNetsCommand() {}

  @Override
  public Integer call() throws IOException {
    List<Integer> threads = results.threads();
    training.forEach(n -> results.requirePositive("--batch", n));
    inference.forEach(n -> results.requirePositive("--inference-batch", n));
    List<Net> nets = Net.named(names);
    NetRun run =
        new NetRun(results.peers(), effort.effort(), effort.jvmArgs(), results.commandLine());
    NetPlan plan = new NetPlan(nets, training, inference, threads);
    List<String> titles = nets.stream().map(Net::title).toList();
    results.run(
        run.estimate(plan),
        NetTable::of,
        titles,
        (progress, sink) -> run.measure(plan, progress, sink));
    return 0;
  }
}
